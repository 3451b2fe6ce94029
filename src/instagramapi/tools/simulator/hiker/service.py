"""HikerAPI: `/v1` in its own flat shapes, some of `/v2` in Instagram's; a key in the header."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.errors import BadParameter, NotFound, Problem, RateLimited
from instagramapi.tools.simulator.exchange import Answer, Asked
from instagramapi.tools.simulator.hiker.accounts import Accounts
from instagramapi.tools.simulator.hiker.added import Added
from instagramapi.tools.simulator.hiker.current import Current
from instagramapi.tools.simulator.hiker.errors import ERRORS, refusal
from instagramapi.tools.simulator.hiker.media import Media
from instagramapi.tools.simulator.world import World

Handler = Callable[[Mapping[str, str]], Awaitable[Any]]


class Hiker:
    """Stands for api.hikerapi.com; any key is good but `wrong`, `empty` has no money left."""

    name = "hiker"
    faults: Mapping[str, str] = {
        name: f"{error.status}: {error.detail}" for name, error in ERRORS.items()
    }

    def __init__(self, world: World) -> None:
        self.endpoints: Mapping[str, Handler] = {
            **Accounts(world).endpoints,
            **Media(world).endpoints,
            **Current(world).endpoints,
            **Added(world).endpoints,
        }

    def claims(self, path: str) -> bool:
        return path.startswith(("/v1/", "/v2/", "/a1/", "/a2/", "/gql/", "/sys/"))

    def endpoint(self, asked: Asked) -> str:
        return asked.path.rstrip("/")

    async def answer(self, asked: Asked) -> Answer:
        handler = self.endpoints.get(self.endpoint(asked))
        key = asked.headers.get("x-access-key", "") or asked.query.get("access_key", "")
        if key in ("", "wrong"):
            return refusal("unauthorized")
        if key == "empty":
            return refusal("payment_required")
        if handler is None:
            # Of a path it says less than of a subject: its framework knows no `exc_type`.
            return Answer({"detail": "Not Found"}, status=404)
        if asked.method != "GET":
            return refusal("method_not_allowed")
        return await _answer(handler, asked)

    def fail(self, fault: str, asked: Asked, given: Mapping[str, Any]) -> Answer:
        return refusal(fault)


async def _answer(handler: Handler, asked: Asked) -> Answer:
    try:
        return Answer(await handler(asked.query), media_type="application/json")
    except KeyError as missing:
        return refusal("unprocessable", field=str(missing.args[0]))
    except NotFound as answer:
        is_user = "/user/" in asked.path
        absent = "user_not_found" if is_user else "media_not_found"
        return refusal("private" if answer.reason == "private" else absent)
    except (ValueError, BadParameter):
        return refusal("bad_arguments")
    except Problem as problem:
        return refusal("too_many" if isinstance(problem, RateLimited) else "server_error")
