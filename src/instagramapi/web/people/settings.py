"""A user's own settings: profile, password, app, passkeys, recovery codes, devices."""

import io

import segno
from starlette.responses import Response

from instagramapi.accounts.accounts import clean_email
from instagramapi.accounts.people.signing import LINKS
from instagramapi.accounts.people.throttle import Count
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.accounts.terms import MAX_NAME_LENGTH
from instagramapi.errors import Problem
from instagramapi.web.people.agents import device_name
from instagramapi.web.people.cookies import SESSION, keep
from instagramapi.web.people.entering import field_of, link, mail, signed_in
from instagramapi.web.routes import SIGNED_IN, PageFunction, Route
from instagramapi.web.visit import Visit

PAGE = "/app/settings"
# Each sends a mail to whoever is named.
_ADDRESSES_FREE = 5


async def show(visit: Visit) -> Response:
    """Show all of it on one page."""
    return _settings(visit)


async def change_profile(visit: Visit) -> Response:
    """Change the name, and the address: at once, or when its mail was answered."""
    who, people = signed_in(visit), visit.site.service.people
    email = (await field_of(visit, "email")).strip().lower()
    try:
        await people.users.rename(who.user.id, (await field_of(visit, "name"))[:MAX_NAME_LENGTH])
    except Problem as problem:
        return _settings(visit, problem.status, {"profile": problem.message})
    if email == who.user.email:
        return visit.go(PAGE, done="Saved.")
    if not who.is_stepped_up:
        return visit.go(f"/step-up?next={PAGE}", failed="Confirm that it is you, then try again.")
    return await _change_email(visit, email)


async def show_address(visit: Visit) -> Response:
    """Ask for one click to prove a new address."""
    ticket = visit.request.query_params.get("ticket", "")
    found = visit.site.service.people.tickets.look(ticket, Purpose.ADDRESS)
    if found is None:
        return visit.go(PAGE, failed="This link was used already, or is too old.")
    return visit.render("people/address.html", ticket=ticket, email=found.content["email"])


async def prove_address(visit: Visit) -> Response:
    """Take the new address."""
    who, people = signed_in(visit), visit.site.service.people
    used = await people.tickets.use(await field_of(visit, "ticket"), Purpose.ADDRESS)
    if used is None or used.user_id != who.user.id:
        return visit.go(PAGE, failed="This link was used already, or is not yours.")
    try:
        await people.users.change_email(who.user.id, used.content["email"], is_verified=True)
    except Problem as problem:
        return visit.go(PAGE, failed=problem.message)
    await people.audit.note(who.actor, "user.change_email", who.user.id)
    _tell(visit, "e-mail address")
    return visit.go(PAGE, done="Your address is changed.")


async def set_password(visit: Visit) -> Response:
    """Set a password; every other device is signed out."""
    who, people = signed_in(visit), visit.site.service.people
    try:
        await people.passwords.set(who.user, await field_of(visit, "password"))
    except Problem as problem:
        return _settings(visit, problem.status, {"password": problem.message})
    await people.audit.note(who.actor, "password.set", who.user.id)
    return await _stronger(visit, "password", "Your password is set; other devices are out.")


async def start_totp(visit: Visit) -> Response:
    """Show the secret of a new authenticator app."""
    who, people = signed_in(visit), visit.site.service.people
    salt = people.totp.new_salt()
    ticket = await people.tickets.issue(Purpose.TOTP, user_id=who.user.id, salt=salt)
    return _totp(visit, ticket, salt, "")


async def confirm_totp(visit: Visit) -> Response:
    """Turn codes on, when the first one is right."""
    who, people = signed_in(visit), visit.site.service.people
    ticket = await field_of(visit, "ticket")
    found = people.tickets.look(ticket, Purpose.TOTP)
    if found is None or found.user_id != who.user.id:
        return visit.go(PAGE, failed="That took too long. Start again.")
    salt = found.content["salt"]
    if not await people.totp.enable(who.user, salt, await field_of(visit, "code")):
        return _totp(visit, ticket, salt, "That code is not right. Is the clock of the app right?")
    await people.tickets.use(ticket, Purpose.TOTP)
    await people.audit.note(who.actor, "totp.on", who.user.id)
    codes = await people.recovery.make(who.user.id)
    return visit.render("people/recovery.html", codes=codes)


async def stop_totp(visit: Visit) -> Response:
    """Turn codes off; the recovery codes go with them."""
    who, people = signed_in(visit), visit.site.service.people
    await people.totp.disable(who.user.id)
    await people.recovery.remove(who.user.id)
    await people.audit.note(who.actor, "totp.off", who.user.id)
    return await _stronger(visit, "authenticator app", "One-time codes are off.")


async def new_recovery_codes(visit: Visit) -> Response:
    """Make ten new codes and show them once."""
    who, people = signed_in(visit), visit.site.service.people
    codes = await people.recovery.make(who.user.id)
    await people.audit.note(who.actor, "recovery_codes.make", who.user.id)
    return visit.render("people/recovery.html", codes=codes)


async def ask_passkey(visit: Visit) -> Response:
    """Tell the script what a new passkey is to be made of."""
    asked = await visit.site.service.people.passkeys.ask_new(signed_in(visit).user)
    return Response(asked, media_type="application/json")


async def add_passkey(visit: Visit) -> Response:
    """Keep the passkey that the browser made."""
    who, people = signed_in(visit), visit.site.service.people
    name = (await field_of(visit, "name")).strip() or "Passkey"
    try:
        made = await people.passkeys.add(who.user, name, await field_of(visit, "credential"))
    except Problem as problem:
        return visit.json({"error": problem.message}, problem.status)
    await people.audit.note(who.actor, "passkey.add", made.id)
    _tell(visit, "passkey")
    return visit.json({"next": f"{PAGE}#passkeys"})


async def remove_passkey(visit: Visit) -> Response:
    """Remove one passkey."""
    who, people = signed_in(visit), visit.site.service.people
    passkey_id = await field_of(visit, "passkey")
    if not await people.passkeys.remove(passkey_id, who.user.id):
        return visit.go(PAGE, failed="There is no such passkey.")
    await people.audit.note(who.actor, "passkey.remove", passkey_id)
    return await _stronger(visit, "passkey", "The passkey is removed.")


async def end_device(visit: Visit) -> Response:
    """Sign one device out, or all but this one."""
    who, people = signed_in(visit), visit.site.service.people
    session_id = await field_of(visit, "device")
    if session_id == "others":
        count = await people.sessions.end_all(who.user.id, but=who.session.id)
        await people.audit.note(who.actor, "session.end_others", who.user.id, count=count)
        return visit.go(PAGE, done="All other devices are signed out.")
    if not await people.sessions.end(session_id, who.user.id):
        return visit.go(PAGE, failed="That device is signed out already.")
    await people.audit.note(who.actor, "session.end", session_id)
    return visit.go(PAGE, done="That device is signed out.")


async def switch_account(visit: Visit) -> Response:
    """Look at another account of theirs."""
    who, people = signed_in(visit), visit.site.service.people
    account_id = await field_of(visit, "account")
    if people.members.role_of(account_id, who.user.id) is None:
        return visit.go("/app", failed="You are not in that account.")
    await people.sessions.view(who.session.id, account_id)
    token = await people.sessions.renew(who.session)
    return keep(visit.request, visit.go("/app"), SESSION, token)


async def _change_email(visit: Visit, email: str) -> Response:
    who, people = signed_in(visit), visit.site.service.people
    if people.has_mail:
        try:
            people.throttle.attempt(Count(f"address {who.user.id}", _ADDRESSES_FREE))
            email = clean_email(email)
        except Problem as problem:
            return _settings(visit, problem.status, {"profile": problem.message})
        ticket = await people.tickets.issue(Purpose.ADDRESS, user_id=who.user.id, email=email)
        url = link(visit, "/app/settings/address", ticket)
        mail(visit, email, "Confirm your new address", "Open this link, signed in, to use it:", url)
        return visit.go(PAGE, done=f"Open the link in the mail to {email} to use that address.")
    try:
        await people.users.change_email(who.user.id, email, is_verified=False)
    except Problem as problem:
        return _settings(visit, problem.status, {"profile": problem.message})
    await people.audit.note(who.actor, "user.change_email", who.user.id)
    return visit.go(PAGE, done="Saved.")


async def _stronger(visit: Visit, what: str, done: str) -> Response:
    """After a change of factors: other devices and open links end, this one gets a new id."""
    who, people = signed_in(visit), visit.site.service.people
    await people.sessions.end_all(who.user.id, but=who.session.id)
    await people.tickets.withdraw_all(who.user.id, *LINKS, Purpose.SECOND_FACTOR)
    token = await people.sessions.renew(who.session)
    _tell(visit, what)
    return keep(visit.request, visit.go(PAGE, done=done), SESSION, token)


def _tell(visit: Visit, what: str) -> None:
    who, people = signed_in(visit), visit.site.service.people
    if people.has_mail and who.user.email_verified_at is not None:
        about = f"Your {what} was just changed, from {who.session.address}."
        mail(visit, who.user.email, f"Your {what} was changed", about, "Not you? Sign in at once.")


def _totp(visit: Visit, ticket: str, salt: str, error: str) -> Response:
    who, totp = signed_in(visit), visit.site.service.people.totp
    drawn = io.BytesIO()
    segno.make(totp.uri(who.user, salt), error="m").save(
        drawn, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, scale=4, border=4,
        light="#fff", omitsize=True, title="QR code for your authenticator app",
    )  # fmt: skip
    return visit.render(
        "people/totp.html",
        401 if error else 200,
        ticket=ticket,
        qr=drawn.getvalue().decode(),
        secret=totp.secret(who.user, salt),
        error=error,
    )


def _settings(visit: Visit, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    who, people = signed_in(visit), visit.site.service.people
    sessions = people.sessions.of_user(who.user.id)
    return visit.render(
        "people/settings.html",
        status,
        user=people.users.find(who.user.id),
        passkeys=people.passkeys.of_user(who.user.id),
        passkey_origin=people.passkeys.site.origin,
        here=f"{visit.request.url.scheme}://{visit.request.url.netloc}",
        codes_left=people.recovery.left(who.user.id),
        devices=[(each, device_name(each.user_agent)) for each in sessions],
        memberships=people.members.of_user(who.user.id),
        issuers=people.identities.issuers(who.user.id),
        ending=visit.site.service.joining.alone_in(who.user),
        errors={"profile": "", "password": "", **(errors or {})},
    )


def _change(path: str, page: PageFunction, *, steps_up: bool = True) -> Route:
    return Route(
        path=f"{PAGE}/{path}",
        page=page,
        access=SIGNED_IN,
        method="POST",
        steps_up=steps_up,
    )


ROUTES = (
    Route(path=PAGE, page=show, access=SIGNED_IN),
    _change("profile", change_profile, steps_up=False),
    Route(path=f"{PAGE}/address", page=show_address, access=SIGNED_IN),
    _change("address", prove_address, steps_up=False),
    _change("password", set_password),
    _change("totp", start_totp),
    _change("totp/confirm", confirm_totp),
    _change("totp/off", stop_totp),
    _change("recovery", new_recovery_codes),
    _change("passkeys/ask", ask_passkey),
    _change("passkeys", add_passkey),
    _change("passkeys/remove", remove_passkey),
    _change("devices/end", end_device, steps_up=False),
    _change("account", switch_account, steps_up=False),
)
