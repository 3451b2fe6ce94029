"""The samples of every endpoint are run as they are printed, against a server over loopback."""

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from instagramapi.api.openapi import openapi
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.web.reference.documents import guides
from instagramapi.web.reference.entry import entries
from instagramapi.web.reference.quickstart import FIELDS, for_reader, quickstart
from instagramapi.web.reference.samples import Ask, samples
from makers import Api, open_server

pytestmark = pytest.mark.anyio

BIN = Path(sys.executable).parent


async def run(api: Api, *command: str, text: str = "") -> str:
    """Run a program as a reader would, and return what it prints."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": path, "HOME": "/tmp"},
    )
    out, error = await asyncio.wait_for(process.communicate(text.encode()), 60)
    assert process.returncode == 0, error.decode()
    return out.decode()


def asks(api: Api, language: str) -> list[str]:
    """Write the sample of every endpoint whose example can be answered."""
    written = []
    for entry in entries(CATALOGUE, openapi(CATALOGUE, "", "0")):
        endpoint = entry.endpoint
        if endpoint.path_parameter:
            continue
        ask = Ask(
            api.service.settings.url, endpoint.path, endpoint.name, endpoint.example, api.test
        )
        written.append(dict(samples(ask))[language])
    return written


async def test_curl(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        script = "\n".join(
            text.replace("curl ", "curl -sS --fail ", 1) for text in asks(api, "curl")
        )
        out = await run(api, "bash", "-e", text=script)

    assert out.count('"meta":{') == out.count('{"data":') >= len(CATALOGUE) - 3


async def test_python(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        out = await run(api, sys.executable, "-", text="\n".join(asks(api, "Python")))

    assert out.count("0 credits charged") >= len(CATALOGUE) - 3


async def test_the_command_line(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        first = asks(api, "CLI")[0]
        out = await run(api, "bash", "-e", text=first)

    assert json.loads(out)["username"] == "nike"


async def test_the_samples_of_the_guides(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        server = api.service.settings.url
        texts = [quickstart(server, api.test)]
        texts += [for_reader(each.markdown, server, api.test) for each in guides(())]
        shell = re.findall(r"```sh\n(.*?)```", "\n".join(texts), re.DOTALL)
        python = re.findall(r"```python\n(.*?)```", "\n".join(texts), re.DOTALL)
        answers = [json.loads(await run(api, "bash", text=each)) for each in shell]
        ours = [each for each in python if server in each]
        printed = [await run(api, sys.executable, "-", text=each) for each in ours]

    assert [answer.get("error", {}).get("reason") for answer in answers].count("private") == 2
    assert all("meta" in answer for answer in answers)
    assert set(answers[0]["data"]) == set(FIELDS)
    assert printed == ["137\n", "200 0\n200 0\n"]


@pytest.mark.skipif(not shutil.which("node"), reason="a reader's JavaScript needs node")
async def test_javascript(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        blocks = "".join(f"{{\n{text}\n}}\n" for text in asks(api, "JavaScript"))
        out = await run(api, "node", "--input-type=module", "-", text=blocks)

    assert out.count("0 credits charged") >= len(CATALOGUE) - 3


@pytest.mark.skipif(not shutil.which("php"), reason="a reader's PHP needs php")
async def test_php(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        out = await run(api, "php", text=asks(api, "PHP")[0])

    assert "[username] => nike" in out


@pytest.mark.skipif(not shutil.which("go"), reason="a reader's Go needs go")
async def test_go(tmp_path: Path) -> None:
    async with open_server(tmp_path) as api:
        (tmp_path / "main.go").write_text(asks(api, "Go")[0])
        cache = f"GOCACHE={tmp_path / 'cache'}"
        out = await run(api, "env", cache, "go", "run", str(tmp_path / "main.go"))

    assert "0 credits charged" in out


def test_values_are_written_for_their_language() -> None:
    odd = {"q": 'it\'s "$(x)" & <b>', "id": "a/b"}
    ask = Ask("http://h", "/v1/x/{id}", "x", odd, "ig_test_1", method="POST")

    url = urlsplit(ask.url)
    assert url.path == "/v1/x/a%2Fb"
    assert url.query == "q=it%27s+%22%24%28x%29%22+%26+%3Cb%3E"
    assert "-X POST" in dict(samples(ask))["curl"]
    assert "--q 'it'\"'\"'s \"$(x)\" & <b>'" in dict(samples(ask))["CLI"]
