"""`instagramapi simulate` as a program: what it prints, and a port that is taken."""

import json
import signal
import socket
import subprocess
import sys

import httpx2
from cli_makers import ENVIRONMENT, run


def test_it_prints_where_the_upstreams_are_and_ends_with_ctrl_c() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "instagramapi", "simulate", "--port", "0", "--json"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    url = json.loads(process.stdout.readline())["url"]
    answer = httpx2.get(f"{url}/_sim/faults")
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=30)

    assert answer.json()["rules"] == []
    assert (process.returncode, rest, errors) == (0, "", "")


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("simulate", "--port", str(taken.getsockname()[1]))

    assert ran.code == 1
    assert "Choose another with --port" in ran.err
