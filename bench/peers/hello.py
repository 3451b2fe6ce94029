"""The least that uvicorn can do: a raw ASGI application that sends one ready answer."""

import json
import os
from pathlib import Path

_answer = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text("utf-8"))
_BODY = _answer["body"].encode()
_HEADERS = [(name.encode(), value.encode()) for name, value in _answer["headers"]]
_HEADERS.append((b"content-length", b"%d" % len(_BODY)))


async def app(scope, receive, send):  # type: ignore[no-untyped-def]
    """Send the answer to whoever asks."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _BODY})
