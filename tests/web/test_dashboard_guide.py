"""The guide to the dashboard says of roles what the table of rights says."""

from instagramapi.accounts.people.rights import RIGHTS_OF, Role
from test_tidy import ROOT

RIGHTS = {
    "see the overview, requests, usage": ("account.read", "requests.read"),
    "see keys": ("keys.read",),
    "make, rotate, revoke keys": ("keys.write",),
    "try calls from the docs": ("calls.try",),
}


def test_the_table_of_roles_is_that_of_the_program() -> None:
    lines = (ROOT / "docs/guides/dashboard.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in each.strip("|").split("|")] for each in lines if "|" in each]
    told = {row[0]: [cell == "✓" for cell in row[1:]] for row in rows if row[0] in RIGHTS}

    roles = (Role.OWNER, Role.ADMIN, Role.DEVELOPER, Role.BILLING, Role.READ_ONLY)
    assert told == {
        what: [set(needed) <= set(RIGHTS_OF[role]) for role in roles]
        for what, needed in RIGHTS.items()
    }
