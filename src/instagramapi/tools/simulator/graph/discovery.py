"""Business discovery: another professional account and its posts; and the card of a post."""

from typing import Any

from instagramapi.catalog.models import Post, Profile
from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef, account_by_handle, post_by_url
from instagramapi.tools.simulator.exchange import Asked
from instagramapi.tools.simulator.graph.errors import ERRORS
from instagramapi.tools.simulator.graph.fields import Field, read_fields, select
from instagramapi.tools.simulator.graph.refused import Refused
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import graph as render
from instagramapi.tools.simulator.render.hiker import embed
from instagramapi.tools.simulator.world import World

USUAL_LIMIT = 25
MAX_LIMIT = 50
_OPERATOR = {"username": "operator", "name": "The operator's account"}


class Discovery:
    """Answers about accounts; personal ones are as unknown as those that do not exist."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def account(self, asked: Asked, node: str) -> dict[str, Any]:
        """The operator's own node, and through it other accounts."""
        if not (node.isdecimal() and len(node) == 17):
            raise invisible(node)
        answer: dict[str, Any] = {}
        for wanted in read_fields(asked.query.get("fields", "id")):
            if wanted.name == "business_discovery":
                answer["business_discovery"] = await self._discover(wanted)
            elif wanted.name in _OPERATOR:
                answer[wanted.name] = _OPERATOR[wanted.name]
            elif wanted.name != "id":
                raise unknown_field(wanted.name, "IGUser")
        return {**answer, "id": node}

    async def _discover(self, wanted: Field) -> dict[str, Any]:
        owner = await self._professional(wanted.given.get("username", ""))
        facebook_id = self._world.facebook_ids.of_account(owner.id)
        whole = render.account(owner, facebook_id)
        for one in wanted.below:
            _check_account_field(one, whole)
        media = wanted.wants("media")
        if media:
            whole["media"] = await self._media(owner, media, facebook_id)
        return select(whole, wanted.below)

    async def _professional(self, handle: str) -> Profile:
        try:
            account = account_by_handle(handle)
        except ValueError:
            raise Refused(ERRORS["no_such_user"]) from None
        owner = await self._world.find(GetProfile(account=account))
        if owner is None or not owner.is_professional:
            raise Refused(ERRORS["no_such_user"])
        return owner

    async def _media(self, owner: Profile, wanted: Field, facebook_id: str) -> dict[str, Any]:
        limit, position = read_window(wanted.given)
        page = await self._world.ask(
            ListProfilePosts(account=AccountRef(id=owner.id), cursor=position, limit=limit)
        )
        items = [_media_of(one, wanted, facebook_id) for one in page.items]
        return {"data": items, **paging(position, page.next_cursor)}

    async def oembed(self, asked: Asked, node: str) -> dict[str, Any]:
        """The card of a post; name, picture and size are not told since 2025-11."""
        try:
            subject = post_by_url(asked.query.get("url", ""))
        except ValueError:
            raise Refused(ERRORS["invalid_parameter"]) from None
        post = await self._world.find(GetPost(post=subject))
        if post is None:
            raise Refused(ERRORS["not_to_be_found"])
        whole = {
            "version": "1.0",
            "provider_name": "Instagram",
            "provider_url": "https://www.instagram.com/",
            "type": "rich",
            "width": int(asked.query.get("maxwidth", 658)),
            "html": embed(post),
        }
        names = asked.query.get("fields")
        return {name: whole[name] for name in names.split(",") if name in whole} if names else whole

    async def mentioned(self, asked: Asked, node: str) -> dict[str, Any]:
        """Nothing in the demo world mentions the operator."""
        raise Refused(ERRORS["not_to_be_found"])

    async def tagged(self, asked: Asked, node: str) -> dict[str, Any]:
        """Nothing in the demo world is tagged with the operator."""
        return {"data": []}


def _media_of(post: Post, wanted: Field, facebook_id: str) -> dict[str, Any]:
    whole = render.media(post, facebook_id)
    for one in wanted.below:
        if one.name not in whole and one.name != "children":
            raise unknown_field(one.name, "IGMedia")
    return select(whole, wanted.below)


def _check_account_field(wanted: Field, whole: dict[str, Any]) -> None:
    if wanted.name == "stories":
        raise Refused(ERRORS["permission"])
    if wanted.name == "live_media":
        raise Refused(ERRORS["live_media"])
    if wanted.name not in whole and wanted.name != "media":
        raise unknown_field(wanted.name, "IGUser")


def unknown_field(name: str, kind: str) -> Refused:
    """Say that a node has no such field."""
    message = f"(#100) Tried accessing nonexisting field ({name}) on node type ({kind})"
    return Refused(ERRORS["invalid_parameter"], message)


def invisible(node: str) -> Refused:
    """Say that there is no such node, or that it cannot be seen."""
    error = ERRORS["invisible"]
    return Refused(error, error.message.replace("'0'", f"'{node}'"))


def read_window(given: Any) -> tuple[int, str | None]:
    """Read how many are wanted and from where; more than 50 are cut to 50."""
    try:
        limit = int(given.get("limit", USUAL_LIMIT))
        position = opened(given.get("after"))
        back = opened(given.get("before"))
    except ValueError:
        raise Refused(ERRORS["invalid_parameter"]) from None
    limit = max(1, min(limit, MAX_LIMIT))
    if back:
        start = max(0, int(back.removeprefix("at")) - limit)
        position = f"at{start}" if start else None
    return limit, position


def paging(position: str | None, next_position: str | None) -> dict[str, Any]:
    """Tell where a list goes on; nested lists have cursors only, no address."""
    cursors = {"before": sealed(position), "after": sealed(next_position)}
    told = {name: cursor for name, cursor in cursors.items() if cursor}
    return {"paging": {"cursors": told}} if told else {}
