"""Draws the pictures of the demo world: small SVGs made from their name alone."""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import NamedTuple

from instagramapi.upstream.providers.demo.dice import Dice

_NAME = re.compile(
    r"(?P<kind>avatar|post|story|highlight|audio|tag)-(?P<subject>[a-z0-9._]{1,40})"
    r"-(?P<width>[1-9][0-9]{1,3})x(?P<height>[1-9][0-9]{1,3})"
)
_VIDEO_NAME = re.compile(r"(post|story|audio)-[0-9.]{1,40}")
_LARGEST_PIXELS = 2160


class _Canvas(NamedTuple):
    width: int
    height: int
    dice: Dice
    hue: int

    def colour(self, turn: int, lightness: int) -> str:
        """A colour that is some degrees away from the picture's own."""
        return f"hsl({(self.hue + turn) % 360} 70% {lightness}%)"


def draw(name: str) -> bytes | None:
    """The SVG for a name such as `avatar-nike-150x150`; None if it is no picture's name."""
    match = _NAME.fullmatch(name)
    if not match:
        return None
    width, height = int(match["width"]), int(match["height"])
    if max(width, height) > _LARGEST_PIXELS:
        return None
    # The size is no part of the seed: a small avatar and a large one show the same.
    dice = Dice("picture", match["kind"], match["subject"])
    canvas = _Canvas(width, height, dice, dice.below(360))
    scene = _avatar(canvas, match["subject"]) if match["kind"] == "avatar" else _scene(canvas)
    return _svg(canvas, scene).encode()


def video(name: str) -> bytes | None:
    """The MP4 for a name such as `post-1`, two seconds long; None if it is no video's name."""
    return _clip() if _VIDEO_NAME.fullmatch(name) else None


@cache
def _clip() -> bytes:
    return resources.files(__package__).joinpath("clip.mp4").read_bytes()


def _svg(canvas: _Canvas, scene: str) -> str:
    size = f'width="{canvas.width}" height="{canvas.height}"'
    angle = canvas.dice.below(360)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {canvas.width} {canvas.height}" role="img">'
        f'<defs><linearGradient id="g" gradientTransform="rotate({angle} .5 .5)">'
        f'<stop stop-color="{canvas.colour(0, 58)}"/>'
        f'<stop offset="1" stop-color="{canvas.colour(60, 42)}"/>'
        f'</linearGradient></defs><rect {size} fill="url(#g)"/>{scene}</svg>'
    )


def _avatar(canvas: _Canvas, handle: str) -> str:
    letters = "".join(part[0] for part in re.split(r"[._0-9]+", handle) if part)[:2]
    glow = _circle(canvas, (70, 20), 60, colour=canvas.colour(30, 75))
    middle = f'x="50%" y="50%" dy=".35em" font-size="{canvas.height * 2 // 5}"'
    return (
        f'{glow}<text {middle} text-anchor="middle" font-family="system-ui,sans-serif" '
        f'font-weight="600" fill="#fff">{(letters or handle[0]).upper()}</text>'
    )


def _scene(canvas: _Canvas) -> str:
    motifs: tuple[Callable[[_Canvas], str], ...] = (_hills, _bubbles, _sun, _tiles)
    return canvas.dice.pick(motifs)(canvas)


def _circle(canvas: _Canvas, at: tuple[int, int], radius: int, *, colour: str) -> str:
    """A translucent circle; place and radius are percentages of the picture."""
    shorter = min(canvas.width, canvas.height)
    return (
        f'<circle cx="{at[0]}%" cy="{at[1]}%" r="{shorter * radius // 100}" '
        f'fill="{colour}" fill-opacity=".45"/>'
    )


def _bubbles(canvas: _Canvas) -> str:
    dice = canvas.dice
    return "".join(
        _circle(
            canvas,
            (dice.below(100), dice.below(100)),
            8 + dice.below(30),
            colour=canvas.colour(dice.below(120), 70),
        )
        for _ in range(7)
    )


def _sun(canvas: _Canvas) -> str:
    rings = (44, 34, 24)
    centre = (30 + canvas.dice.below(40), 35 + canvas.dice.below(30))
    return "".join(_circle(canvas, centre, r, colour=canvas.colour(r, 78)) for r in rings)


def _hills(canvas: _Canvas) -> str:
    width, height, dice = canvas.width, canvas.height, canvas.dice
    sun = _circle(canvas, (20 + dice.below(60), 25), 12, colour="#fff")
    paths = []
    for layer in range(4):
        top = height * (45 + layer * 13) // 100
        rise = [dice.below(height // 6) - height // 12 for _ in range(3)]
        paths.append(
            f'<path d="M0 {top + rise[0]}Q{width // 4} {top - height // 8 + rise[1]} '
            f"{width // 2} {top}T{width} {top + rise[2]}V{height}H0Z"
            f'" fill="{canvas.colour(60 + layer * 12, 38 - layer * 8)}"/>'
        )
    return sun + "".join(paths)


def _tiles(canvas: _Canvas) -> str:
    dice, side = canvas.dice, min(canvas.width, canvas.height) // 4
    return "".join(
        f'<rect x="{dice.below(4) * canvas.width // 4}" y="{dice.below(4) * canvas.height // 4}" '
        f'width="{side}" height="{side}" rx="{side // 8}" '
        f'fill="{canvas.colour(dice.below(180), 65)}" fill-opacity=".6"/>'
        for _ in range(8)
    )
