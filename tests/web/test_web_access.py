"""Who gets in: every kind of page, by every kind of visitor, from everywhere."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from site_makers import HERE, HTML, Signed, open_pages
from starlette.responses import PlainTextResponse, Response
from structlog.testing import capture_logs

from instagramapi.web.guard import path_within
from instagramapi.web.kept import kept
from instagramapi.web.routes import OPERATOR, PUBLIC, SIGNED_IN, Access, Route, having
from instagramapi.web.table import ROUTES
from instagramapi.web.visit import Visit

pytestmark = pytest.mark.anyio

READER = Signed(rights=frozenset({"keys.read"}))
PROVEN = Signed(is_stepped_up=True, rights=frozenset({"keys.read", "keys.write"}))
CHIEF = Signed(is_operator=True)


async def page(visit: Visit) -> Response:
    return PlainTextResponse(f"hello {visit.visitor.name if visit.visitor else 'stranger'}")


async def broken(visit: Visit) -> Response:
    raise RuntimeError("with a secret in it")


def a(path: str, access: Access, **more: object) -> Route:
    return Route(path=path, page=page, access=access, **more)  # type: ignore[arg-type]


TABLE = (
    a("/open", PUBLIC),
    a("/open", PUBLIC, method="POST"),
    a("/hook", PUBLIC, method="POST", is_for_machines=True),
    a("/mine", SIGNED_IN),
    a("/mine", SIGNED_IN, method="POST"),
    a("/keys", having("keys.read")),
    a("/keys/new", having("keys.write"), steps_up=True),
    a("/keys/new", having("keys.write"), method="POST", steps_up=True),
    a("/server", OPERATOR),
    Route(path="/broken", page=broken, access=PUBLIC),
)


@pytest.mark.parametrize(
    ("visitor", "method", "path", "status", "location"),
    [
        (None, "GET", "/open", 200, None),
        (None, "HEAD", "/open", 200, None),
        (None, "POST", "/open", 200, None),
        (None, "GET", "/mine", 303, "/signin?next=%2Fmine"),
        (None, "GET", "/mine?page=2", 303, "/signin?next=%2Fmine%3Fpage%3D2"),
        (None, "POST", "/mine", 303, "/signin?next=%2Fapp"),
        (None, "GET", "/server", 303, "/signin?next=%2Fserver"),
        (READER, "GET", "/mine", 200, None),
        (READER, "GET", "/keys", 200, None),
        (READER, "GET", "/keys/new", 403, None),
        (READER, "POST", "/keys/new", 403, None),
        (READER, "GET", "/server", 403, None),
        (PROVEN, "GET", "/keys/new", 200, None),
        (PROVEN, "POST", "/keys/new", 200, None),
        (CHIEF, "GET", "/server", 200, None),
        (CHIEF, "GET", "/keys", 403, None),
        (None, "DELETE", "/open", 405, None),
        (None, "POST", "/hook", 200, None),
    ],
)
async def test_a_page_lets_in_who_may(
    visitor: Signed | None,
    method: str,
    path: str,
    status: int,
    location: str | None,
    tmp_path: Path,
) -> None:
    async with open_pages(tmp_path, visitor, TABLE) as client:
        answer = await client.request(method, path, headers=HERE)

    assert (answer.status_code, answer.headers.get("location")) == (status, location)


async def test_whoever_must_prove_themselves_comes_back_to_the_form(tmp_path: Path) -> None:
    unproven = Signed(rights=frozenset({"keys.write"}))
    async with open_pages(tmp_path, unproven, TABLE) as client:
        form = await client.get("/keys/new")
        sent = await client.post(
            "/keys/new", headers={**HERE, "referer": "http://test/keys/new?mode=live"}
        )
        by_script = await client.get("/keys/new", headers={"hx-request": "true"})

    assert form.headers["location"] == "/step-up?next=%2Fkeys%2Fnew"
    assert sent.headers["location"] == "/step-up?next=%2Fkeys%2Fnew%3Fmode%3Dlive"
    assert by_script.headers["hx-redirect"] == "/step-up?next=%2Fkeys%2Fnew"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "http://test"}, 200),
        ({"origin": "https://api.example.com"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://test"}, 403),
    ],
)
async def test_a_form_of_another_site_is_refused(
    headers: dict[str, str], status: int, tmp_path: Path
) -> None:
    async with open_pages(
        tmp_path, READER, TABLE, public_url="https://api.example.com"
    ) as client:  # fmt: skip
        assert (await client.post("/mine", headers=headers)).status_code == status
        assert (await client.post("/open", headers=headers)).status_code == status
        assert (await client.post("/hook", headers=headers)).status_code == 200


async def test_private_pages_are_not_kept_and_every_page_is_guarded(tmp_path: Path) -> None:
    async with open_pages(tmp_path, None, TABLE, public_url="https://api.example.com") as client:
        open_page, refused = await client.get("/open"), await client.get("/mine")
        lost = await client.get("/lost", headers=HTML)
    async with open_pages(tmp_path, READER, TABLE) as client:
        seen_signed_in = await client.get("/open")

    assert open_page.headers["cache-control"] == "no-cache"
    assert refused.headers["cache-control"] == "no-store"
    assert seen_signed_in.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in seen_signed_in.headers
    for answer in (open_page, refused, lost):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_a_mistake_is_an_apology_without_its_reasons(tmp_path: Path) -> None:
    with capture_logs() as logged:
        async with open_pages(tmp_path, None, TABLE) as client:
            answer = await client.get("/broken")

    assert [(each["event"], each["path"]) for each in logged] == [("page_failed", "/broken")]
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "made a mistake" in answer.text


async def test_an_unknown_path_is_a_page_for_people_and_an_error_for_programs(
    tmp_path: Path,
) -> None:
    async with open_pages(tmp_path) as client:
        for_people = await client.get("/lost", headers=HTML)
        for_programs = await client.get("/lost")

    assert (for_people.status_code, for_programs.status_code) == (404, 404)
    assert "There is no such page" in for_people.text
    assert for_programs.json()["error"]["code"] == "unknown_endpoint"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/app/keys?mode=live", "/app/keys?mode=live"),
        ("http://test/app", "/app"),
        ("https://evil.example/app", "/app"),
        ("//evil.example", "/"),
        ("///evil.example", "/evil.example"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie:x", "/aset-cookie:x"),
        ("", "/"),
    ],
)
def test_no_link_leads_away_from_this_site(url: str, path: str) -> None:
    assert path_within(url, "/") == path


def test_a_page_that_trusts_cookies_must_ask_where_a_request_is_from() -> None:
    with pytest.raises(ValueError, match="trusts cookies"):
        a("/x", SIGNED_IN, is_for_machines=True)
    with pytest.raises(ValueError, match="strangers"):
        a("/x", PUBLIC, steps_up=True)


async def test_no_path_has_two_pages(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two pages answer GET /open"):
        async with open_pages(tmp_path, None, (a("/open", PUBLIC), a("/open", PUBLIC))):
            raise AssertionError("it opened")


def test_the_table_lists_every_page_once() -> None:
    assert len({(route.path, route.method) for route in ROUTES}) == len(ROUTES)


async def test_a_message_is_shown_once(tmp_path: Path) -> None:
    async def save(visit: Visit) -> Response:
        return visit.go("/shown", done="Saved <b>it</b>, naïvely; really.")

    async def shown(visit: Visit) -> Response:
        return visit.render("problem.html", title="x", text="y", code=200)

    table = (
        Route(path="/save", page=save, access=PUBLIC, method="POST"),
        Route(path="/shown", page=shown, access=PUBLIC),
    )
    async with open_pages(tmp_path, None, table) as client:
        await client.post("/save", headers=HERE)
        first, second = await client.get("/shown"), await client.get("/shown")

    assert "Saved &lt;b&gt;it&lt;/b&gt;, naïvely; really." in first.text
    assert "Saved" not in second.text


async def test_the_theme_is_kept_and_leads_nowhere_else(tmp_path: Path) -> None:
    async with open_pages(tmp_path) as client:
        sent = {"theme": "dark", "next": "https://evil.example/docs"}
        answer = await client.post("/theme", data=sent, headers=HERE)
        dark = (await client.get("/")).text
        await client.post("/theme", data={"theme": "pink"}, headers=HERE)
        still_dark = (await client.get("/")).text

    assert (answer.status_code, answer.headers["location"]) == (303, "/docs")
    assert '<html lang="en" class="dark">' in dark
    assert '<html lang="en" class="dark">' in still_dark


async def test_files_are_packed_and_kept_for_ever_by_their_digest(tmp_path: Path) -> None:
    async with open_pages(tmp_path) as client:
        page_text = (await client.get("/")).text
        url = page_text.split('rel="stylesheet" href="')[1].split('"')[0]
        packed = await client.get(url)
        plain = await client.get(url, headers={"accept-encoding": "identity"})
        old = await client.get("/static/0000/site.css")
        lost = await client.get("/static/0000/../secret.key")

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert "content-encoding" not in plain.headers
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    assert lost.status_code == 404


async def test_private_pages_are_not_packed(tmp_path: Path) -> None:
    async def long(visit: Visit) -> Response:
        return visit.render("problem.html", title="x" * 2000, text="y", code=200)

    table = (Route(path="/long", page=long, access=PUBLIC),)
    encodings: list[str | None] = []
    for visitor in (None, READER):
        async with open_pages(tmp_path, visitor, table) as client:
            answer: httpx2.Response = await client.get("/long")
            encodings.append(answer.headers.get("content-encoding"))

    assert encodings == ["gzip", None]


@pytest.mark.parametrize(("visitor", "status"), [(None, 303), (Signed(), 403)])
async def test_every_page_of_the_table_turns_away_who_may_not(
    visitor: Signed | None, status: int, tmp_path: Path
) -> None:
    closed = [route for route in ROUTES if not route.access.allows(visitor)]
    async with open_pages(tmp_path, visitor) as client:
        for route in closed:
            path = re.sub(r"\{[^}]+\}", "x", route.path)
            answer = await client.request(route.method, path, headers=HERE)
            assert answer.status_code == status, route.path


async def test_every_form_of_the_table_refuses_other_sites(tmp_path: Path) -> None:
    async with open_pages(tmp_path) as client:
        for route in ROUTES:
            if route.method == "POST" and not route.is_for_machines:
                path = re.sub(r"\{[^}]+\}", "x", route.path)
                elsewhere = {"sec-fetch-site": "cross-site"}
                assert (await client.post(path, headers=elsewhere)).status_code == 403, route.path


async def test_a_form_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"name=x"

    async with open_pages(tmp_path, None, TABLE) as client:
        large = await client.post("/open", headers=HERE, content=b"a=" + b"x" * 300_000)
        unbounded = await client.post("/open", headers=HERE, content=endless())

    assert (large.status_code, unbounded.status_code) == (413, 413)


async def test_pages_for_strangers_are_written_once(tmp_path: Path) -> None:
    written = []

    @kept
    async def counted(visit: Visit) -> Response:
        written.append(visit.visitor)
        return visit.render("problem.html", title="x", text="y", code=200)

    table = (Route(path="/counted", page=counted, access=PUBLIC),)
    async with open_pages(tmp_path, None, table) as client:
        first, again = await client.get("/counted"), await client.get("/counted")
        same = await client.get("/counted", headers={"if-none-match": first.headers["etag"]})
        dark = await client.get("/counted", headers={"cookie": "theme=dark"})
        plain = await client.get("/counted", headers={"accept-encoding": "identity"})
    async with open_pages(tmp_path / "b", READER, table) as client:
        mine = await client.get("/counted")

    assert first.text == again.text == plain.text != dark.text
    assert (same.status_code, same.content) == (304, b"")
    assert written == [None, None, None, READER]
    assert "etag" not in mine.headers
    assert same.headers["content-security-policy"] == first.headers["content-security-policy"]
