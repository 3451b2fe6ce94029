"""Renders templates: escapes everything, and knows how numbers, times and prices are written."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from instagramapi.kit.clock import iso
from instagramapi.web.highlight import json_code
from instagramapi.web.reference.markdown import line_to_html


class Pages:
    """The templates, with the filters and functions that they share."""

    def __init__(self, asset: Callable[[str], str], **shared: Any) -> None:
        # Scripts stay files: no template writes a script or a style, so autoescape is enough.
        self._environment = Environment(
            loader=PackageLoader("instagramapi.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(FILTERS)
        self._environment.globals.update(asset=asset, **shared)

    def render(self, template: str, **values: Any) -> str:
        """Write one page."""
        return self._environment.get_template(template).render(**values)


def grouped(number: float | None) -> str:
    """Write a number with its thousands apart; a dash for one that nobody knows."""
    return "–" if number is None else f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def credits_of(number: int) -> str:
    """Write a price or an amount of credits."""
    return "Free" if number == 0 else f"{grouped(number)} credit{'' if number == 1 else 's'}"


def moment(epoch_s: float | None, otherwise: str = "never") -> Markup:
    """Write a time for machines and, until a script puts it into the visitor's zone, in UTC."""
    if epoch_s is None:
        return Markup("<span class=muted>{}</span>").format(otherwise)
    shown = datetime.fromtimestamp(epoch_s, UTC).strftime("%d %b %Y, %H:%M UTC")
    return Markup('<time datetime="{}">{}</time>').format(iso(epoch_s), shown)


def duration(seconds: float) -> str:
    """Write a length of time in its largest fitting unit."""
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {noun}{'' if count == 1 else 's'}"
    return f"{grouped(int(seconds))} second{'' if seconds == 1 else 's'}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "grouped": grouped,
    "credits": credits_of,
    "moment": moment,
    "duration": duration,
    "json_code": json_code,
    "line": line_to_html,
}
