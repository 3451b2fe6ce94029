"""The simulator as an ASGI application: finds the upstream, lets it answer, spoils the answer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from instagramapi.catalog.post import GetPost, GetPostTranscript
from instagramapi.catalog.subjects import post_by_id
from instagramapi.kit.clock import Clock
from instagramapi.tools.simulator.carriage import CARRIAGES, SILENT, TRANSPORT, Carriage, Carrier
from instagramapi.tools.simulator.control import PREFIX, Control
from instagramapi.tools.simulator.exchange import Answer, Asked, Page, Upstream, read_form
from instagramapi.tools.simulator.faults import Faults, Rule
from instagramapi.tools.simulator.graph.service import Graph
from instagramapi.tools.simulator.hiker.service import Hiker
from instagramapi.tools.simulator.journal import Journal
from instagramapi.tools.simulator.numbers import dated
from instagramapi.tools.simulator.render import captions
from instagramapi.tools.simulator.spoiling import BODIES, SHAPES, reshape, spoil
from instagramapi.tools.simulator.web import pages
from instagramapi.tools.simulator.web.service import Web
from instagramapi.tools.simulator.world import World
from instagramapi.upstream.providers.demo import pictures

_MEDIA = "/demo/"


class App:
    """All upstreams on one address; the path says which is asked."""

    def __init__(self, *, clock: Clock, public_url: str) -> None:
        self._clock = clock
        self._world = world = World(clock=clock, public_url=public_url)
        # Web comes last: it claims what is left.
        self._upstreams: Sequence[Upstream] = (Graph(world), Hiker(world), Web(world))
        self.faults = Faults(self._upstreams, clock)
        self.journal = Journal()
        self._control = Control(self.faults, self.journal)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        asked = _read(request, body, self._clock.epoch_s())
        carrier = Carrier(receive, send, scope.get(TRANSPORT))
        if asked.path.startswith(PREFIX):
            raw = _json(body)
            await _bring(carrier, self._control.answer(asked, raw), [], self._clock)
        elif asked.path.startswith(_MEDIA):
            made = await self._made(asked.path.removeprefix(_MEDIA))
            await _bring(carrier, made, [], self._clock)
        else:
            await self._simulate(asked, carrier)

    async def _made(self, path: str) -> Answer:
        folder, _, name = path.partition("/")
        if folder != "captions":
            return _drawn(path)
        try:
            subject = post_by_id(name.removesuffix(".srt"))
        except ValueError:
            return Answer(b"", 404)
        spoken = await self._world.find(GetPostTranscript(post=subject))
        if spoken is None:
            return Answer(b"", 404)
        length_s = (await self._world.ask(GetPost(post=subject))).video_duration or 0.0
        return Answer(captions.subrip(spoken, length_s).encode(), media_type="text/plain")

    async def _simulate(self, asked: Asked, carrier: Carrier) -> None:
        upstream = next(one for one in self._upstreams if one.claims(asked.path))
        endpoint = upstream.endpoint(asked)
        rules = self.faults.firing(upstream, endpoint, asked)
        entry = self.journal.note(
            at_s=asked.at_s,
            upstream=upstream.name,
            endpoint=endpoint,
            method=asked.method,
            path=asked.path,
            query=dict(asked.query),
            form=dict(asked.form),
            headers=dict(asked.headers),
            faults=[rule.fault for rule in rules],
        )
        answer = await self.answer(upstream, asked, rules)
        is_silent = any(rule.fault in SILENT for rule in rules)
        entry.status = None if is_silent else answer.status
        await _bring(carrier, answer, rules, self._clock)

    async def answer(self, upstream: Upstream, asked: Asked, rules: list[Rule]) -> Answer:
        """What the upstream says, or what a rule makes it say."""
        instead = next((rule for rule in rules if rule.fault in upstream.faults), None)
        if instead:
            answer = upstream.fail(instead.fault, asked, instead.given)
        else:
            answer = await upstream.answer(asked)
        for rule in rules:
            if rule.fault in SHAPES:
                answer = reshape(answer, rule.fault, rule.given)
        return answer


async def _bring(carrier: Carrier, answer: Answer, rules: list[Rule], clock: Clock) -> None:
    body = dated(_encoded(answer), clock.epoch_s())
    for rule in rules:
        if rule.fault in BODIES:
            answer, body = spoil(answer, body, rule.fault)
    headers = {
        "content-type": answer.media_type,
        "content-length": str(len(body)),
        **answer.headers,
    }
    head = {
        "type": "http.response.start",
        "status": answer.status,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    ways = [Carriage(rule.fault, rule.given) for rule in rules if rule.fault in CARRIAGES]
    await carrier.bring(head, body, ways)


def _encoded(answer: Answer) -> bytes:
    if isinstance(answer.body, bytes):
        return answer.body
    if isinstance(answer.body, Page):
        return pages.html(answer.body).encode()
    if isinstance(answer.body, str) and not answer.media_type.startswith("application/json"):
        return answer.body.encode()
    return (answer.prefix + json.dumps(answer.body, separators=(",", ":"))).encode()


def _read(request: Request, body: bytes, at_s: float) -> Asked:
    headers = {name.lower(): value for name, value in request.headers.items()}
    asked = Asked(
        request.method,
        request.url.path,
        query=dict(request.query_params),
        headers=headers,
        at_s=at_s,
    )
    if request.method != "POST" or asked.path.startswith(PREFIX):
        return asked
    return replace(asked, form=read_form(body, headers.get("content-type", "")))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return None


def _drawn(path: str) -> Answer:
    folder, _, name = path.partition("/")
    if folder == "pictures":
        drawn = pictures.draw(name.removesuffix(".svg"))
        return Answer(drawn or b"", 200 if drawn else 404, media_type="image/svg+xml")
    drawn = pictures.video(name.removesuffix(".mp4"))
    return Answer(drawn or b"", 200 if drawn else 404, media_type="video/mp4")
