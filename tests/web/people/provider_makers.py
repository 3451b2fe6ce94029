"""An OpenID provider on loopback, as real as its protocol."""

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey

CODE = "a code for one exchange"


@dataclass
class Provider:
    """An OpenID provider; `claims` and `document` change what it says."""

    client_id: str = "our client"
    client_secret: str = "our secret"
    url: str = ""
    now_s: float = 0
    claims: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    signing_key: ECKey | None = None
    in_pieces: bool = False
    """Whether a long answer takes several packets."""
    _asked: dict[str, str] = field(default_factory=dict)

    def consent(self, url: str) -> str:
        """Do what a visitor does at the provider: agree. Returns the way back, as a path."""
        self._asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        back = urlsplit(self._asked["redirect_uri"]).path
        return f"{back}?state={self._asked['state']}&code={CODE}"

    async def configuration(self, request: web.Request) -> web.Response:
        """Answer discovery."""
        places = {
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
        }
        return web.json_response({"issuer": self.url, **places, **self.document})

    async def keys(self, request: web.Request) -> web.StreamResponse:
        """Answer with the public key."""
        content = json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()
        answer = web.StreamResponse()
        await answer.prepare(request)
        for at in range(0, len(content), 20 if self.in_pieces else len(content)):
            await answer.write(content[at:][: 20 if self.in_pieces else None])
            # The reader gets its turn, and finds only what is there so far.
            await asyncio.sleep(0)
        return answer

    async def token(self, request: web.Request) -> web.Response:
        """Exchange the code, for this client and this verifier alone."""
        form = await request.post()
        written = f"{self.client_id}:{self.client_secret}".replace(" ", "+").encode()
        basic = f"Basic {base64.b64encode(written).decode()}"
        is_client = request.headers.get("authorization") == basic or (
            form.get("client_secret") == self.client_secret
        )
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if not is_client or form["code"] != CODE or challenge != self._asked["code_challenge"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "access", "id_token": self._id_token()})

    async def more(self, request: web.Request) -> web.Response:
        """Answer the question for more about the user."""
        assert request.headers["authorization"] == "Bearer access"
        return web.json_response(self.userinfo)

    def _id_token(self) -> str:
        claims = {
            "iss": self.url,
            "sub": "subject-1",
            "aud": self.client_id,
            "exp": int(self.now_s) + 300,
            "iat": int(self.now_s),
            "nonce": self._asked["nonce"],
            "email": "ada@example.com",
            "email_verified": True,
            "name": "Ada",
            **self.claims,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": "1"}, told, self.signing_key or self.key)


@asynccontextmanager
async def open_provider(now_s: float) -> AsyncIterator[Provider]:
    """Run an OpenID provider on a free port."""
    provider = Provider(now_s=now_s)
    application = web.Application()
    application.add_routes(
        [
            web.get("/.well-known/openid-configuration", provider.configuration),
            web.get("/keys", provider.keys),
            web.post("/token", provider.token),
            web.get("/userinfo", provider.more),
        ]
    )
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    provider.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield provider
    finally:
        await runner.cleanup()
