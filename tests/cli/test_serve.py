"""`instagramapi serve` as a program: first start, second start, stop, and what can go wrong."""

import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from cli_makers import ENVIRONMENT, run, run_program, serve_here, serving


def ask(url: str, key: str) -> int:
    """Ask for one profile and return the status."""
    headers = {"authorization": f"Bearer {key}"}
    return httpx2.get(f"{url}/v1/profile?handle=nike", headers=headers).status_code


def test_the_first_start_shows_keys_that_work_and_the_second_shows_none(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as first:
        ready = first.ready
        statuses = [ask(first.url, ready[name]) for name in ("live_key", "test_key")]
        code = first.stop()
    with serving(tmp_path / "data") as second:
        status_later = ask(second.url, ready["live_key"])

    assert ready.keys() == {"url", "live_key", "test_key", "credits", "sign_in_url"}
    assert (statuses, code, ready["credits"]) == ([200, 200], 0, 1000)
    assert second.ready.keys() == {"url"}
    assert status_later == 200


def test_the_printed_curl_line_works_as_printed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "instagramapi", "serve", "--port", "0", "--data-dir", tmp_path],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = next(line for line in process.stdout if line.strip().startswith("curl "))
        _, url, _, header = shlex.split(line)
        name, value = header.split(": ", 1)
        answer = httpx2.get(url, headers={name: value})
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)
        process.stdout.close()

    assert answer.json()["data"]["username"] == "nike"
    assert code == 0


def test_no_key_reaches_the_log(tmp_path: Path) -> None:
    with serving(tmp_path / "data", log=tmp_path / "log") as server:
        ask(server.url, server.key)
        where = ("--data-dir", server.data_dir, "--json")
        made = run_program(
            "keys", "create", "--account", "owner@localhost", "--name", "x", *where
        ).json
        server.stop()

    log = (tmp_path / "log").read_text()
    assert '"operation": "keys.create"' in log
    assert server.key not in log
    assert made["key"] not in log


def test_commands_work_while_the_server_runs_and_take_effect_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        where = ("--data-dir", tmp_path, "--json")
        (key, _) = sorted(
            run_program("keys", "list", *where).json["keys"], key=lambda key: str(key["mode"])
        )
        before = ask(server.url, server.key)
        revoked = run_program("keys", "revoke", key["key_id"], *where)
        after = ask(server.url, server.key)
        verified = run_program("ledger", "verify", *where)

    assert (before, revoked.code, after) == (200, 0, 401)
    assert verified.json["ok"] is True


def test_a_second_server_on_the_same_data_is_refused_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        ran = run_program("serve", "--port", "0", "--data-dir", tmp_path)
        is_alive = ask(server.url, server.key) == 200

    assert ran.code == 1
    assert f"in use by process {server.process.pid}" in ran.err
    assert ran.err.count("\n") == 1
    assert is_alive


def test_a_busy_port_is_named_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = run("serve", "--port", port, "--data-dir", tmp_path / "data", "--json")

    assert ran.code == 1
    assert ran.json["error"]["code"] == "cannot_listen"
    assert port in ran.json["error"]["message"]
    assert not (tmp_path / "data").exists()


def test_a_killed_server_leaves_nothing_that_hinders_the_next(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.process.kill()
        server.process.wait()
        verified = run_program("ledger", "verify", "--data-dir", tmp_path, "--json")
    with serving(tmp_path):
        again = run_program("ledger", "verify", "--data-dir", tmp_path, "--json")

    assert verified.json["ok"] is again.json["ok"] is True


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("INSTAGRAMAPI_PORT", "many", "INSTAGRAMAPI_PORT"),
        ("INSTAGRAMAPI_PROT", "1", "Did you mean INSTAGRAMAPI_PORT"),
        ("INSTAGRAMAPI_PROVIDERS", "dmeo", "Did you mean demo"),
        ("INSTAGRAMAPI_SECRET", "short", "characters"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    words = ("serve", "--data-dir", tmp_path) + (() if "PORT" in variable else ("--port", "0"))
    ran = run_program(*words, **{variable: value})

    assert ran.code == 1
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_people_see_the_address_and_at_the_first_start_the_keys(tmp_path: Path) -> None:
    first = serve_here("--data-dir", tmp_path)
    second = serve_here("--data-dir", tmp_path)
    third = serve_here("--data-dir", tmp_path, "--json")

    assert (first.code, second.code, third.code) == (0, 0, 0)
    assert "only this once" in first.out
    assert "ig_live_" in first.out
    assert "serves on http://127.0.0.1:" in second.out
    assert "ig_" not in second.out.replace(str(tmp_path), "")
    assert third.json.keys() == {"url"}
