"""Whom this server does not serve: put on the list, take off it, erase what is kept."""

from starlette.responses import Response

from instagramapi.admin.failure import Failure
from instagramapi.web.operator.operating import operate
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit

_PATH = "/operator/suppression"
_DONE = {
    "suppress": "The account is not served any more.",
    "erase": "The account is not served any more, and its copies are removed.",
    "lift": "The account is served again, if it was on the list.",
}


async def show_suppression(visit: Visit) -> Response:
    """Show how many are on the list, which is all that it can tell, and the forms."""
    return _page(visit)


async def change_suppression(visit: Visit) -> Response:
    """Do what the pressed button says to the account that was named."""
    form = await visit.form()
    action, kind, value = (str(form.get(name, "")) for name in ("action", "kind", "value"))
    if action not in _DONE or kind not in ("handle", "id"):
        return _page(visit, Failure("wrong_usage", "Choose what to do, and say handle or id."))
    try:
        arguments = {"kind": kind, "value": value.strip()}
        await operate(visit, f"privacy.{action}", arguments)
    except Failure as failure:
        return _page(visit, failure, kind, value)
    return visit.go(_PATH, done=_DONE[action])


def _page(
    visit: Visit, failure: Failure | None = None, kind: str = "", value: str = ""
) -> Response:
    return visit.render(
        "operator/suppression.html",
        422 if failure else 200,
        entries=len(visit.site.service.suppression),
        failure=failure,
        kind=kind,
        value=value,
    )


ROUTES = (
    Route(path=_PATH, page=show_suppression, access=OPERATOR),
    Route(path=_PATH, method="POST", page=change_suppression, access=OPERATOR, steps_up=True),
)
