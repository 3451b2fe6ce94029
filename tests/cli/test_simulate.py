"""`instagramapi simulate` as a program: it plays the upstreams until it is stopped."""

import json
import signal
import socket
import subprocess
import sys

import httpx2
from cli_makers import ENVIRONMENT, run


def test_the_upstreams_answer_until_ctrl_c() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "instagramapi", "simulate", "--port", "0", "--json"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        url = json.loads(process.stdout.readline())["url"]
        page = httpx2.get(f"{url}/nike/")
        log = httpx2.get(f"{url}/_sim/log").json()
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert page.status_code == 200
    assert [request["endpoint"] for request in log["requests"]] == ["profile_page"]
    assert (process.returncode, errors) == (0, "")


def test_a_taken_port_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("simulate", "--port", str(taken.getsockname()[1]), "--json")

    assert ran.code == 1 and '"cannot_listen"' in ran.err + ran.out
