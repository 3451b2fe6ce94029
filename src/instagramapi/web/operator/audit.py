"""The audit log of the whole server: who changed what, from where, when."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from instagramapi.accounts.people.audit import Note
from instagramapi.accounts.people.users import User
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit

_PATH = "/operator/audit"
_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One note, and the user who did it, where they still exist."""

    note: Note
    user: User | None


async def show_audit(visit: Visit) -> Response:
    """List the changes of every account, or of one, the newest first."""
    query = visit.request.query_params
    account, before = query.get("account", ""), query.get("before", "")
    people = visit.site.service.people
    notes = people.audit.latest(
        account or None,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        limit=_A_PAGE + 1,
    )
    shown = notes[:_A_PAGE]
    more = {"account": account, "before": shown[-1].sequence} if notes[_A_PAGE:] else {}
    return visit.render(
        "operator/audit.html",
        lines=[Line(note, people.users.by_id(note.actor.id or "")) for note in shown],
        account=account,
        older=f"{_PATH}?{urlencode(more)}" if more else "",
        newest=_PATH if before else "",
    )


ROUTES = (Route(path=_PATH, page=show_audit, access=OPERATOR),)
