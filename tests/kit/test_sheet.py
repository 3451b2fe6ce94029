import csv
import io

import pytest

from instagramapi.kit.sheet import csv_lines


def test_lines_end_as_the_standard_says_and_nothing_is_an_empty_cell() -> None:
    assert csv_lines([("a", "b"), (1, None), ('say "x"', "1,2\n3")]) == (
        'a,b\r\n1,\r\n"say ""x""","1,2\n3"\r\n'
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1"])
def test_no_text_is_a_formula_and_every_text_can_be_read_back(text: str) -> None:
    (read,) = next(csv.reader(io.StringIO(csv_lines([[text]]), newline="")))

    assert read == f"'{text}"


@pytest.mark.parametrize("cell", [-1, "'", "plain", "1-1"])
def test_numbers_and_harmless_texts_stay_as_they_are(cell: str | int) -> None:
    assert csv_lines([[cell]]) == f"{cell}\r\n"
