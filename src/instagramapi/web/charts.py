"""Charts as SVG, drawn on the server; beside each goes a table with the same figures.

Colours are classes, so that the style sheet decides them and no chart needs an inline style.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from instagramapi.web.pages import grouped

_WIDTH, _HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 4, 10, 24
_PLOT_WIDTH = _WIDTH - _LEFT - _RIGHT
_PLOT_HEIGHT = _HEIGHT - _TOP - _BOTTOM


@dataclass(frozen=True, slots=True)
class Layer:
    """One part of every bar: its class in the style sheet, its name, a value for each day."""

    kind: str
    name: str
    values: tuple[int, ...]


def stacked_bars(days: Sequence[str], layers: Sequence[Layer], about: str) -> Markup:
    """Draw a bar for each day, its layers on top of each other; the last day is at the right."""
    totals = [sum(values) for values in zip(*(layer.values for layer in layers), strict=True)]
    top = nice_top(max(totals, default=0))
    parts = [_grid(top)]
    parts += [_bar(at, day, layers, top, len(days)) for at, day in enumerate(days)]
    parts.append(_day_names(days))
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDTH, _HEIGHT, about, Markup("").join(parts))


def legend(layers: Sequence[Layer]) -> Markup:
    """Name the colours."""
    line = Markup('<span><i class="swatch-{}"></i>{}</span>')
    names = Markup("").join(line.format(layer.kind, layer.name) for layer in layers)
    return Markup('<p class="legend">{}</p>').format(names)


def twin(days: Sequence[str], layers: Sequence[Layer], caption: str) -> Markup:
    """Write the figures of a chart as a table, for who cannot see it and for who wants to copy."""
    head = Markup("").join(
        Markup('<th scope="col" class="number">{}</th>').format(layer.name) for layer in layers
    )
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            day,
            Markup("").join(
                Markup('<td class="number">{}</td>').format(grouped(layer.values[at]))
                for layer in layers
            ),
        )
        for at, day in reversed(list(enumerate(days)))
    )
    return Markup(
        '<details class="twin"><summary>The same as a table</summary>'
        '<div class="table-box" tabindex="0" role="region" aria-label="{0}"><table class="table">'
        '<caption class="sr-only">{0}</caption><thead><tr><th scope="col">Day</th>{1}</tr></thead>'
        "<tbody>{2}</tbody></table></div></details>"
    ).format(caption, head, rows)


def sparkline(values: Sequence[float], about: str) -> Markup:
    """Draw a small line without axes."""
    width, height = 120, 28
    top = max(values, default=0) or 1
    step = width / max(1, len(values) - 1)
    points = " ".join(
        f"{at * step:.1f},{height - 2 - (height - 4) * value / top:.1f}"
        for at, value in enumerate(values)
    )
    return Markup(
        '<svg class="chart spark" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'preserveAspectRatio="none"><polyline class="line" points="{}"/></svg>'
    ).format(width, height, about, points)


def nice_top(largest: float) -> int:
    """Round up to a number that an axis can end with: 1, 2, 5 or 10 times a power of ten."""
    if largest <= 1:
        return 1
    power = 10 ** floor(log10(largest))
    return int(next(step * power for step in (1, 2, 5, 10) if step * power >= largest))


def _grid(top: int) -> Markup:
    lines = []
    for part in (0, 1, 2) if top > 1 else (0, 2):
        y = _TOP + _PLOT_HEIGHT * (2 - part) / 2
        lines.append(
            Markup(
                '<line class="grid" x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>'
                '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(_LEFT, _WIDTH - _RIGHT, _LEFT - 8, y + 4, grouped(ceil(top * part / 2)), y=y)
        )
    return Markup("").join(lines)


def _bar(at: int, day: str, layers: Sequence[Layer], top: int, days: int) -> Markup:
    step = _PLOT_WIDTH / days
    width = max(1.0, step * 0.72)
    x = _LEFT + at * step + (step - width) / 2
    y = float(_TOP + _PLOT_HEIGHT)
    boxes = []
    for layer in layers:
        height = _PLOT_HEIGHT * layer.values[at] / top
        y -= height
        if height:
            boxes.append(
                Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
                .format(layer.kind, x, y, width, height)
            )  # fmt: skip
    words = ", ".join(f"{grouped(layer.values[at])} {layer.name}" for layer in layers)
    return Markup("<g><title>{}: {}</title>{}</g>").format(day, words, Markup("").join(boxes))


def _day_names(days: Sequence[str]) -> Markup:
    """Name the first, the middle and the last day; more would run into each other."""
    if not days:
        return Markup("")
    step = _PLOT_WIDTH / len(days)
    shown = sorted({0, len(days) // 2, len(days) - 1})
    anchors = {0: "start", len(days) - 1: "end"}
    text = Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>')
    return Markup("").join(
        text.format(
            _LEFT + at * step + {"start": 0.0, "end": step}.get(anchors.get(at, ""), step / 2),
            _HEIGHT - 6,
            anchors.get(at, "middle"),
            days[at],
        )
        for at in shown
    )
