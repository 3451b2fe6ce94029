"""A list goes on at the provider where it began, or it does not go on: it is never mixed."""

import asyncio
from pathlib import Path
from typing import Any

from simulated import Timed, Upstreams, ask, product

POSTS = "/v1/profile/posts?handle=nike"


def ids(*pages: Timed) -> list[Any]:
    return [post["id"] for page in pages for post in page.answer.json["data"]["items"]]


def test_page_two_comes_from_the_provider_of_page_one_or_fails_for_free(
    upstreams: Upstreams, tmp_path: Path
) -> None:
    with product(
        tmp_path / "data", upstreams.url, providers=("graph", "hiker"), deadline_s=4.0
    ) as server:

        def get(target: str) -> Timed:
            return asyncio.run(ask(server, [target]))[0]

        upstreams.break_with("html_body", "graph")
        first = get(POSTS)
        upstreams.heal()
        more = f"{POSTS}&cursor={first.answer.json['meta']['next_cursor']}"
        upstreams.break_with("html_body", "hiker")
        upstreams.forget()
        failed = get(more)
        asked_while_dead = upstreams.asked()
        upstreams.heal()
        second = get(more)

    assert (first.status, first.provider) == (200, "hiker")
    assert (failed.status, failed.code, failed.answer.charged) == (502, "upstream_error", 0)
    assert asked_while_dead["graph"] == 0
    # Graph is well and comes first, but this list is not its own.
    assert (second.status, second.provider) == (200, "hiker")
    assert len(set(ids(first, second))) == len(ids(first, second)) > 12
