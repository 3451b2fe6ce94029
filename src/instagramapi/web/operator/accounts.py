"""The accounts of this server: find one, open one, give it credits."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from instagramapi.accounts.accounts import Account
from instagramapi.admin.failure import Failure
from instagramapi.errors import BadParameter
from instagramapi.web.operator.operating import operate
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit

_PATH = "/operator/accounts"
_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One account with what it has."""

    account: Account
    balance: int


async def show_accounts(visit: Visit) -> Response:
    """List the accounts, or those whose address, name or id contains what is looked for."""
    query = visit.request.query_params
    return await _list(visit, query.get("q", ""), after=query.get("after", ""))


async def create_account(visit: Visit) -> Response:
    """Open an account; a wrong form is shown again with what is wrong."""
    form = await visit.form()
    wanted = {name: str(form.get(name, "")).strip() for name in ("email", "name", "credits")}
    try:
        amount = whole(wanted["credits"] or "0", "credits")
        arguments = {"email": wanted["email"], "name": wanted["name"] or None, "credits": amount}
        done = await operate(visit, "accounts.create", arguments)
    except Failure as failure:
        return await _list(visit, "", failure=failure, wanted=wanted)
    return visit.go(f"{_PATH}/{done['account_id']}", done=f"{done['email']} has an account now.")


async def show_account(visit: Visit) -> Response:
    """Show one account with its keys, and the form of a grant."""
    return await _one(visit, _account(visit))


async def grant_credits(visit: Visit) -> Response:
    """Give an account credits; the same reference twice is one grant."""
    account, form = _account(visit), await visit.form()
    wanted = {name: str(form.get(name, "")).strip() for name in ("amount", "reason", "reference")}
    arguments: dict[str, Any] = {
        "account": account.id,
        "reason": wanted["reason"],
        "reference": wanted["reference"] or None,
    }
    try:
        arguments["amount"] = whole(wanted["amount"], "amount")
        done = await operate(visit, "credits.grant", arguments)
    except Failure as failure:
        return await _one(visit, account, failure=failure, wanted=wanted)
    return visit.go(f"{_PATH}/{account.id}", done=f"The balance is {done['balance']:,} credits.")


def whole(written: str, param: str) -> int:
    """Read a whole number as people write it, or raise Failure."""
    digits = "".join(written.split()).replace(",", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20):
        raise Failure("missing_parameter", "This is a whole number of credits, like 1000.", param)
    return int(digits)


async def _list(
    visit: Visit,
    text: str,
    *,
    after: str = "",
    failure: Failure | None = None,
    wanted: dict[str, str] | None = None,
) -> Response:
    service = visit.site.service
    found = service.accounts.search(text, after=after, limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    older = f"{_PATH}?{urlencode({'q': text, 'after': shown[-1].id})}" if found[_A_PAGE:] else ""
    return visit.render(
        "operator/accounts.html",
        422 if failure else 200,
        lines=[Line(each, await service.ledger.balance(each.id)) for each in shown],
        text=text,
        older=older,
        failure=failure,
        wanted=wanted or {},
    )


async def _one(
    visit: Visit,
    account: Account,
    *,
    failure: Failure | None = None,
    wanted: dict[str, str] | None = None,
) -> Response:
    service = visit.site.service
    return visit.render(
        "operator/account.html",
        422 if failure else 200,
        account=account,
        balance=await service.ledger.balance(account.id),
        keys=await service.keys.list(account.id),
        now_s=service.clock.epoch_s(),
        failure=failure,
        wanted=wanted or {},
    )


def _account(visit: Visit) -> Account:
    try:
        return visit.site.service.accounts.find(visit.request.path_params["account_id"])
    except BadParameter as unknown:
        raise HTTPException(404) from unknown


ROUTES = (
    Route(path=_PATH, page=show_accounts, access=OPERATOR),
    Route(path=_PATH, method="POST", page=create_account, access=OPERATOR, steps_up=True),
    Route(path=f"{_PATH}/{{account_id}}", page=show_account, access=OPERATOR),
    Route(
        path=f"{_PATH}/{{account_id}}/grant",
        method="POST",
        page=grant_credits,
        access=OPERATOR,
        steps_up=True,
    ),
)
