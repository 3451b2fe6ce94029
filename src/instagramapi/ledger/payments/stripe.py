"""The two questions that we have for Stripe: open a checkout session, and how is it."""

import json
from typing import Any

import aiohttp

from instagramapi.ledger.payments.payment import Payment

# The version whose words `events.py` reads, whatever the operator's account is set to.
VERSION = "2026-10-28.endive"
_TIMEOUT_S = 15.0
_MAX_BODY_BYTES = 1_048_576
_CHUNK_BYTES = 65_536


class StripeFailed(Exception):  # noqa: N818 - it names a state, like the Problems
    """Stripe did not answer, or refused; the message is for the operator and holds no secret."""


class Stripe:
    """Speaks to Stripe's API over kept connections; make it on the event loop that uses it."""

    def __init__(self, key: str, *, url: str, timeout_s: float = _TIMEOUT_S) -> None:
        self._key = key
        self._url = url
        self._timeout_s = timeout_s
        self._client: aiohttp.ClientSession | None = None

    async def open_session(
        self, payment: Payment, *, email: str, paid_url: str, cancel_url: str
    ) -> dict[str, Any]:
        """Open a session in which a customer pays; asked again for a payment, it is the same."""
        form = {
            "mode": "payment",
            "client_reference_id": payment.id,
            "customer_email": email,
            "success_url": paid_url,
            "cancel_url": cancel_url,
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": payment.price.currency.lower(),
            "line_items[0][price_data][unit_amount]": str(payment.price.amount),
            "line_items[0][price_data][product_data][name]": f"{payment.credits:,} credits",
            "payment_intent_data[metadata][payment]": payment.id,
        }
        headers = {"idempotency-key": payment.id}
        return await self._ask("POST", "/v1/checkout/sessions", data=form, headers=headers)

    async def session(self, session_id: str) -> dict[str, Any]:
        """Read a session as it is now."""
        return await self._ask("GET", f"/v1/checkout/sessions/{session_id}")

    async def close(self) -> None:
        """Close the connections."""
        if self._client:
            await self._client.close()

    async def _ask(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            async with self._opened().request(
                method, self._url + path, allow_redirects=False, **content
            ) as answer:
                found = json.loads(await _body(answer))
                if answer.status == 200 and isinstance(found, dict):
                    return found
                raise StripeFailed(_refusal(answer.status, found))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # The error's text may hold the key: only its kind is passed on.
            raise StripeFailed(f"Stripe cannot be reached ({type(error).__name__}).") from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                headers={"authorization": f"Bearer {self._key}", "stripe-version": VERSION},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=True,
            )
        return self._client


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    parts = bytearray()
    async for part in answer.content.iter_chunked(_CHUNK_BYTES):
        parts += part
        if len(parts) > _MAX_BODY_BYTES:
            raise StripeFailed("Stripe's answer is too large.")
    return bytes(parts)


def _refusal(status: int, found: Any) -> str:
    error = found.get("error") if isinstance(found, dict) else None
    told = error if isinstance(error, dict) else {}
    # Its message names what was wrong, and at most the last four characters of a wrong key.
    return f"Stripe answered {status}: {told.get('message') or told.get('type') or 'no reason'}"
