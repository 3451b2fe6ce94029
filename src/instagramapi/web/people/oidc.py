"""OpenID Connect: sends a visitor to a provider, and checks what comes back.

Authorization code with PKCE, state and nonce. Nothing is cached: sign-ins are rare, and a
provider may change its keys at any time.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import aiohttp
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from instagramapi.accounts.people.joining import Identity
from instagramapi.kit.clock import Clock

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_MAX_BYTES = 1_048_576
# Clocks differ; a token is told to live for minutes.
_LEEWAY_S = 120
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class OidcFailed(Exception):  # noqa: N818 - it names a state, like the Problems
    """The provider did not vouch for anybody; the message is for the log, not for the visitor."""


@dataclass(frozen=True, slots=True)
class Client:
    """How this server is known at one provider."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is kept, for one sign-in, until the visitor comes back."""

    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Asked":
        """Make two random texts of 256 bits each."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32))


class OpenId:
    """Speaks with one provider."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def url(self, state: str, asked: Asked, *, anew: bool = False) -> str:
        """Write the address at which the provider asks the visitor; raises OidcFailed.

        With `anew` it asks also whom it knows already.
        """
        async with _session() as session:
            provider = await self._discover(session)
        digest = hashlib.sha256(asked.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._client.redirect_uri,
            "scope": "openid email profile",
            "state": state,
            "nonce": asked.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        if anew:
            query |= {"prompt": "login", "max_age": "0"}
        place = self._place(provider, "authorization_endpoint")
        return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"

    async def identity(
        self, code: str, asked: Asked, *, asked_since_s: float | None = None
    ) -> Identity:
        """Exchange the code that the visitor brought for who they are; raises OidcFailed.

        With `asked_since_s`, the provider must say that it asked them after that time.
        """
        async with _session() as session:
            provider = await self._discover(session)
            tokens = await self._exchange(session, provider, code, asked)
            keys = await _get(session, self._place(provider, "jwks_uri"))
            claims = self._claims(str(tokens.get("id_token", "")), keys, asked)
            if asked_since_s is not None:
                _require_asked(claims.get("auth_time"), asked_since_s)
            if "email" not in claims and "userinfo_endpoint" in provider:
                claims = await self._more(session, provider, tokens, claims)
        email = str(claims.get("email", ""))
        if "@" not in email:
            raise OidcFailed("the provider told no e-mail address")
        return Identity(
            self._client.issuer,
            str(claims["sub"]),
            email.lower(),
            claims.get("email_verified") in (True, "true"),
            str(claims["name"]) if claims.get("name") else None,
        )

    async def _discover(self, session: aiohttp.ClientSession) -> dict[str, Any]:
        issuer = self._client.issuer
        found = await _get(session, f"{issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != issuer:
            raise OidcFailed(f"{issuer} calls itself {found.get('issuer')!r}")
        return found

    async def _exchange(
        self, session: aiohttp.ClientSession, provider: dict[str, Any], code: str, asked: Asked
    ) -> dict[str, Any]:
        client = self._client
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": asked.verifier,
        }
        place = self._place(provider, "token_endpoint")
        methods = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in methods:
            basic = {"authorization": _basic(client.client_id, client.client_secret)}
            return await _ask(session, "POST", place, data=form, headers=basic)
        form |= {"client_id": client.client_id, "client_secret": client.client_secret}
        return await _ask(session, "POST", place, data=form)

    async def _more(
        self,
        session: aiohttp.ClientSession,
        provider: dict[str, Any],
        tokens: dict[str, Any],
        claims: dict[str, Any],
    ) -> dict[str, Any]:
        bearer = {"authorization": f"Bearer {tokens.get('access_token', '')}"}
        place = self._place(provider, "userinfo_endpoint")
        told = await _ask(session, "GET", place, headers=bearer)
        if told.get("sub") != claims["sub"]:
            raise OidcFailed("the provider told of somebody else")
        return {**told, **claims}

    def _claims(self, token: str, keys: dict[str, Any], asked: Asked) -> dict[str, Any]:
        try:
            key_set = KeySet.import_key_set(keys)  # type: ignore[arg-type]
            claims = jwt.decode(token, key_set, algorithms=_ALGORITHMS).claims
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OidcFailed(f"the token is not one: {error}") from error
        wrong = next((name for name, is_right in self._checks(claims, asked) if not is_right), None)
        if wrong:
            raise OidcFailed(f"the token has another {wrong}")
        return claims

    def _checks(self, claims: dict[str, Any], asked: Asked) -> tuple[tuple[str, bool], ...]:
        client, now_s = self._client, self._clock.epoch_s()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        ends_s, begins_s = claims.get("exp"), claims.get("iat")
        return (
            ("issuer", str(claims.get("iss", "")).rstrip("/") == client.issuer),
            ("subject", bool(claims.get("sub"))),
            ("audience", client.client_id in audiences),
            ("party", claims.get("azp", client.client_id) == client.client_id),
            ("nonce", secrets.compare_digest(str(claims.get("nonce", "")), asked.nonce)),
            ("end", isinstance(ends_s, int | float) and now_s < ends_s + _LEEWAY_S),
            ("beginning", isinstance(begins_s, int | float) and begins_s < now_s + _LEEWAY_S),
        )

    def _place(self, provider: dict[str, Any], name: str) -> str:
        place = str(provider.get(name, ""))
        parts = urlsplit(place)
        is_local = urlsplit(self._client.issuer).hostname in _LOOPBACK
        if parts.scheme == "https" or (is_local and parts.hostname in _LOOPBACK):
            return place
        raise OidcFailed(f"the provider's {name} is not https")


def _require_asked(auth_time: Any, since_s: float) -> None:
    if not isinstance(auth_time, int | float) or auth_time < since_s - _LEEWAY_S:
        raise OidcFailed("the provider did not ask anew")


def _basic(client_id: str, client_secret: str) -> str:
    # Both are form-encoded first (RFC 6749, 2.3.1), which matters where they hold a colon.
    said = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
    return "Basic " + base64.b64encode(said.encode()).decode()


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=_TIMEOUT, headers={"accept": "application/json"})


async def _get(session: aiohttp.ClientSession, url: str) -> dict[str, Any]:
    return await _ask(session, "GET", url)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    # One read gives what has arrived so far, which of a long list of keys is its beginning.
    content = bytearray()
    async for part in answer.content.iter_chunked(65_536):
        content += part
        if len(content) > _MAX_BYTES:
            raise OidcFailed(f"{answer.url.origin()} answered too much")
    return bytes(content)


async def _ask(
    session: aiohttp.ClientSession, method: str, url: str, **options: Any
) -> dict[str, Any]:
    try:
        async with session.request(method, url, allow_redirects=False, **options) as answer:
            told = json.loads(await _body(answer))
    except (TimeoutError, aiohttp.ClientError, ValueError) as error:
        raise OidcFailed(f"{url} gave no answer: {error}") from error
    if answer.status != 200 or not isinstance(told, dict):
        raise OidcFailed(f"{url} answered {answer.status}")
    return told
