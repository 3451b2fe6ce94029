"""Tables: CSV with a mapping becomes posts, profiles and comments."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from archive_makers import BAKER, answer, ids

from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef, PostRef
from instagramapi.upstream.providers.archive import (
    ArchiveStore,
    ImportReport,
    import_paths,
    read_mapping,
)

pytestmark = pytest.mark.anyio

POSTS = """
kind = "post"
unknown = ["N/A"]
zone = "Europe/Paris"
[fields]
url = "Link"
caption = "Text"
taken_at = { column = "Posted", format = "%d.%m.%Y %H:%M" }
like_count = { column = "Likes", thousands = "." }
type = "Type"
is_pinned = "Pinned"
video_duration = "Seconds"
owner.id = { value = "7000000001" }
owner.username = "Account"
"""
HEADER = "Link,Text,Posted,Likes,Type,Pinned,Seconds,Account\n"
GOOD = (
    "https://www.instagram.com/p/DMsI5LsyOvL/,"
    '"He said ""hi"", #Bread\nand left @eve",29.07.2025 13:15,4.244,Image,yes,N/A,@Tilda.Bakes\n'
)
POST = PostRef("3687361308854381515")


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(tmp_path / "data")


def table(
    store: ArchiveStore, content: str | bytes, mapping: str, name: str = "table"
) -> ImportReport:
    folder = store.path.parent.parent
    (folder / "mapping.toml").write_text(mapping)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    known = read_mapping(folder / "mapping.toml")
    return import_paths(store, [path], on_progress=lambda _: None, mapping=known)


def reasons(report: ImportReport) -> list[str]:
    return [skipped.reason for skipped in report.skipped]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
async def test_a_row_becomes_a_post(store: ArchiveStore, ends: str, pack: Any) -> None:
    content = ("\ufeff" + HEADER + GOOD).replace("\n", ends)

    report = table(store, pack(content.encode()), POSTS)
    post = await answer(store, GetPost(post=POST))
    page = await answer(store, ListProfilePosts(account=BAKER))

    assert (report.imported, report.items, report.skipped) == (1, 1, [])
    assert post.taken_at.isoformat() == "2025-07-29T11:15:00+00:00"
    assert (post.like_count, post.type, post.is_pinned) == (4244, "image", True)
    assert (post.caption, post.hashtags) == (f'He said "hi", #Bread{ends}and left @eve', ("bread",))
    assert (post.mentions, post.video_duration, post.owner.username) == (
        ("eve",),
        None,
        "tilda.bakes",
    )
    assert ids(page) == [POST.id]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2025-07-29T11:15:43Z", "2025-07-29T11:15:43"),
        ("2025-07-29 13:15:43", "2025-07-29T13:15:43"),
        ("1753787743", "2025-07-29T11:15:43"),
        ("1753787743000", "2025-07-29T11:15:43"),
    ],
)
async def test_times_are_iso_or_seconds_where_no_format_is_told(
    store: ArchiveStore, time: str, expected: str
) -> None:
    mapping = 'kind = "post"\n[fields]\nshortcode = "code"\ntaken_at = "at"\n'
    table(store, f"code,at\nDMsI5LsyOvL,{time}\n", mapping)

    post = await answer(store, GetPost(post=POST))

    assert post.taken_at.isoformat() == f"{expected}+00:00"


async def test_a_row_becomes_a_profile(store: ArchiveStore) -> None:
    mapping = 'kind = "profile"\ndelimiter = ";"\n[fields]\n'
    mapping += 'id = "id"\nusername = "name"\nfollowers = "f"\nbiography = "bio"\n'
    content = "id;name;f;bio\n7000000001;https://www.instagram.com/Tilda.Bakes/;12.0;\n"

    table(store, content, mapping)
    profile = await answer(store, GetProfile(account=BAKER))

    assert (profile.id, profile.followers, profile.biography) == ("7000000001", 12, None)
    assert profile.url == "https://www.instagram.com/tilda.bakes/"


async def test_a_row_becomes_a_comment_under_its_post(store: ArchiveStore) -> None:
    mapping = 'kind = "comment"\n[fields]\nid = "id"\npost_id = "post"\ntext = "t"\n'
    mapping += 'user.id = "uid"\nuser.username = "u"\n'
    posts = 'kind = "post"\n[fields]\nid = "id"\nhashtags = "tags"\n'
    table(store, f'id,tags\n{POST.id},"#One, two"\n', posts, "posts")

    table(store, "id,post,t,uid,u\n18,DMsI5LsyOvL,Hi @eve,7,eve\n19,x/y,No,,\n", mapping)
    page = await answer(store, ListPostComments(post=POST))
    post = await answer(store, GetPost(post=POST))

    assert [(each.id, each.user.username, each.mentions) for each in page.items] == [
        ("18", "eve", ("eve",))
    ]
    assert post.hashtags == ("one", "two")


async def test_an_owner_whose_id_a_row_lacks_is_not_known(store: ArchiveStore) -> None:
    mapping = 'kind = "post"\n[fields]\nid = "id"\nowner.id = "oid"\nowner.username = "o"\n'

    table(store, f"id,oid,o\n{POST.id},,eve\n", mapping)

    assert (await answer(store, GetPost(post=POST))).owner is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,b", "line 3 has 2 fields, and the header 8"),
        (",,,,,,,", "line 3 tells no post by its `id`, `shortcode` and `url`"),
        ("x,,,,,,,", "line 3 names its post in a way that cannot be read"),
        ('https://www.instagram.com/p/B/,"x"y,,,,,,', "line 3 is not CSV: ',' expected after '\"'"),
        ("https://www.instagram.com/p/DMs/,,soon,,,,,", "line 3 has a `taken_at` that cannot be"),
        ("https://www.instagram.com/p/DMs/,,,many,,,,", "line 3 has a `like_count` that cannot be"),
        ("https://www.instagram.com/p/DMs/,,,,gif,,,", "line 3 has a `type` that cannot be"),
        ("https://www.instagram.com/p/DMs/,,,,,,,not a name", "line 3 has a `owner.username` that"),
        ("https://www.instagram.com/p/DMs/,\udcff,,,,,,", "line 3 is not UTF-8"),
    ],
)
async def test_a_bad_row_is_named_and_skipped(store: ArchiveStore, row: str, reason: str) -> None:
    content = HEADER + GOOD.replace("\n", " ", 1) + row + "\n\n" + GOOD

    report = table(store, content.encode("utf-8", "surrogateescape"), POSTS)

    assert (report.imported, report.items, len(report.skipped)) == (1, 2, 1)
    assert reasons(report)[0].startswith(reason)


@pytest.mark.parametrize("post_id", ["3.68736E+18", "3687361308854381515.0"])
async def test_ids_that_a_spreadsheet_rounded_are_refused(
    store: ArchiveStore, post_id: str
) -> None:
    mapping = 'kind = "post"\n[fields]\nid = "id"\n'

    assert "spreadsheets round" in reasons(table(store, f"id\n{post_id}\n", mapping))[0]


async def test_two_names_of_two_posts_in_one_row_are_refused(store: ArchiveStore) -> None:
    mapping = 'kind = "post"\n[fields]\nid = "id"\nshortcode = "code"\n'

    report = table(store, "id,code\n5,DMsI5LsyOvL\n", mapping)

    assert "names two posts by its `id`, `shortcode` and `url`" in reasons(report)[0]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            "Link,Text,Posted,Type,Pinned,Seconds,Account\n",
            "has no column 'Likes', which the mapping names; its columns are: Link, Text, Posted, "
            "Type, Pinned, Seconds, Account",
        ),
        ("\n", "has no column 'Account', which the mapping names; its columns are: none"),
        (HEADER.replace("Text", "Likes"), "has the column 'Likes', which the mapping names, more"),
        ('"Li"nk,x\n', "has a header that is not CSV"),
    ],
)
async def test_a_table_without_its_columns_is_refused_by_name(
    store: ArchiveStore, header: str, reason: str
) -> None:
    report = table(store, header + GOOD, POSTS)

    assert report.imported == 0
    assert reasons(report)[0].startswith(reason)


async def test_the_same_table_with_another_mapping_is_read_again(store: ArchiveStore) -> None:
    one = table(store, HEADER + GOOD, POSTS)
    same = table(store, HEADER + GOOD, POSTS)
    other = table(store, HEADER + GOOD, POSTS.replace('caption = "Text"\n', ""))

    assert (one.imported, same.unchanged, other.imported) == (1, 1, 1)


async def test_json_beside_tables_needs_no_mapping(store: ArchiveStore) -> None:
    table(store, '{"id": "7", "username": "eve", "followersCount": 3}', POSTS)

    assert (await answer(store, GetProfile(account=AccountRef(handle="eve")))).followers == 3
