"""Markdown to HTML: headings get anchors, links between guides lead to their pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.token import Token
from markupsafe import Markup

from instagramapi.web.highlight import json_code

_BETWEEN_GUIDES = re.compile(r"(?:(?:docs/|\.\./)?guides/|\./)?([a-z0-9-]+)\.md(#[\w-]+)?")
_WHOLE = re.compile(r"[a-z]+:|/|#")
_HEADING = re.compile(r"(#{1,3}) (.+)")
_MARKS = re.compile(r"[`*]|\[([^\]]*)\]\([^)]*\)")

# HTML in the source is shown as text: what is rendered here may quote what strangers wrote.
_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
_LANGUAGES = {"sh": "Shell", "json": "JSON", "python": "Python"}
_FENCE = Markup(
    '<div class="code"><div class="code-head"><span>{name}</span><button type="button" '
    'class="btn copy" data-variant="ghost" data-size="sm" data-copy="{text}" hidden>'
    '<span>Copy</span></button></div><pre tabindex="0" role="group" aria-label="{name}"><code>'
    "{shown}</code></pre></div>\n"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the text below it; the first one of a page has no anchor."""

    anchor: str
    heading: str
    text: str
    level: int


def to_html(text: str) -> Markup:
    """Render a page."""
    tokens = _reader.parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor_of(inline.content))
    for token in tokens:
        for child in token.children or ():
            _lead_to_page(child)
    renderer = _reader.renderer
    assert isinstance(renderer, RendererHTML)  # noqa: S101 - the only one that commonmark has
    html = renderer.render(tokens, _reader.options, {})
    return Markup(_in_boxes(html))  # noqa: S704 - the renderer escaped it


# The same few thousand lines stand on every page: rendering them again is most of a page's time.
@lru_cache(maxsize=8_192)
def line_to_html(text: str) -> Markup:
    """Render one paragraph without its frame: code and emphasis in a table's cell."""
    return Markup(_reader.renderInline(" ".join(text.split())))  # noqa: S704 - as above


def anchor_of(heading: str) -> str:
    """Name a heading in a URL: lower case, dashes; a code in backticks stays as it is."""
    code = re.match(r"`([\w/.-]+)`", heading)
    if code:
        return code[1].replace("/", "-")
    return re.sub(r"[^a-z0-9]+", "-", plain(heading).lower()).strip("-")


def plain(text: str) -> str:
    """Drop Markdown's marks from a line."""
    return _MARKS.sub(lambda found: found[1] or "", text)


def title_of(text: str) -> str:
    """Return the first heading."""
    return plain(text.split("\n", 1)[0].lstrip("# "))


def summary_of(text: str) -> str:
    """Return the first paragraph after the heading, on one line."""
    parts = text.split("\n\n", 2)
    return plain(" ".join(parts[1].split())) if len(parts) > 1 else ""


def sections(text: str) -> Sequence[Section]:
    """Cut a page at its headings, for the search and the list of what is on the page."""
    return tuple(_sections(text))


def _sections(text: str) -> Iterator[Section]:
    level, heading, is_code = 1, "", False
    lines: list[str] = []
    for line in text.split("\n"):
        is_code ^= line.startswith("```")
        found = None if is_code else _HEADING.match(line)
        if not found:
            lines.append(line)
            continue
        yield _section(level, heading, lines)
        level, heading, lines = len(found[1]), found[2], []
    yield _section(level, heading, lines)


def _section(level: int, heading: str, lines: list[str]) -> Section:
    anchor = anchor_of(heading) if level > 1 else ""
    return Section(anchor, plain(heading), "\n".join(lines), level)


def _lead_to_page(link: Token) -> None:
    if link.type != "link_open":
        return
    target = str(link.attrGet("href"))
    found = _BETWEEN_GUIDES.fullmatch(target)
    if found:
        link.attrSet("href", f"/docs/guides/{found[1]}{found[2] or ''}")
    elif not _WHOLE.match(target):
        # It leads to a file of the source, which is not here.
        del link.attrs["href"]


def _fence(renderer: RendererProtocol, tokens: Sequence[Token], index: int, *rest: object) -> str:
    """Write a block of code as the pages write theirs."""
    token = tokens[index]
    text = token.content.rstrip("\n")
    name = _LANGUAGES.get(token.info, token.info or "Code")
    shown = json_code(text) if token.info == "json" else text
    return str(_FENCE.format(name=name, text=text, shown=shown))


_reader.add_render_rule("fence", _fence)


def _in_boxes(html: str) -> str:
    """Let wide tables and code scroll by themselves, also with the keyboard."""
    box = '<div class="table-box" tabindex="0" role="group" aria-label="Table">'
    html = html.replace("<table>", f'{box}<table class="table">').replace(
        "</table>", "</table></div>"
    )
    return html.replace("<pre>", '<pre class="block" tabindex="0">')
