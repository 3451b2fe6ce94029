"""What the parts of the world share: its clock, its links, and the long handles it has heard."""

from collections import OrderedDict
from functools import lru_cache

from instagramapi.catalog.models import UserShort
from instagramapi.kit.clock import Clock
from instagramapi.upstream.providers.demo import numbers
from instagramapi.upstream.providers.demo.members import Member, member

_REMEMBERED_HANDLES = 65_536
_REMEMBERED_USERS = 2_048


class World:
    """One world; two with the same address and time are equal but for the handles they heard."""

    def __init__(
        self, *, clock: Clock, public_url: str, remembers: int = _REMEMBERED_HANDLES
    ) -> None:
        self.clock = clock
        self._media_url = f"{public_url.rstrip('/')}/demo"
        # The id of a long handle is a hash, which only one who heard the handle can turn back.
        self._remembers = remembers
        self._heard: OrderedDict[int, str] = OrderedDict()
        # Most accounts are shown in many places: the same people follow, like and comment.
        self.person = lru_cache(_REMEMBERED_USERS)(self._person)

    def by_handle(self, handle: str) -> Member:
        """The account with a handle, which is remembered if its id does not tell it."""
        member_id = numbers.member_id_of(handle)
        if len(handle) <= numbers.EXACT_CHARACTERS:
            return member(member_id, handle)
        today = numbers.handle_of(member_id)
        if member_id < numbers.FIRST_MEMBER_ID or today == handle:
            return member(member_id, today or handle)
        self._heard[member_id] = handle
        self._heard.move_to_end(member_id)
        if len(self._heard) > self._remembers:
            self._heard.popitem(last=False)
        return member(member_id, handle)

    def by_id(self, member_id: int) -> Member | None:
        """The account with an id; None if no account has it."""
        handle = self._heard.get(member_id) or numbers.handle_of(member_id)
        return member(member_id, handle) if handle else None

    def picture(self, name: str) -> str:
        """The address of a picture."""
        return f"{self._media_url}/pictures/{name}.svg"

    def video(self, name: str) -> str:
        """The address of a video."""
        return f"{self._media_url}/videos/{name}.mp4"

    def user(self, subject: Member) -> UserShort:
        """An account in short."""
        return self.person(subject.handle)

    def _person(self, handle: str) -> UserShort:
        subject = self.by_handle(handle)
        return UserShort(
            id=str(subject.id),
            username=subject.handle,
            full_name=subject.full_name,
            is_verified=subject.is_verified,
            is_private=subject.is_private,
            profile_pic_url=self.picture(f"avatar-{subject.handle}-150x150"),
            url=profile_url(subject.handle),
            # The profile of a closed account is not served, so its size is not told either.
            followers=None if subject.is_private else subject.followers,
        )


def profile_url(handle: str) -> str:
    """An account's page on instagram.com."""
    return f"https://www.instagram.com/{handle}/"
