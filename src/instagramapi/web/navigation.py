"""What the menus list: only pages that are there, and that the visitor may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from instagramapi.web.routes import Route, Visitor


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu."""

    label: str
    path: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of a menu under one heading."""

    label: str
    items: tuple[Item, ...]


_TOP = (Item("Docs", "/docs"), Item("Dashboard", "/app"))
_SIDE = (
    Group(
        "",
        (
            Item("Overview", "/app", "home"),
            Item("Keys", "/app/keys", "key"),
            Item("Requests", "/app/requests", "list"),
            Item("Usage", "/app/usage", "chart"),
            Item("Billing", "/app/billing", "card"),
            Item("Alerts and caps", "/app/alerts", "bell"),
            Item("Team", "/app/team", "users"),
            Item("Settings", "/app/settings", "gear"),
        ),
    ),
    Group(
        "Operator",
        (
            Item("Server", "/operator", "server"),
            Item("Accounts", "/operator/accounts", "users"),
            Item("Providers", "/operator/providers", "plug"),
            Item("Prices", "/operator/prices", "card"),
            Item("Payments", "/operator/payments", "coin"),
            Item("Suppression", "/operator/suppression", "shield"),
            Item("Audit log", "/operator/audit", "list"),
        ),
    ),
)


class Navigation:
    """The menus, by the table of pages."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._access = {route.path: route.access for route in routes if route.method == "GET"}
        self._paths = {route.path for route in routes}

    def has(self, path: str) -> bool:
        """Tell whether there is such a page."""
        return path in self._paths

    def top(self, visitor: Visitor | None) -> tuple[Item, ...]:
        """List the main menu of a visitor."""
        return self._seen(_TOP, visitor)

    def side(self, visitor: Visitor | None) -> tuple[Group, ...]:
        """List the dashboard's menu of a visitor."""
        groups = (Group(group.label, self._seen(group.items, visitor)) for group in _SIDE)
        return tuple(group for group in groups if group.items)

    def _seen(self, items: tuple[Item, ...], visitor: Visitor | None) -> tuple[Item, ...]:
        return tuple(
            item
            for item in items
            if item.path in self._access and self._access[item.path].allows(visitor)
        )
