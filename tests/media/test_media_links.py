from typing import Any

import pytest

from instagramapi.catalog.owners import Owner
from instagramapi.errors import BadParameter, NotFound
from instagramapi.media.links import Marks, MediaLink, MediaLinks
from makers import NOON_S, StoppedClock

CDN = "https://scontent.cdninstagram.com/"
A_DAY_S = 86_400
NIKE = {"id": "1", "username": "nike"}


def mark(owner: Owner) -> Marks:
    return [part.encode().ljust(8)[:8] for part in owner if part]


def links_of(clock: StoppedClock | None = None, key: bytes = b"k" * 32) -> MediaLinks:
    return MediaLinks(
        key,
        public_url="http://me",
        life_s=A_DAY_S,
        clock=clock or StoppedClock(),
        allows=lambda url: url.startswith(CDN),
        mark=mark,
    )


def said(link: str, links: MediaLinks | None = None) -> MediaLink:
    """Read what the token of a rewritten link says."""
    assert link.startswith("http://me/v1/media/")
    return (links or links_of()).read(link.removeprefix("http://me/v1/media/"))


def test_a_link_says_what_to_fetch_until_when_and_whose_it_is() -> None:
    post = links_of().through_here({"owner": NIKE, "image_url": CDN + "a"})

    link = said(post["image_url"])
    assert (link.url, link.marks) == (CDN + "a", mark(Owner("nike", "1")))
    assert NOON_S + A_DAY_S - 3600 <= link.ends_at_s <= NOON_S + A_DAY_S


def test_every_link_to_media_is_rewritten_and_nothing_else() -> None:
    value: Any = {
        "items": [{"image_url": CDN + "1", "video_url": None, "url": CDN + "page"}],
        "profile_pic_url": CDN + "2",
        "profile_pic_url_hd": CDN + "3",
        "audio": {"cover_url": CDN + "4", "preview_url": CDN + "5"},
        "caption": CDN + "6",
    }

    rewritten = links_of().through_here(value)

    assert said(rewritten["items"][0]["image_url"]).url == CDN + "1"
    assert rewritten["items"][0]["video_url"] is None
    assert rewritten["items"][0]["url"] == CDN + "page"
    assert rewritten["caption"] == CDN + "6"
    found = [rewritten["profile_pic_url"], rewritten["profile_pic_url_hd"]]
    found += rewritten["audio"].values()
    assert [said(link).url[-1] for link in found] == ["2", "3", "4", "5"]


def test_an_inner_object_is_its_own_accounts_or_that_of_what_is_around_it() -> None:
    other = {"id": "2", "username": "other", "profile_pic_url": CDN + "b"}
    post = links_of().through_here(
        {"owner": NIKE, "items": [{"image_url": CDN + "a"}], "top_comments": [{"user": other}]}
    )

    assert said(post["items"][0]["image_url"]).marks == mark(Owner("nike", "1"))
    comment = post["top_comments"][0]
    assert said(comment["user"]["profile_pic_url"]).marks == mark(Owner("other", "2"))


def test_what_does_not_say_whose_it_is_is_the_one_asked_about() -> None:
    page = {"items": [{"owner": None, "image_url": CDN + "a"}]}

    asked = links_of().through_here(page, Owner("nike", None))
    nobody = links_of().through_here(page)

    assert said(asked["items"][0]["image_url"]).marks == mark(Owner("nike", None))
    assert said(nobody["items"][0]["image_url"]).marks == []


def test_a_link_that_would_be_refused_stays_as_it_came() -> None:
    post = links_of().through_here({"image_url": "https://elsewhere.example/a.jpg"})

    assert post["image_url"] == "https://elsewhere.example/a.jpg"


def test_a_link_is_the_same_for_a_while_so_that_browsers_find_what_they_kept() -> None:
    clock = StoppedClock()
    links = links_of(clock)
    first = links.through_here({"image_url": CDN + "a"})
    clock.advance(60)
    second = links.through_here({"image_url": CDN + "a"})
    clock.advance(3600)
    third = links.through_here({"image_url": CDN + "a"})

    assert first == second != third


def test_a_link_never_lives_longer_than_the_one_it_stands_for() -> None:
    end_s = int(NOON_S) + 100
    post = links_of().through_here(
        {"image_url": f"{CDN}a?oe={end_s:X}&b=c", "media_expires_at": "2027-01-15T08:01:40Z"}
    )

    assert said(post["image_url"]).ends_at_s == end_s
    assert post["media_expires_at"] == "2027-01-15T08:01:40Z"


def test_an_answer_says_when_its_links_through_here_are_over() -> None:
    late = {"image_url": f"{CDN}a?oe=FFFFFFFF", "media_expires_at": "2099-01-01T00:00:00Z"}

    for expiring in (late, {**late, "media_expires_at": None}):
        post = links_of().through_here(expiring)
        assert "2027-01-16T07:00:00Z" <= post["media_expires_at"] <= "2027-01-16T08:00:00Z"


def test_a_link_that_is_over_is_told_apart_from_one_that_is_not_ours() -> None:
    clock = StoppedClock()
    links = links_of(clock)
    token = links.token(MediaLink(CDN + "a", int(NOON_S) + 60, []))

    assert links.read(token).url == CDN + "a"
    clock.advance(60)
    with pytest.raises(NotFound) as over:
        links.read(token)
    assert over.value.reason == "expired"


@pytest.mark.parametrize("change", ["", "A", "=", "/", "..", " ", "é", "%00"])
def test_a_token_that_was_changed_is_refused(change: str) -> None:
    token = links_of().token(MediaLink(CDN + "a", int(NOON_S) + 60, [b"12345678"]))
    changed = [token + change, change + token] if change else [token[:-1], token[1:], ""]

    for text in changed:
        with pytest.raises(BadParameter) as refused:
            links_of().read(text)
        assert (refused.value.param, refused.value.reason) == ("token", "malformed")


def test_a_token_of_another_server_is_refused() -> None:
    token = links_of(key=b"l" * 32).token(MediaLink(CDN + "a", int(NOON_S) + 60, []))

    with pytest.raises(BadParameter):
        links_of().read(token)
