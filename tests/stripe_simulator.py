"""Stripe on loopback: sessions over HTTP as its API makes them, and the events that follow."""

import hashlib
import hmac
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

KEY = "sk_test_loopback"
WEBHOOK_SECRET = "whsec_loopback"

Thing = dict[str, Any]


class StripeSimulator:
    """Opens sessions, lets customers pay them, and tells what happened as signed events.

    `failure` is a status that is answered instead, `garbage` a body.
    """

    def __init__(self) -> None:
        self.sessions: dict[str, Thing] = {}
        self.success_urls: dict[str, str] = {}
        self.asked: list[str] = []
        self.failure: int | None = None
        self.garbage: bytes | None = None
        self._by_idempotency_key: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._events = itertools.count(1)
        self.application = web.Application(middlewares=[self._door])
        self.application.router.add_post("/v1/checkout/sessions", self._open)
        self.application.router.add_get("/v1/checkout/sessions/{id}", self._read)

    @web.middleware
    async def _door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        if self.garbage is not None:
            return web.Response(body=self.garbage)
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "Invalid API Key provided: ****back")
        if self.failure is not None:
            return _error(self.failure, "Something is wrong on Stripe's end.")
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _open(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        key = request.headers["idempotency-key"]
        if key not in self._by_idempotency_key:
            session = self._session(form)
            self.sessions[session["id"]] = session
            self._by_idempotency_key[key] = session["id"]
        return web.json_response(self.sessions[self._by_idempotency_key[key]])

    async def _read(self, request: web.Request) -> web.Response:
        session = self.sessions.get(request.match_info["id"])
        return web.json_response(session) if session else _error(404, "No such checkout session")

    def _session(self, form: dict[str, str]) -> Thing:
        # What we send and it does not know is an error there too.
        price = {
            name: form.pop(f"line_items[0][price_data][{name}]")
            for name in ("currency", "unit_amount", "product_data][name")
        }
        assert form.pop("line_items[0][quantity]") == "1"
        assert form.pop("payment_intent_data[metadata][payment]") == form["client_reference_id"]
        number = next(self._numbers)
        assert form.pop("cancel_url").startswith("http")
        self.success_urls[f"cs_test_{number}"] = form.pop("success_url")
        return {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "amount_total": int(price["unit_amount"]),
            "currency": price["currency"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"https://pay.invalid/c/cs_test_{number}",
            **form,
        }

    def complete(self, session_id: str, *, paid: bool = True, amount: int | None = None) -> Thing:
        """Let the customer finish; a debit is not `paid` before the bank says so."""
        session = self.sessions[session_id]
        session |= {
            "status": "complete",
            "payment_status": "paid" if paid else "unpaid",
            "payment_intent": session_id.replace("cs_test", "pi"),
        }
        if amount is not None:
            session["amount_total"] = amount
        return self.event("checkout.session.completed", session)

    def bank_says(self, session_id: str, *, paid: bool) -> Thing:
        """Let the bank answer for a debit."""
        session = self.sessions[session_id]
        if paid:
            session["payment_status"] = "paid"
        outcome = "succeeded" if paid else "failed"
        return self.event(f"checkout.session.async_payment_{outcome}", session)

    def expire(self, session_id: str) -> Thing:
        """Let the day pass in which it can be paid."""
        session = self.sessions[session_id]
        session["status"] = "expired"
        return self.event("checkout.session.expired", session)

    def refunded(self, session_id: str, sum_so_far: int) -> Thing:
        """Tell what a charge gave back in all."""
        charge = {"id": _named(session_id, "ch"), "amount_refunded": sum_so_far}
        return self.event("charge.refunded", self._of(session_id, charge))

    def refund(self, session_id: str, refund: str, amount: int, status: str) -> Thing:
        """Tell of one refund."""
        thing = {"id": refund, "amount": amount, "status": status}
        return self.event("refund.updated", self._of(session_id, thing))

    def dispute(self, session_id: str, kind: str, amount: int, status: str) -> Thing:
        """Tell of a dispute."""
        thing = {"id": _named(session_id, "dp"), "amount": amount, "status": status}
        return self.event(f"charge.dispute.{kind}", self._of(session_id, thing))

    def event(self, kind: str, thing: Thing) -> Thing:
        """Wrap a thing as it is now."""
        return {
            "id": f"evt_{next(self._events)}",
            "object": "event",
            "type": kind,
            "data": {"object": json.loads(json.dumps(thing))},
        }

    @staticmethod
    def _of(session_id: str, thing: Thing) -> Thing:
        return {**thing, "payment_intent": _named(session_id, "pi")}


def signed(event: Thing, at: float, secret: str = WEBHOOK_SECRET) -> tuple[bytes, str]:
    """Write an event as a body and the header of its signature."""
    body = json.dumps(event).encode()
    return body, signature_of(body, at, secret)


def signature_of(body: bytes, at: float, secret: str = WEBHOOK_SECRET) -> str:
    """Make the header of a body; a v0 stands beside it, as in test mode."""
    mark = hmac.new(secret.encode(), f"{int(at)}.".encode() + body, hashlib.sha256).hexdigest()
    return (
        f"t={int(at)},v1={mark},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"
    )


@asynccontextmanager
async def serve_stripe(simulator: StripeSimulator) -> AsyncIterator[str]:
    """Serve it on a free port of loopback; gives its address."""
    server = TestServer(simulator.application)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


def _named(session_id: str, prefix: str) -> str:
    return session_id.replace("cs_test", prefix)


def _error(status: int, message: str) -> web.Response:
    return web.json_response({"error": {"type": "api_error", "message": message}}, status=status)
