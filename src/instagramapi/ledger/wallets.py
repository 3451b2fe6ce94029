"""What may still be spent, in memory: balances less holds per account, and each key's spending."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from instagramapi.errors import InsufficientCredits, SpendCapReached
from instagramapi.ledger.caps import read_caps
from instagramapi.ledger.journal import Posted, balance_of, spent_by_account, spent_in
from instagramapi.ledger.ledger import NO_CAPS, Caps, Hold

Spent = Callable[[sqlite3.Connection, str, str], int]
"""Reads what a key or an account spent in a period."""


@dataclass(slots=True)
class Wallet:
    """One account: its committed balance, the row that made it, and what is on hold."""

    posted: int
    sequence: int
    held: int = 0

    def update(self, posted: Posted) -> None:
        """Take over a committed balance, unless a later one is known."""
        sequence, balance = posted
        if sequence > self.sequence:
            self.sequence, self.posted = sequence, balance


class Wallets:
    """The accounts and keys that were used since the start; others are read when first asked for.

    Lives on one event loop. No method waits, so a check and what follows from it are one step.
    """

    def __init__(self, read: Callable[[], sqlite3.Connection]) -> None:
        self._read = read
        self._wallets: dict[str, Wallet] = {}
        self._spent: dict[tuple[str, str], int] = {}
        """By key and period; by account and period too, where the account has a cap."""
        self._caps = read_caps(read())
        self._days = ("", "")

    def of(self, account_id: str) -> Wallet:
        """Return the wallet of an account; one that never had credits has an empty one."""
        wallet = self._wallets.get(account_id)
        if wallet is None:
            end = balance_of(self._read(), account_id)
            wallet = self._wallets[account_id] = Wallet(end.balance_after, end.sequence)
        return wallet

    def require(self, account_id: str, credits: int) -> None:  # noqa: A002
        """Raise `InsufficientCredits` where there are not so many to spend."""
        wallet = self.of(account_id)
        left = wallet.posted - wallet.held
        if left < credits:
            raise InsufficientCredits(
                f"This call costs {credits} credits, and the account has {left} to spend."
            )

    def has_caps(self, account_id: str) -> bool:
        """Tell whether the account itself may spend no more than so much."""
        return account_id in self._caps

    def require_caps(self, hold: Hold, caps: Caps) -> None:
        """Raise `SpendCapReached` where a cap of the key or of its account forbids the hold."""
        if caps != NO_CAPS:
            self._check_caps(hold, caps, hold.key_id, spent_in)
        if of_account := self._caps.get(hold.account_id):
            self._check_caps(hold, of_account, hold.account_id, spent_by_account)

    def reserve(self, hold: Hold) -> None:
        """Set the credits of a hold aside and count them as spent by its key."""
        self.of(hold.account_id).held += hold.credits
        if hold.day != self._days[1]:
            self._keep_two_days(hold.day)
        self._spend(hold, hold.key_id, spent_in)
        if hold.account_id in self._caps:
            self._spend(hold, hold.account_id, spent_by_account)

    def release(self, hold: Hold) -> None:
        """Return the credits of a hold that is not charged."""
        self.of(hold.account_id).held -= hold.credits
        self.unspend(hold)

    def unspend(self, hold: Hold) -> None:
        """Count the hold as not spent after all, by its key and by its account."""
        for owner in (hold.key_id, hold.account_id):
            for period in _periods(hold):
                if (owner, period) in self._spent:
                    self._spent[owner, period] -= hold.credits

    def charge(self, hold: Hold, posted: Posted) -> None:
        """Turn a hold into the charge that was committed for it."""
        wallet = self.of(hold.account_id)
        wallet.held -= hold.credits
        wallet.update(posted)

    def update(self, account_id: str, posted: Posted) -> None:
        """Take over a committed balance, unless a later one is known."""
        self.of(account_id).update(posted)

    def caps_of(self, account_id: str) -> Caps:
        """Return what the keys of an account may spend together."""
        return self._caps.get(account_id, NO_CAPS)

    def cap(self, account_id: str, caps: Caps, spent: Mapping[str, int]) -> None:
        """Take over caps that were committed, with what was spent until that very commit.

        What is on hold now counts as spent in the same day and month, so that the first call
        after this is held against everything that is under way.
        """
        if caps == NO_CAPS:
            self._caps.pop(account_id, None)
            return
        self._caps[account_id] = caps
        held = self.of(account_id).held
        for period, credits_spent in spent.items():
            self._spent[account_id, period] = credits_spent + held

    def _check_caps(self, hold: Hold, caps: Caps, owner: str, spent: Spent) -> None:
        for reason, cap, period in zip(Caps._fields, caps, _periods(hold), strict=True):
            if cap is None:
                continue
            used = self._used(owner, period, spent)
            if used + hold.credits > cap:
                who = "key" if owner == hold.key_id else "account"
                raise SpendCapReached(
                    f"This {who} may spend {cap} credits a {reason} and has spent "
                    f"{used}; this call costs {hold.credits}.",
                    reason=reason if who == "key" else f"account_{reason}",
                )

    def _spend(self, hold: Hold, owner: str, spent: Spent) -> None:
        for period in _periods(hold):
            self._spent[owner, period] = self._used(owner, period, spent) + hold.credits

    def _used(self, owner: str, period: str, spent: Spent) -> int:
        """Tell what a key or an account spent and holds in a period."""
        used = self._spent.get((owner, period))
        return spent(self._read(), owner, period) if used is None else used

    def _keep_two_days(self, day: str) -> None:
        """Forget all days but today and the one before, whose holds may still be open."""
        self._days = (self._days[1], day)
        kept = {period for each in self._days for period in (each, each[:7])}
        self._spent = {key: used for key, used in self._spent.items() if key[1] in kept}


def _periods(hold: Hold) -> tuple[str, str]:
    return hold.day, hold.day[:7]
