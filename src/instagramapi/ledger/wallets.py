"""What may still be spent, in memory: balances less holds per account, and each key's spending."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from instagramapi.errors import InsufficientCredits, SpendCapReached
from instagramapi.ledger.journal import Posted, balance_of, spent_in
from instagramapi.ledger.ledger import Caps, Hold


@dataclass(slots=True)
class Wallet:
    """One account: its committed balance, the row that made it, and what is on hold."""

    posted: int
    sequence: int
    held: int = 0


class Wallets:
    """The accounts and keys that were used since the start; others are read when first asked for.

    Lives on one event loop. No method waits, so a check and what follows from it are one step.
    """

    def __init__(self, read: Callable[[], sqlite3.Connection]) -> None:
        self._read = read
        self._wallets: dict[str, Wallet] = {}
        self._spent: dict[tuple[str, str], int] = {}
        self._days = ("", "")

    def of(self, account_id: str) -> Wallet:
        """Return the wallet of an account; one that never had credits has an empty one."""
        wallet = self._wallets.get(account_id)
        if wallet is None:
            end = balance_of(self._read(), account_id)
            wallet = self._wallets[account_id] = Wallet(end.balance_after, end.sequence)
        return wallet

    def check(self, hold: Hold, caps: Caps) -> None:
        """Raise `InsufficientCredits` or `SpendCapReached` where the hold must not be."""
        wallet = self.of(hold.account_id)
        left = wallet.posted - wallet.held
        if left < hold.credits:
            raise InsufficientCredits(
                f"This call costs {hold.credits} credits, and the account has {left} to spend."
            )
        self._check_cap(hold, caps.day, "day")
        self._check_cap(hold, caps.month, "month")

    def reserve(self, hold: Hold) -> None:
        """Set the credits of a hold aside and count them as spent by its key."""
        self.of(hold.account_id).held += hold.credits
        self._keep_two_days(hold.day)
        for period in _periods(hold):
            self._spent[hold.key_id, period] = self._used(hold.key_id, period) + hold.credits

    def release(self, hold: Hold) -> None:
        """Return the credits of a hold that is not charged."""
        self.of(hold.account_id).held -= hold.credits
        self.unspend(hold)

    def unspend(self, hold: Hold) -> None:
        """Count the hold as not spent by its key after all."""
        for period in _periods(hold):
            if (hold.key_id, period) in self._spent:
                self._spent[hold.key_id, period] -= hold.credits

    def charge(self, hold: Hold, posted: Posted) -> None:
        """Turn a hold into the charge that was committed for it."""
        self.of(hold.account_id).held -= hold.credits
        self.update(hold.account_id, posted)

    def update(self, account_id: str, posted: Posted) -> None:
        """Take over a committed balance, unless a later one is known."""
        wallet = self.of(account_id)
        if posted.sequence > wallet.sequence:
            wallet.sequence, wallet.posted = posted

    def _check_cap(self, hold: Hold, cap: int | None, reason: str) -> None:
        if cap is None:
            return
        used = self._used(hold.key_id, hold.day if reason == "day" else hold.day[:7])
        if used + hold.credits > cap:
            raise SpendCapReached(
                f"This key may spend {cap} credits a {reason} and has spent {used}; "
                f"this call costs {hold.credits}.",
                reason=reason,
            )

    def _used(self, key_id: str, period: str) -> int:
        used = self._spent.get((key_id, period))
        return spent_in(self._read(), key_id, period) if used is None else used

    def _keep_two_days(self, day: str) -> None:
        """Forget all days but today and the one before, whose holds may still be open."""
        if day == self._days[1]:
            return
        self._days = (self._days[1], day)
        kept = {period for each in self._days for period in (each, each[:7])}
        self._spent = {key: used for key, used in self._spent.items() if key[1] in kept}


def _periods(hold: Hold) -> tuple[str, str]:
    return hold.day, hold.day[:7]
