"""Charts: right proportions, a table with the same figures, and nothing that is not escaped."""

import re

import pytest

from instagramapi.web.charts import Layer, legend, nice_top, sparkline, stacked_bars, twin
from instagramapi.web.pages import credits_of, duration, grouped, moment

DAYS = ("1 May", "2 May", "3 May")
LAYERS = (
    Layer("live", "live", (10, 0, 40)),
    Layer("cached", "from the cache", (10, 0, 10)),
)


def test_layers_stand_on_each_other_in_proportion() -> None:
    boxes = re.findall(r'<rect class="(\w+)".*? y="([\d.]+)".*? height="([\d.]+)"',
                       stacked_bars(DAYS, LAYERS, "Credits"))  # fmt: skip

    heights = [(kind, float(height)) for kind, _, height in boxes]
    tops = [float(y) for _, y, _ in boxes]
    assert [kind for kind, _ in heights] == ["live", "cached", "live", "cached"]
    assert heights[2][1] == pytest.approx(4 * heights[0][1], abs=0.2)
    assert tops[2] - tops[3] == pytest.approx(heights[3][1], abs=0.2)


def test_the_table_says_the_same_newest_first() -> None:
    table = twin(DAYS, LAYERS, "Credits per day")

    assert re.findall(r'scope="row">([^<]+)', table) == ["3 May", "2 May", "1 May"]
    assert re.findall(r'<td class="number">([^<]+)', table) == ["40", "10", "0", "0", "10", "10"]


def test_names_are_escaped() -> None:
    evil = Layer("live", "<script>", (1,))

    for drawn in (
        stacked_bars(["<b>"], [evil], '"><b>'),
        legend([evil]),
        twin(["<b>"], [evil], "<b>"),
    ):
        assert "<script>" not in drawn
        assert "<b>" not in drawn


def test_nothing_yet_can_be_drawn() -> None:
    assert "<rect" not in stacked_bars((), (Layer("live", "live", ()),), "Credits")
    assert 'points=""' in sparkline((), "Nothing")


def test_a_line_goes_from_edge_to_edge() -> None:
    assert 'points="0.0,26.0 60.0,14.0 120.0,2.0"' in sparkline((0, 5, 10), "Calls")


@pytest.mark.parametrize(
    ("largest", "top"), [(0, 1), (1, 1), (3, 5), (10, 10), (11, 20), (99, 100), (4_321, 5_000)]
)
def test_axes_end_at_round_numbers(largest: int, top: int) -> None:
    assert nice_top(largest) == top


def test_values_are_written_for_people() -> None:
    assert grouped(1234567) == "1\u202f234\u202f567"
    assert grouped(None) == "–"
    assert [credits_of(n) for n in (0, 1, 2)] == ["Free", "1 credit", "2 credits"]
    assert [duration(s) for s in (60, 900, 3600, 86_400, 90, 1)] == [
        "1 minute", "15 minutes", "1 hour", "1 day", "90 seconds", "1 second",
    ]  # fmt: skip
    assert moment(0) == '<time datetime="1970-01-01T00:00:00Z">01 Jan 1970, 00:00 UTC</time>'
    assert "never" in moment(None)
