"""The texts of the docs say what the program does: prices, settings, search, Markdown."""

import tomllib
from pathlib import Path

import pytest
from site_makers import HTML, open_pages

from instagramapi.api.openapi import openapi
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.settings import Settings, described
from instagramapi.web.highlight import json_code
from instagramapi.web.reference.documents import (
    Document,
    billing_table,
    guides,
    settings_page,
)
from instagramapi.web.reference.entry import entries, groups
from instagramapi.web.reference.fields import count, fields_in
from instagramapi.web.reference.markdown import anchor_of, sections, to_html
from instagramapi.web.reference.operations import operations
from instagramapi.web.reference.search import Search

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("path", ["docs/guides/billing.md", "README.md"])
def test_the_rules_by_which_it_is_charged_are_printed(path: str) -> None:
    assert billing_table() in (ROOT / path).read_text("utf-8")


def test_every_setting_is_documented() -> None:
    page = settings_page(described())

    for name in Settings.model_fields:
        assert f"## `INSTAGRAMAPI_{name.upper()}`" in page
    assert all(each.about for each in described())
    assert "Type: whole number · default: `8000`" in page
    assert "Type: secret text · default: none" in page
    assert "Type: `free` or `full` · default: `free`" in page
    assert "Type: `true` or `false` · default: `true`" in page


def test_guides_come_in_the_order_in_which_readers_need_them() -> None:
    names = [each.path.rpartition("/")[2] for each in guides(())]

    wanted = ["authentication", "billing", "sandbox", "self-hosting", "settings", "privacy"]
    assert [name for name in names if name in wanted] == wanted
    assert {path.stem for path in (ROOT / "docs" / "guides").glob("*.md")} <= set(names)


def test_the_guides_are_part_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["force-include"] == {"docs/guides": "instagramapi/web/guides"}


def test_html_in_markdown_is_text_and_no_link_runs_a_script() -> None:
    html = to_html("# <b>x</b>\n\n<script>alert(1)</script>\n\n[go](javascript:alert(1))")

    assert "<script" not in html
    assert "<b>" not in html
    assert "href" not in html


def test_code_can_be_copied_as_it_was_written() -> None:
    html = to_html('```json\n{"a": "<b>"}\n```\n\n```sh\necho "<i>"\n```')

    assert 'data-copy="{&#34;a&#34;: &#34;&lt;b&gt;&#34;}"' in html
    assert '<b class="j-name">&#34;a&#34;</b>' in html
    assert "<code>echo &#34;&lt;i&gt;&#34;</code>" in html
    assert "<i>" not in html


def test_links_between_guides_lead_to_their_pages() -> None:
    html = to_html("[a](billing.md) [b](guides/sandbox.md#x) [c](https://example.com/a.md)")

    assert 'href="/docs/guides/billing"' in html
    assert 'href="/docs/guides/sandbox#x"' in html
    assert 'href="https://example.com/a.md"' in html


def test_headings_are_anchors_and_code_stays_as_it_is() -> None:
    assert anchor_of("`not_found`") == "not_found"
    assert anchor_of("Before a call") == "before-a-call"
    assert anchor_of("What *it* does, and [links](x.md)") == "what-it-does-and-links"
    assert [each.heading for each in sections("# A\n\n```\n# no\n```\n\n## B\nx")] == ["", "A", "B"]


PAGES = (
    Document("/docs/guides/billing", "Guides", "# Billing\n\nCredits.\n\n## Caps\n\nPer day."),
    Document("/docs/post", "Endpoints", "# GET /v1/post\n\nOne post, with credits and caps."),
)


@pytest.mark.parametrize(
    ("question", "urls"),
    [
        ("billing", ["/docs/guides/billing"]),
        ("caps", ["/docs/guides/billing#caps", "/docs/post"]),
        ("bill", ["/docs/guides/billing"]),
        ("post credits", ["/docs/post"]),
        ("post nothing", []),
        ("  ", []),
        ("<>", []),
    ],
)
def test_search_finds_all_words_and_titles_first(question: str, urls: list[str]) -> None:
    assert [found.url for found in Search(PAGES).find(question)] == urls


def test_a_text_is_cut_around_what_was_found() -> None:
    long = Document("/docs/x", "Guides", "# Long\n\n" + "before " * 60 + "needle" + " after" * 60)

    (found,) = Search([long]).find("needle")

    assert found.excerpt.startswith("…")
    assert "needle" in found.excerpt
    assert len(found.excerpt) < 300


def test_what_is_beside_the_catalogue_has_a_page_too() -> None:
    operation = {
        "summary": "Many calls in one.",
        "x-credits": 2,
        "parameters": [{"name": "a", "in": "path", "required": True, "description": "A."}],
        "requestBody": {"content": {"application/json": {"example": {"requests": []}}}},
        "responses": {"200": {"description": "All of it.\n\nReally."}},
    }
    document = {"paths": {"/v1/batch/{a}": {"post": operation}, "/v1/post": {}}}

    (page,) = operations(document, {"/v1/post"}).values()

    assert (page.path, page.title, page.label) == ("/docs/batch", "POST /v1/batch/{a}", "/batch")
    assert "Costs 2 credits." in page.markdown
    assert "- `a` (path, required): A." in page.markdown
    assert '"requests": []' in page.markdown
    assert "- 200: All of it.\n" in page.markdown + "\n"


async def test_what_is_searched_for_is_shown_as_text(tmp_path: Path) -> None:
    async with open_pages(tmp_path) as client:
        answer = await client.get("/docs/find?q=%22%3E%3Cimg%20src%3Dx%3E", headers=HTML)

    assert "<img src=x" not in answer.text
    assert "&lt;img" in answer.text


def test_endpoints_that_are_alone_stand_together() -> None:
    found = groups(entries(CATALOGUE, openapi(CATALOGUE, "", "0")))

    assert next(iter(found)) == "profile"
    assert "resolve" in [entry.name for entry in found["more"]]
    assert sum(map(len, found.values())) == len(CATALOGUE)


def test_an_object_inside_itself_is_not_opened_again() -> None:
    schemas = {
        "A": {"properties": {"b": {"anyOf": [{"$ref": "#/s/B"}, {"type": "null"}]}}},
        "B": {"properties": {"a": {"type": "array", "items": {"$ref": "#/s/A"}}}},
    }
    (b,) = fields_in({"components": {"schemas": schemas}}, "A")

    assert (b.type, b.is_nullable, [each.name for each in b.inner]) == ("B", True, ["a"])
    assert (b.inner[0].type, b.inner[0].inner) == ("list of A", ())
    assert count((b,)) == 2


def test_json_is_coloured_and_escaped() -> None:
    html = json_code('{"a<b": "x \\" <script>", "n": -1.5, "t": null}')

    assert "<script>" not in html
    assert '<b class="j-name">&#34;a&lt;b&#34;</b>:' in html
    assert '<b class="j-number">-1.5</b>' in html
    assert '<b class="j-word">null</b>' in html
