"""What a ledger is, in a page: no disk, no waiting, nothing in parallel."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One hold, and the charge that it may become."""

    request_id: str
    account: str
    key: str
    credits: int
    day: str


@dataclass
class Model:
    """Accounts, open holds and charges; `delivered` says which charges reached their callers."""

    balances: dict[str, int] = field(default_factory=dict)
    references: dict[str, tuple[str, int]] = field(default_factory=dict)
    holds: dict[str, Call] = field(default_factory=dict)
    charges: dict[str, Call] = field(default_factory=dict)
    undelivered: set[str] = field(default_factory=set)
    caps: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    def grant(self, account: str, amount: int, reference: str) -> str:
        """Return `granted`, `again`, or `conflict`."""
        if reference in self.references:
            return "again" if self.references[reference] == (account, amount) else "conflict"
        self.references[reference] = (account, amount)
        self.balances[account] = self.balances.get(account, 0) + amount
        return "granted"

    def hold(self, call: Call, cap_day: int | None, cap_month: int | None) -> str:
        """Return `held`, `poor`, `day` or `month`, `account_day` or `account_month`."""
        held = sum(each.credits for each in self.holds.values() if each.account == call.account)
        if self.balances.get(call.account, 0) - held < call.credits:
            return "poor"
        if cap_day is not None and self.spent(call.key, call.day) + call.credits > cap_day:
            return "day"
        if cap_month is not None and self.spent(call.key, call.day[:7]) + call.credits > cap_month:
            return "month"
        of_account = self.caps.get(call.account, (None, None))
        for name, cap, period in zip(("day", "month"), of_account, periods(call.day), strict=True):
            if cap is not None and self.spent_by(call.account, period) + call.credits > cap:
                return f"account_{name}"
        self.holds[call.request_id] = call
        return "held"

    def spent(self, key: str, period: str) -> int:
        """What a key spent and holds in a day or month."""
        calls = (*self.holds.values(), *self.charges.values())
        return sum(
            each.credits for each in calls if each.key == key and each.day.startswith(period)
        )

    def spent_by(self, account: str, period: str) -> int:
        """What all keys of an account spent and hold in a day or month."""
        calls = (*self.holds.values(), *self.charges.values())
        return sum(
            each.credits
            for each in calls
            if each.account == account and each.day.startswith(period)
        )

    def expire(self, account: str) -> int:
        """Return what was taken."""
        held = sum(each.credits for each in self.holds.values() if each.account == account)
        amount = self.balances.get(account, 0) - held
        if amount:
            self.balances[account] -= amount
        return amount

    def capture(self, request_id: str) -> int:
        """Return the balance after the charge."""
        call = self.holds.pop(request_id)
        self.charges[request_id] = call
        self.undelivered.add(request_id)
        self.balances[call.account] -= call.credits
        return self.balances[call.account]

    def void(self, request_id: str) -> int:
        """Return the posted balance."""
        return self.balances[self.holds.pop(request_id).account]

    def crash(self) -> None:
        """Void what was on hold, refund what was not delivered."""
        self.holds.clear()
        for request_id in self.undelivered:
            call = self.charges.pop(request_id)
            self.balances[call.account] += call.credits
        self.undelivered.clear()


def periods(day: str) -> tuple[str, str]:
    """The day and the month that a call counts in."""
    return day, day[:7]
