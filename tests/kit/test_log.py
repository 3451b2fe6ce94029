import json
import subprocess
import sys
from typing import Any

import pytest

SAY = """
import logging, structlog
from instagramapi.kit.log import configure_log
configure_log()
log = structlog.get_logger()
{}
"""


def logged(code: str) -> list[dict[str, Any]]:
    """Run code in a process of its own: a log is configured once for all."""
    done = subprocess.run(
        [sys.executable, "-c", SAY.format(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("log.info('répondu', status=200)", "info"),
        ("log.error('répondu', status=200)", "error"),
    ],
)
def test_a_word_is_one_json_object_on_standard_error(code: str, level: str) -> None:
    (line,) = logged(code)

    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "répondu", "level": level, "status": 200}


def test_what_matters_to_nobody_is_not_logged() -> None:
    assert logged("log.debug('quiet'); logging.getLogger('library').info('quiet')") == []


def test_libraries_log_in_the_same_form() -> None:
    (line,) = logged("logging.getLogger('library').warning('it is %s', 'late')")

    assert (line["event"], line["level"]) == ("it is late", "warning")


def test_an_exception_is_logged_without_its_variables() -> None:
    code = """
secret = 'canary' + '-key'
try:
    1 / len(secret[:0])
except ZeroDivisionError:
    log.exception('internal_error')
    logging.getLogger('library').exception('internal_error')
"""

    lines = logged(code)

    assert [line["event"] for line in lines] == ["internal_error"] * 2
    for line in lines:
        assert "ZeroDivisionError" in line["exception"]
        assert "canary-key" not in line["exception"]
