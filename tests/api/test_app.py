"""The door: paths, methods, sizes, and when the ledger is told that an answer was delivered."""

import asyncio
from pathlib import Path

import pytest

from instagramapi.api.protocol import Message
from makers import Api, Scripted, open_api, reopen_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"


class Buffer(asyncio.Transport):
    """A transport whose write buffer has the sizes of a test, one after the other."""

    def __init__(self, *sizes: int, is_closing: bool = False) -> None:
        self._sizes = list(sizes)
        self._is_closing = is_closing
        self.was_empty = asyncio.Event()

    def get_write_buffer_size(self) -> int:
        size = self._sizes.pop(0) if len(self._sizes) > 1 else self._sizes[0]
        if not size:
            self.was_empty.set()
        return size

    def is_closing(self) -> bool:
        return self._is_closing


async def ask_through(api: Api, transport: asyncio.Transport | None) -> list[Message]:
    """Ask for a profile over a transport; return the messages sent."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("the body of a GET is never read")

    path, _, query = PROFILE.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"x-api-key", api.live.encode())],
        "client": None,
        "instagramapi.transport": transport,
    }
    await api.app(scope, receive, send)
    return sent


async def balance_after_a_restart(tmp_path: Path, api: Api) -> int:
    async with reopen_api(tmp_path, api, Scripted()) as again:
        return await again.balance()


@pytest.mark.parametrize("is_closing", [False, True])
async def test_an_answer_that_is_still_in_the_buffer_is_not_delivered(
    is_closing: bool, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        sent = await ask_through(api, Buffer(1, is_closing=is_closing))
        await asyncio.sleep(0)
        assert [message["type"] for message in sent] == [
            "http.response.start",
            "http.response.body",
        ]

    assert await balance_after_a_restart(tmp_path, api) == 100


@pytest.mark.parametrize("sizes", [(0,), (900, 100, 0)])
async def test_an_answer_that_left_the_process_is_delivered(
    sizes: tuple[int, ...], tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        transport = Buffer(*sizes)
        await ask_through(api, transport)
        await transport.was_empty.wait()

    assert await balance_after_a_restart(tmp_path, api) == 99


async def test_an_answer_to_a_caller_who_is_gone_counts_as_delivered(tmp_path: Path) -> None:
    """Asked again it is free, because it stays in the cache: that is what the charge was for."""
    async with open_api(tmp_path, Scripted()) as api:
        transport = Buffer(0, is_closing=True)
        await ask_through(api, transport)
        await transport.was_empty.wait()
        assert (await api.get(PROFILE)).headers["x-credits-charged"] == "0"

    assert await balance_after_a_restart(tmp_path, api) == 99


async def test_a_door_without_a_transport_has_delivered_what_it_sent(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await ask_through(api, None)
        await asyncio.sleep(0)

    assert await balance_after_a_restart(tmp_path, api) == 99


async def test_head_has_the_headers_of_get_and_no_body(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        get = await api.get(PROFILE + "&max_age=0")
        head = await api.send("HEAD", PROFILE + "&max_age=0")

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == get.headers["content-length"]
        differing = {"x-request-id", "x-credits-remaining"}
        assert {k: v for k, v in head.headers.items() if k not in differing} == {
            k: v for k, v in get.headers.items() if k not in differing
        }


async def test_a_browser_may_ask_from_anywhere(tmp_path: Path) -> None:
    async with open_api(tmp_path, provider := Scripted()) as api:
        answer = await api.send(
            "OPTIONS",
            PROFILE,
            "",
            origin="https://example.com",
            access_control_request_method="GET",
            access_control_request_headers="authorization",
        )

        assert (answer.status_code, answer.content) == (204, b"")
        headers = answer.headers
        assert headers["access-control-allow-origin"] == "*"
        assert headers["access-control-allow-methods"] == headers["allow"] == "GET, HEAD, OPTIONS"
        assert {"authorization", "x-api-key"} <= set(
            headers["access-control-allow-headers"].split(", ")
        )
        assert headers["x-request-id"].startswith("req_")
        assert headers["x-credits-charged"] == "0"
        assert provider.asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
async def test_other_methods_are_told_which_there_are(method: str, tmp_path: Path) -> None:
    async with open_api(tmp_path, provider := Scripted()) as api:
        answer = await api.send(method, PROFILE)

        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["error"]["code"] == "method_not_allowed"
        assert answer.json()["meta"]["endpoint"] == "profile"
        assert provider.asked == []


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/v1/profil", "/v1/profile"),
        ("/v1/profile/", "/v1/profile"),
        ("/v1/profile/post", "/v1/profile/posts"),
        ("/v1/Profile", "/v1/profile"),
        ("/profile", "/v1/profile"),
        ("/v2/hashtag/top", "/v1/hashtag/top"),
        ("/v1/xyzzy-abracadabra", "/openapi.json"),
        ("/", None),
    ],
)
async def test_an_unknown_path_names_the_nearest(
    path: str, nearest: str | None, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get(path)

        if nearest is None:
            assert answer.status_code == 200
            return
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "unknown_endpoint"
        assert answer.json()["error"]["message"].endswith(f"{nearest}.") or nearest in answer.text
        assert answer.json()["meta"]["endpoint"] is None


async def test_a_key_in_the_path_is_not_told_back(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get(f"/v1/profile/{api.live}")

        assert answer.status_code == 404
        assert api.live[8:] not in answer.text


@pytest.mark.parametrize(("length", "status"), [("65536", 200), ("65537", 413), ("x", 200)])
async def test_a_body_is_bounded_by_what_it_says_of_itself(
    length: str, status: int, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        assert (await api.get(PROFILE, content_length=length)).status_code == status


async def test_a_url_has_at_most_8192_bytes(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        room = 8192 - len("/v1/profile") - len("handle=")
        fits = await api.get("/v1/profile?handle=" + "x" * room)
        exceeds = await api.get("/v1/profile?handle=" + "x" * (room + 1))

        assert (fits.status_code, exceeds.status_code) == (400, 414)
        assert exceeds.json()["meta"]["endpoint"] == "profile"


async def test_pages_follow_the_cursor_of_the_page_before(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        first = await api.get("/v1/profile/followers?handle=nike&limit=5")
        cursor = first.json()["meta"]["next_cursor"]

        second = await api.get(f"/v1/profile/followers?handle=nike&limit=7&cursor={cursor}")

        assert second.status_code == 200
        seen = [item["id"] for page in (first, second) for item in page.json()["data"]["items"]]
        assert len(seen) == len(set(seen)) == 12


async def test_a_cursor_works_after_a_restart(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        url = "/v1/profile/followers?handle=nike&limit=5"
        cursor = (await api.get(url)).json()["meta"]["next_cursor"]
        before = await api.get(f"{url}&cursor={cursor}")

    async with reopen_api(tmp_path, api) as again:
        after = await again.get(f"{url}&cursor={cursor}")

        assert after.json()["data"]["items"] == before.json()["data"]["items"]
        assert after.headers["x-cache"] == "miss"


@pytest.mark.parametrize(
    "url",
    [
        "/v1/profile/followers?handle=adidas&cursor={cursor}",
        "/v1/profile/following?handle=nike&cursor={cursor}",
        "/v1/profile/followers?handle=nike&cursor={cursor}=",
        "/v1/profile/followers?handle=nike&cursor=A{cursor}",
    ],
)
async def test_a_cursor_of_another_list_is_refused_for_free(url: str, tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        page = await api.get("/v1/profile/followers?handle=nike&limit=5")

        answer = await api.get(url.format(cursor=page.json()["meta"]["next_cursor"]))

        error = answer.json()["error"]
        assert (answer.status_code, error["param"], error["reason"]) == (400, "cursor", "cursor")
        assert answer.headers["x-credits-charged"] == "0"


async def test_a_cursor_beyond_4096_characters_is_refused(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        answer = await api.get(f"/v1/profile/followers?handle=nike&cursor={'A' * 4097}")

        error = answer.json()["error"]
        assert (answer.status_code, error["param"], error["reason"]) == (400, "cursor", "cursor")


async def test_a_call_that_the_books_refuse_is_a_500_in_form_and_free(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await api.service.database.write(
            lambda connection: connection.execute("DROP TABLE usage_rows")
        )
        answer = await api.get(PROFILE)
        assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
        assert answer.headers["x-credits-charged"] == "0"
        assert answer.headers["x-credits-remaining"] == "100"
        assert answer.headers["x-request-id"] in answer.json()["error"]["message"]
        assert await api.balance() == 100
