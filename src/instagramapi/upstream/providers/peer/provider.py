"""Asks another server of this API, whatever it gets its answers from."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Highlight, Page, Post, Profile, Story, Transcript, UserShort
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.writing import query_of
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.http import Http
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.peer.envelope import Envelope, require_answer
from instagramapi.upstream.via import HEADER, VIA

_OWNED = (Post, Story, Highlight, Transcript)


class PeerProvider(Provider):
    """Asks for every endpoint in the same way, because both servers speak the same contract."""

    name = "peer"
    # The peer has retries of its own; ours are for the way to it. Who comes again after a timeout
    # finds the answer kept there, for free.
    manners = Manners(timeout_s=12.0, attempts=2)

    def __init__(self, *, http: Http, base_url: str, key: str, node_id: str) -> None:
        """`base_url` has no `/v1`; `node_id` is what this server calls itself to others."""
        self._credits: Counter[str] = Counter()
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._node_id = node_id

    @classmethod
    def can_answer(cls, endpoint: type[Call]) -> bool:
        """Whether a provider answers it at all: what is free is about the caller's own account."""
        return endpoint.credits > 0

    async def answer(self, call: Call) -> Model:
        """Ask the peer for one call; problems are passed on as far as they concern the caller."""
        response = await self._http.get(
            self._base_url + call.path, params=dict(query_of(call)), headers=self._headers()
        )
        envelope = Envelope.of(response)
        self._credits[call.name] += envelope.credits_charged
        require_answer(response, envelope)
        return _public(_answer(call, envelope))

    @property
    def requests_billed(self) -> Mapping[str, int]:
        """What the peer charged by endpoint, in its credits; each costs `price_micros`."""
        return MappingProxyType(self._credits)

    @property
    def credits_spent(self) -> int:
        """What the peer charged since the start, in its credits."""
        return self._credits.total()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    def _headers(self) -> dict[str, str]:
        return {
            "authorization": f"Bearer {self._key}",
            "accept": "application/json",
            HEADER: ",".join((*VIA.get(), self._node_id)),
        }


def _answer(call: Call, envelope: Envelope) -> Model:
    data = {**envelope.data, **_told_beside(envelope)} if call.is_list() else envelope.data
    try:
        # A newer peer may tell more than this server knows of: that is left out, not refused.
        answer: Model = call.answer.model_validate(data, extra="ignore")
    except ValidationError as error:
        raise UpstreamError(
            f"The peer's answer is odd: {_place(error)}.", reason="shape"
        ) from error
    limit = getattr(call, "limit", None)
    if isinstance(answer, Page) and limit and len(answer.items) > limit:
        raise UpstreamError("The peer sent more than was asked for.", reason="shape")
    return answer


def _told_beside(envelope: Envelope) -> dict[str, Any]:
    meta = envelope.meta
    return {
        "next_cursor": meta.get("next_cursor"),
        "total": meta.get("total"),
        "empty_reason": envelope.empty_reason,
        "warnings": meta.get("warnings") or (),
    }


def _place(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _public(answer: Model) -> Model:
    account = answer.owner if isinstance(answer, _OWNED) else answer
    if isinstance(account, Profile | UserShort) and account.is_private:
        raise NotFound("The account is private.", reason="private")
    return answer
