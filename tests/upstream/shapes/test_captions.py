"""Files of captions, in both ways to write them."""

import pytest

from instagramapi.upstream.shapes.captions import transcript
from instagramapi.upstream.shapes.reading import ShapeError

SUBRIP = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nFirst we knead.\r\n\r\n"
    "2\r\n00:00:02,500 --> 01:00:04,000\r\n<i>Then</i> we\r\nwait.\r\n"
)
WEBVTT = """WEBVTT - from the oven

NOTE nobody reads this

00:01.000 --> 00:02.500 align:start position:0%
First we knead.

name of a line
00:02.500 --> 01:00:04.000
<v Tilda>Then</v> we
wait.

00:05.000 --> 00:06.000

"""


@pytest.mark.parametrize("written", [SUBRIP, WEBVTT])
def test_lines_with_their_times(written: str) -> None:
    found = transcript(written, post_id="5", language="en")

    assert [(line.start, line.end, line.text) for line in found.segments or ()] == [
        (1.0, 2.5, "First we knead."),
        (2.5, 3604.0, "Then we wait."),
    ]
    assert found.text == "First we knead. Then we wait."
    assert (found.post_id, found.language, found.is_generated) == ("5", "en", None)


@pytest.mark.parametrize("written", ["", "WEBVTT", "{}", "1\n00:00:01 --> 00:00:02\nHello"])
def test_what_is_no_captions(written: str) -> None:
    with pytest.raises(ShapeError):
        transcript(written, post_id="5")
