"""Writes records into the archive: merges each object, then puts it on its shelves."""

import sqlite3
from collections.abc import Callable, Iterable
from unicodedata import normalize

from instagramapi.catalog.models import (
    Comment,
    Hashtag,
    Highlight,
    Location,
    Post,
    Profile,
    Story,
    UserShort,
)
from instagramapi.catalog.models.base import Model
from instagramapi.upstream.providers.archive.documents import Document
from instagramapi.upstream.providers.archive.people import without
from instagramapi.upstream.providers.archive.records import (
    InPassing,
    Record,
    Tagged,
    in_passing,
    public_part,
)

_SELECT = "SELECT fields, seen FROM objects WHERE kind = ? AND id = ?"
_UPSERT = "INSERT OR REPLACE INTO objects (kind, id, fields, seen) VALUES (?, ?, ?, ?)"
_ACCOUNT = """
INSERT INTO accounts (id, username, username_seen, is_private, is_whole)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    username = excluded.username, username_seen = excluded.username_seen,
    is_private = excluded.is_private, is_whole = max(is_whole, excluded.is_whole)
"""
_NAME = "INSERT OR REPLACE INTO names (kind, id, word, words, weight) VALUES (?, ?, ?, ?, ?)"
_SHELVE = """
INSERT INTO shelves (shelf, kind, id, owner_id, newest, liked, is_stated)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (shelf, id) DO UPDATE SET
    owner_id = excluded.owner_id, newest = excluded.newest, liked = excluded.liked,
    is_stated = max(is_stated, excluded.is_stated)
"""
_UNSHELVE = "DELETE FROM shelves WHERE kind = ? AND id = ? AND NOT is_stated"
_RESHELVE = """
UPDATE shelves SET owner_id = ?, newest = ?, liked = ? WHERE kind = ? AND id = ?
"""
_LAST_PLACE = "SELECT min(newest) FROM shelves WHERE shelf = ?"
_PLACE = "SELECT newest FROM shelves WHERE shelf = ? AND id = ?"


IsSuppressed = Callable[[str | None, str | None], bool]
"""Whether nothing of the account with this id and this handle may be kept."""


def folded(words: str) -> str:
    """Write words so that search finds them in any case and composition."""
    return normalize("NFKC", words).casefold()


class ArchiveWriter:
    """Puts records into the archive, over a connection whose transaction the caller ends."""

    def __init__(
        self, connection: sqlite3.Connection, is_suppressed: IsSuppressed | None = None
    ) -> None:
        self._execute = connection.execute
        self._is_suppressed = is_suppressed

    def put_all(self, records: Iterable[Record], seen_at: int) -> bool:
        """Merge records that were told together, seen at this second, into what is held.

        Of suppressed accounts nothing is kept; returns whether nothing had to be left out.
        """
        self._left_out = False
        posts: set[str | None] = set()
        for record in records:
            inner = record.post if isinstance(record, Tagged) else record
            is_under = isinstance(inner, Comment) and inner.post_id in posts
            if is_under or self._is_out(inner):
                self._left_out = True
                posts.add(inner.id if isinstance(inner, Post) else None)
            else:
                self._put(record, seen_at)
        return not self._left_out

    def _is_out(self, record: Record) -> bool:
        if self._is_suppressed is None:
            return False
        account = record.profile if isinstance(record, InPassing) else record
        if isinstance(account, Profile):
            return self._is_suppressed(account.id, account.username)
        owner = getattr(record, "owner", None) or getattr(record, "user", None)
        return owner is not None and self._is_suppressed(owner.id, owner.username)

    def _put(self, record: Record, seen_at: int) -> None:
        record = public_part(record)
        match record:
            case Profile():
                self._account(record, seen_at, is_whole=True)
            case InPassing(profile=profile):
                self._account(profile, seen_at, is_whole=False)
            case Post():
                self._post(record, seen_at)
            case Tagged(post=post, tag=tag):
                self._post(post, seen_at, stated=f"tag:{tag}")
            case Story():
                self._story(record, seen_at)
            case Highlight():
                self._highlight(record, seen_at)
            case Comment():
                self._comment(record, seen_at)
            case Hashtag():
                self._hashtag(record, seen_at)
            case Location():
                self._merge("location", record.id, record, seen_at)

    def _account(self, profile: Profile, seen_at: int, *, is_whole: bool) -> None:
        held, is_new = self._merge("account", profile.id, profile, seen_at)
        if not is_new and not is_whole:
            return
        fields = held.fields
        username, is_private = fields["username"], bool(fields.get("is_private"))
        words = folded(f"{username} {fields.get('full_name') or ''}")
        weight = fields.get("followers") or 0
        known = (profile.id, username, held.seen["username"], is_private, is_whole)
        self._execute(_ACCOUNT, known)
        self._execute(_NAME, ("account", profile.id, username, words, weight))

    def _hashtag(self, hashtag: Hashtag, seen_at: int) -> None:
        held, _ = self._merge("hashtag", hashtag.name, hashtag, seen_at)
        weight = held.fields.get("media_count") or 0
        name = hashtag.name
        self._execute(_NAME, ("hashtag", name, name, folded(name), weight))

    def _post(self, post: Post, seen_at: int, *, stated: str | None = None) -> None:
        self._accounts([post.owner, *(post.coauthors or ())], seen_at)
        if post.location is not None:
            self._merge("location", post.location.id, post.location, seen_at)
        held, is_new = self._merge("post", post.id, post, seen_at)
        if not is_new and stated is None:
            return
        merged = Post.model_validate(held.fields)
        self._shelve("post", merged, _post_shelves(merged), stated=stated)

    def _story(self, story: Story, seen_at: int) -> None:
        self._accounts([story.owner], seen_at)
        held, _ = self._merge("story", story.id, story, seen_at)
        merged = Story.model_validate(held.fields)
        if merged.owner is not None:
            self._shelve("story", merged, [f"stories:{merged.owner.id}"])

    def _highlight(self, highlight: Highlight, seen_at: int) -> None:
        self._accounts([highlight.owner], seen_at)
        self._merge("highlight", highlight.id, highlight, seen_at)
        if highlight.owner is None:
            return
        shelf = f"highlights:{highlight.owner.id}"
        # Highlights have no time; they stand in the order in which the profile showed them.
        (last,) = self._execute(_LAST_PLACE, (shelf,)).fetchone()
        kept = self._execute(_PLACE, (shelf, highlight.id)).fetchone()
        place = kept[0] if kept else (last or 0) - 1
        row = (shelf, "highlight", highlight.id, highlight.owner.id, place, 0, True)
        self._execute(_SHELVE, row)

    def _comment(self, comment: Comment, seen_at: int) -> None:
        held, is_new = self._merge("comment", comment.id, comment, seen_at)
        if not is_new:
            return
        merged = Comment.model_validate(held.fields)
        if merged.post_id is not None:
            shelf = "comments" if merged.parent_id is None else "replies"
            self._shelve("comment", merged, [f"{shelf}:{merged.post_id}"])

    def _accounts(self, users: Iterable[UserShort | None], seen_at: int) -> None:
        for user in users:
            record = in_passing(user)
            if record is not None and not self._is_out(record):
                self._put(record, seen_at)

    def _merge(self, kind: str, key: str, model: Model, seen_at: int) -> tuple[Document, bool]:
        """Merge one record into its object; tell whether that changed anything."""
        news = self._allowed(Document.of(model, seen_at))
        row = self._execute(_SELECT, (kind, key)).fetchone()
        held = Document.load(*row) if row else None
        merged = held.merged(news) if held else news
        if merged == held:
            return held, False
        self._execute(_UPSERT, (kind, key, *merged.dump()))
        return merged, True

    def _allowed(self, document: Document) -> Document:
        if self._is_suppressed is None:
            return document
        fields = without(document.fields, self._is_suppressed)
        self._left_out = self._left_out or fields != document.fields
        return Document(fields, document.seen)

    def _shelve(
        self,
        kind: str,
        item: Post | Story | Comment,
        shelves: Iterable[str],
        *,
        stated: str | None = None,
    ) -> None:
        owner, newest, liked = _order(item)
        # A caption that lost its tag, or a post its place, leaves that shelf.
        self._execute(_UNSHELVE, (kind, item.id))
        self._execute(_RESHELVE, (owner, newest, liked, kind, item.id))
        for shelf in shelves:
            self._execute(_SHELVE, (shelf, kind, item.id, owner, newest, liked, False))
        if stated is not None:
            self._execute(_SHELVE, (stated, kind, item.id, owner, newest, liked, True))


def _post_shelves(post: Post) -> list[str]:
    if post.owner is not None and post.owner.is_private:
        return []
    people = [post.owner, *(post.coauthors or ())]
    ids = list(dict.fromkeys(person.id for person in people if person is not None))
    shelves = [f"posts:{account_id}" for account_id in ids]
    if post.product_type == "clips":
        shelves += [f"reels:{account_id}" for account_id in ids]
    shelves += [f"tag:{tag}" for tag in post.hashtags or ()]
    return shelves + ([f"place:{post.location.id}"] if post.location else [])


def _order(item: Post | Story | Comment) -> tuple[str | None, int, int]:
    owner = None if isinstance(item, Comment) else item.owner
    moment = item.created_at if isinstance(item, Comment) else item.taken_at
    likes = None if isinstance(item, Story) else item.like_count
    return owner.id if owner else None, int(moment.timestamp()) if moment else 0, likes or 0
