"""The team of an account: members, roles, invitations, and what each of them did."""

from starlette.responses import Response

from instagramapi.accounts.people.audit import Note
from instagramapi.accounts.people.rights import WHAT_ROLES_ARE, Right, Role, may_make
from instagramapi.accounts.people.throttle import Count
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.errors import BadParameter, Problem
from instagramapi.web.people.entering import field_of, link, mail, signed_in
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

_PAGE = "/app/team"
_NOTES = 50
_INVITATIONS_FREE = 20


async def show(visit: Visit) -> Response:
    """Show the members and what is open."""
    return _team(visit)


async def rename(visit: Visit) -> Response:
    """Call the account something else."""
    who, service = signed_in(visit), visit.site.service
    try:
        await service.accounts.rename(who.account_id, await field_of(visit, "name"))
    except Problem as problem:
        return visit.go(_PAGE, failed=problem.message)
    await service.people.audit.note(
        who.actor, "account.rename", who.account_id, account_id=who.account_id
    )
    return visit.go(_PAGE, done="The account has its new name.")


async def invite(visit: Visit) -> Response:
    """Invite somebody; the link is mailed, or shown once to be handed over."""
    who, service = signed_in(visit), visit.site.service
    email = await field_of(visit, "email")
    try:
        # Whoever may invite must not mail the world by it.
        service.people.throttle.attempt(Count(f"invite {who.user.id}", _INVITATIONS_FREE))
        ticket = await service.joining.invite(who, email, await _role(visit))
    except Problem as problem:
        return _team(visit, problem.status, error=problem.message, email=email)
    url = link(visit, "/join", ticket)
    if not service.people.has_mail:
        return _team(visit, invited=email, url=url)
    about = f"{who.name} invites you to join them at instagramapi. The link works for a week:"
    mail(visit, email.strip(), f"{who.name} invites you", about, url)
    return visit.go(_PAGE, done=f"A mail with the invitation is on its way to {email}.")


async def withdraw(visit: Visit) -> Response:
    """Take an invitation back."""
    who, people = signed_in(visit), visit.site.service.people
    if not await people.tickets.withdraw(await field_of(visit, "invitation"), who.account_id):
        return visit.go(_PAGE, failed="That invitation is not open any more.")
    await people.audit.note(who.actor, "member.uninvite", account_id=who.account_id)
    return visit.go(_PAGE, done="The invitation is withdrawn.")


async def change_role(visit: Visit) -> Response:
    """Give a member another role."""
    who, people = signed_in(visit), visit.site.service.people
    user_id = await field_of(visit, "member")
    try:
        role = await _role(visit)
        _require(visit, user_id, role)
        await people.members.change_role(who.account_id, user_id, role)
    except Problem as problem:
        return visit.go(_PAGE, failed=problem.message)
    await people.audit.note(
        who.actor, "member.change_role", user_id, account_id=who.account_id, role=role
    )
    return visit.go(_PAGE, done="The role is changed.")


async def remove(visit: Visit) -> Response:
    """Take a member out of the account."""
    who, people = signed_in(visit), visit.site.service.people
    user_id = await field_of(visit, "member")
    try:
        _require(visit, user_id, None)
        await people.members.remove(who.account_id, user_id)
    except Problem as problem:
        return visit.go(_PAGE, failed=problem.message)
    await people.audit.note(who.actor, "member.remove", user_id, account_id=who.account_id)
    return visit.go(_PAGE, done="They are out, from this moment on.")


async def show_audit(visit: Visit) -> Response:
    """Show what was changed in the account, newest first."""
    who, people = signed_in(visit), visit.site.service.people
    before = visit.request.query_params.get("before", "")
    notes = people.audit.latest(
        who.account_id,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        limit=_NOTES + 1,
    )
    older = f"/app/team/audit?before={notes[_NOTES - 1].sequence}" if len(notes) > _NOTES else ""
    return visit.render(
        "people/audit.html", notes=notes[:_NOTES], names=names_of(visit, notes), older=older
    )


def names_of(visit: Visit, notes: tuple[Note, ...]) -> dict[str, str]:
    """Name the users among actors and targets; who is gone stays an id."""
    ids = {note.actor.id for note in notes} | {note.target for note in notes}
    users = (visit.site.service.people.users.by_id(each) for each in ids if each)
    return {user.id: user.email for user in users if user}


def _team(visit: Visit, status: int = 200, **values: str) -> Response:
    who, people = signed_in(visit), visit.site.service.people
    shown = {"error": "", "email": "", "invited": "", "url": "", **values}
    givable = [role for role in Role if who.role and may_make(who.role, role)]
    return visit.render(
        "people/team.html",
        status,
        account=visit.site.service.accounts.find(who.account_id),
        members=people.members.of_account(who.account_id),
        invitations=people.tickets.of_account(who.account_id, Purpose.INVITATION),
        roles=[(role.value, role.replace("_", " "), WHAT_ROLES_ARE[role]) for role in Role],
        givable=givable,
        choices=[(role.value, role.replace("_", " ")) for role in givable],
        has_mail=people.has_mail,
        **shown,
    )


async def _role(visit: Visit) -> Role:
    try:
        return Role(await field_of(visit, "role"))
    except ValueError as error:
        raise BadParameter("There is no such role.", param="role") from error


def _require(visit: Visit, user_id: str, role: Role | None) -> None:
    """Raise unless the visitor may change this member: only owners change owners."""
    who, people = signed_in(visit), visit.site.service.people
    now = people.members.role_of(who.account_id, user_id)
    for each in (now, role):
        if each and not (who.role and may_make(who.role, each)):
            raise BadParameter("Only an owner changes owners.", param="role")


_READ, _WRITE = having(Right.TEAM_READ), having(Right.TEAM_WRITE)
ROUTES = (
    Route(path=_PAGE, page=show, access=_READ),
    Route(path="/app/team/name", page=rename, access=having(Right.ACCOUNT_WRITE), method="POST"),
    Route(path="/app/team/invite", page=invite, access=_WRITE, method="POST", steps_up=True),
    Route(path="/app/team/withdraw", page=withdraw, access=_WRITE, method="POST"),
    Route(path="/app/team/role", page=change_role, access=_WRITE, method="POST", steps_up=True),
    Route(path="/app/team/remove", page=remove, access=_WRITE, method="POST", steps_up=True),
    Route(path="/app/team/audit", page=show_audit, access=having(Right.AUDIT_READ)),
)
