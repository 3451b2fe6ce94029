"""What `/openapi.json` promises, attacked by schemathesis: every answer is documented there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Server, open_accounts, read_rows, serving, setting, violations

_CONFIG = Path(__file__).with_name("schemathesis.toml")
_EXAMPLES_IN_CI = 8
# §3 of the contract: these and everything from 500 on are free, and so is what nobody queried.
_FREE = """
SELECT request_id, status, code, reason, cache, credits_charged FROM usage
WHERE credits_charged <> 0 AND (status NOT IN (200, 404) OR cache <> 'miss' OR NOT queried)
"""
_BILLED = "SELECT count(*) FROM usage WHERE credits_charged > 0"


def fuzz(server: Server, *headers: str) -> None:
    """Run all phases of schemathesis; what it finds is the message of the failure."""
    examples = setting("INSTAGRAMAPI_FUZZ", _EXAMPLES_IN_CI)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(_CONFIG)),
        *("run", f"http://127.0.0.1:{server.port}/openapi.json"),
        *("--phases", "examples,coverage,fuzzing,stateful", "--checks", "all"),
        # Which of several parameters are needed cannot be said in OpenAPI: "exactly one of
        # `handle` and `id`", or what a cursor is; so a valid document is not always a question.
        *("--exclude-checks", "positive_data_acceptance"),
        *("--max-examples", str(examples), "--continue-on-failure", "--no-color"),
        *(part for header in headers for part in ("--header", header)),
    ]
    # In CI the same cases every time: what is new is for `make fuzz` to find.
    is_in_ci = examples == _EXAMPLES_IN_CI
    command += ["--generation-deterministic"] if is_in_ci else ["--generation-database", "none"]
    found = subprocess.run(
        command, cwd=server.data_dir, env={**os.environ, "COLUMNS": "200"}, capture_output=True
    )
    lines = (found.stdout + found.stderr).decode().splitlines()
    assert found.returncode == 0, "\n".join(line[:400] for line in lines if line.strip())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_every_answer_to_a_live_key_is_documented_and_billed_by_the_table(folder: Path) -> None:
    (payer,) = open_accounts(folder)
    with serving(folder, "--provider", "demo", "--deadline-s", "5") as server:
        fuzz(server, f"Authorization: Bearer {payer.secret}")
    assert read_rows(folder, _FREE) == []
    assert read_rows(folder, _BILLED)[0][0] > 0
    assert violations(folder) == ()


def test_every_answer_to_a_test_key_is_documented_and_free(folder: Path) -> None:
    (payer,) = open_accounts(folder, mode="test")
    # This one goes the long way: tests/api/test_fast_door.py holds both against each other.
    with serving(folder, "--provider", "demo", "--deadline-s", "5", "--asgi-only") as server:
        fuzz(server, f"Authorization: Bearer {payer.secret}")
    assert read_rows(folder, _BILLED) == [(0,)]
    assert violations(folder) == ()


def test_every_answer_without_a_key_is_documented_and_free(folder: Path) -> None:
    open_accounts(folder)
    with serving(folder, "--provider", "demo", "--deadline-s", "5") as server:
        fuzz(server)
    assert read_rows(folder, "SELECT * FROM usage") == []
    assert violations(folder) == ()
