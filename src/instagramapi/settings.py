"""Every knob of the server: name, type, default, meaning; the settings page is made from it."""

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from instagramapi.kit.rate import RateLimit

PREFIX = "INSTAGRAMAPI_"
CONFIG = PREFIX + "CONFIG"
# Variables of the same family that are no settings of the server.
_FOREIGN = frozenset({CONFIG, PREFIX + "KEY", PREFIX + "URL", PREFIX + "RECORDINGS"})
_DAY_S = 86_400


class WrongSetting(Exception):  # noqa: N818 - it names a state, like the Problems
    """A setting cannot be used; the message is one line that names it."""


def _list(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _web_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", url):
        raise ValueError("it must start with http:// or https://, like https://api.example.com")
    return url.rstrip("/")


def _readable_rate(text: str) -> str:
    RateLimit.parse(text)
    return text


def _slow_enough(seconds: float) -> float:
    if seconds != 0 and not 1 <= seconds <= _DAY_S:
        raise ValueError(f"it must be 0, which is off, or from 1 to {_DAY_S} seconds")
    return seconds


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


Table = Annotated[dict[str, dict[str, float]], BeforeValidator(_from_json)]
Words = Annotated[dict[str, str], BeforeValidator(_from_json)]
Names = Annotated[tuple[str, ...], BeforeValidator(_list)]


class OidcProvider(BaseModel):
    """An OpenID provider at which users may sign in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: Annotated[str, AfterValidator(_web_address)]
    client_id: str
    client_secret: SecretStr


OidcProviders = Annotated[dict[str, OidcProvider], BeforeValidator(_from_json)]


class Settings(BaseModel):
    """The server's settings; each is an environment variable or a line of the config file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    data_dir: Path = Path("data")
    """Folder of the database, the server's secret and the administrative socket."""
    host: str = "127.0.0.1"
    """Address to listen on; 0.0.0.0 is every one of this machine."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes a free one."""
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Address at which callers reach this server; by default `http://HOST:PORT`."""
    providers: Names = ("demo",)
    """Providers in order of preference: `demo`, `archive`, `graph`, `web`, `hiker`, `peer`."""
    hiker_key: SecretStr | None = None
    """Access key of HikerAPI, for the provider `hiker`; set its price with `manners`."""
    hiker_url: Annotated[str, AfterValidator(_web_address)] = "https://api.hikerapi.com"
    """Where HikerAPI is."""
    graph_token: SecretStr | None = None
    """Access token of Meta's Graph API, for the provider `graph`."""
    graph_user_id: str | None = None
    """Meta's number (`1784…`) of your own professional account, for the provider `graph`."""
    graph_version: Annotated[str, Field(pattern=r"^v[0-9]+\.[0-9]+$")] = "v26.0"
    """Version of the Graph API that is asked for."""
    graph_url: Annotated[str, AfterValidator(_web_address)] = "https://graph.facebook.com"
    """Where the Graph API is."""
    web_url: Annotated[str, AfterValidator(_web_address)] = "https://www.instagram.com"
    """Where the logged-out web is, for the provider `web`."""
    web_ids: Words = Field(default_factory=dict)
    """Numbers of the web's queries, as a TOML table or JSON; see docs/guides/web-ids.md."""
    web_user_agent: str | None = None
    """How the provider `web` calls itself; by default `instagramapi/` and its version."""
    web_enrich: bool = False
    """Whether `web` asks for each post of a list by itself, for counts and times: 12 times more."""
    routes: str = ""
    """Order of providers per endpoint, like `profile=graph:3,web:1;*=web`; a weight draws lots."""
    manners: Table = Field(default_factory=dict)
    """Bounds per provider, as a TOML table or JSON, like `{"web": {"per_minute": 3}}`."""
    max_in_flight: Annotated[int, Field(ge=1)] = 2_000
    """Calls that may wait for providers at the same time; one more is a 503, free."""
    peer_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Address of another server of this API, without `/v1`, for the provider `peer`."""
    peer_key: SecretStr | None = None
    """A live key of that server, for the provider `peer`."""
    canary_every_s: Annotated[float, AfterValidator(_slow_enough)] = 0.0
    """Seconds between two questions that the server asks the live providers by itself, one endpoint
    after the other, to see how they are; nobody pays for them here. 0 is off."""
    rate_limit: Annotated[str, AfterValidator(_readable_rate)] = "none"
    """Limit of each key that has none of its own, like `60/minute`; `none` is no limit."""
    billing_cached: Literal["free", "full"] = "free"
    """What an answer from the cache costs: nothing, or the endpoint's price."""
    deadline_s: Annotated[float, Field(gt=0, le=300)] = 25.0
    """Seconds until a call that no provider answers is a 504."""
    stale_for_s: Annotated[float, Field(ge=0, le=31_536_000)] = 86_400.0
    """Age in seconds up to which an old copy may stand in when every provider fails."""
    cache_bytes: Annotated[int, Field(ge=0)] = 163_577_856
    """Memory for cached answers, in bytes."""
    retention_s: Annotated[float, Field(gt=0, le=31_536_000)] = 604_800.0
    """Age in seconds at which a cached answer is dropped, whoever would still accept it."""
    media_token_s: Annotated[int, Field(ge=60, le=2_592_000)] = 86_400
    """Seconds that a link of `media=proxy` works; never longer than the link that it stands for."""
    media_bytes: Annotated[int, Field(ge=1)] = 67_108_864
    """Largest picture or video that is handed on, in bytes."""
    media_hosts: Names = ()
    """More hosts of media: domains, or whole origins to trust, like `http://127.0.0.1:9900`."""
    secret: SecretStr | None = None
    """The server's secret, at least 32 characters; by default `secret.key` in the data folder."""
    contact: Annotated[str, Field(pattern=r"^(mailto:|https://)\S+$")] | None = None
    """Where to report a vulnerability, as `mailto:…` or `https://…`, for `security.txt`; by default
    the page on privacy."""
    metrics_token: SecretStr | None = None
    """Bearer token for `/metrics`; without it that page is off."""
    trusted_proxies: Names = ()
    """Addresses of reverse proxies whose `x-forwarded-for` is believed."""
    fast_door: bool = True
    """Whether plain calls are answered where they are parsed; off, all go through ASGI."""
    access_log: bool = True
    """Whether each request is a line in the log."""
    log_subjects: bool = False
    """Whether the log and the request log name the accounts asked about, or only their hash."""
    log_retention_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    """Days that the request log keeps each request; its sums by day stay for ever."""
    credit_packs: Names = ()
    """Credits for sale, each with its price: `1000=10.00 EUR,10000=80.00 EUR`."""
    stripe_key: SecretStr | None = None
    """Secret key of Stripe, with which credit packs are sold by card; see docs/guides/topups.md."""
    stripe_webhook_secret: SecretStr | None = None
    """Signing secret of Stripe's webhook to `/webhooks/stripe`."""
    stripe_url: Annotated[str, AfterValidator(_web_address)] = "https://api.stripe.com"
    """Where Stripe's API is."""
    welcome_credits: Annotated[int, Field(ge=0, le=1_000_000_000)] = 1000
    """Credits of the account that the first start makes."""
    sign_up: Literal["open", "invitation", "closed"] = "invitation"
    """Who may become a user: anybody with an address, who is invited, or whom the operator adds."""
    trial_credits: Annotated[int, Field(ge=0, le=1_000_000)] = 100
    """Credits of an account that somebody opened by `sign_up` `open`, once for each address."""
    smtp_host: str | None = None
    """Mail server; without one, nobody gets mail, and no page offers it."""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    """Port of the mail server."""
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    """How the way to the mail server is protected; `none` is for one on this machine."""
    smtp_user: str | None = None
    """Name to sign in with at the mail server."""
    smtp_password: SecretStr | None = None
    """Password to sign in with at the mail server."""
    mail_from: str = "instagramapi <instagramapi@localhost>"
    """Sender of this server's mail."""
    oidc: OidcProviders = Field(default_factory=dict)
    """OpenID providers, as a TOML table or JSON, like `{"Example": {"issuer":
    "https://id.example.com", "client_id": "…", "client_secret": "…"}}`; the name is on the button.
    """

    @property
    def url(self) -> str:
        """Where callers reach this server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


def read_settings(environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """Read the settings; the command line wins over the environment, that over the file.

    Raises WrongSetting for a name that is no setting and for a value that cannot be.
    """
    from_file = _from_file(environment.get(CONFIG))
    from_environment = _from_environment(environment)
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**{**from_file, **from_environment, **given})
    except ValidationError as error:
        raise WrongSetting(_one_line(error)) from None


def masked(settings: Settings) -> dict[str, Any]:
    """Return the effective values as JSON can hold them; secrets are shown as `**********`."""
    return settings.model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as its documentation shows it."""

    variable: str
    type: str
    default: str
    about: str


def described() -> tuple[Described, ...]:
    """List every setting with its meaning, in the order of the class."""
    schema = Settings.model_json_schema()["properties"]
    return tuple(
        Described(
            variable=PREFIX + name.upper(),
            type=_words_of(schema[name]),
            default=_default_of(field.get_default(call_default_factory=True)),
            about=" ".join((field.description or "").split()),
        )
        for name, field in Settings.model_fields.items()
    )


def _words_of(schema: Mapping[str, Any]) -> str:
    options = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    first = options[0]
    if "enum" in first:
        return " or ".join(f"`{word}`" for word in first["enum"])
    kinds = {
        "array": "comma list",
        "boolean": "`true` or `false`",
        "integer": "whole number",
        "object": "table",
        "string": "secret text" if first.get("format") == "password" else "text",
    }
    kind = str(first.get("type", "text"))
    return kinds.get(kind, kind)


def _default_of(default: Any) -> str:
    if default is None or default in ("", (), {}):
        return "none"
    if isinstance(default, tuple):
        default = ",".join(default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for variable, value in environment.items():
        if variable.startswith(PREFIX) and variable not in _FOREIGN:
            name = variable.removeprefix(PREFIX).lower()
            _require_known(name, variable, lambda near: f"{PREFIX}{near.upper()}")
            found[name] = value
    return found


def _from_file(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        values = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WrongSetting(f"{CONFIG}={path} cannot be read: {error}") from error
    for name in values:
        _require_known(name, f"{name} in {path}", str)
    return values


def _require_known(name: str, written: str, write: Callable[[str], str]) -> None:
    if name not in Settings.model_fields:
        near = get_close_matches(name, Settings.model_fields, n=1)
        hint = f" Did you mean {write(near[0])}?" if near else ""
        raise WrongSetting(f"{written} is not a setting.{hint}")


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])
    message = first["msg"].removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()} cannot be used: {message}"
