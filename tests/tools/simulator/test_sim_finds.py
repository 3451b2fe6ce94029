"""What the simulated upstreams tell of what surrounds accounts, posts and words."""

from typing import Any

import pytest
from simulator_makers import Client, Demo

from instagramapi.tools.simulator.render.hiker_found import in_words

NIKE = "782626"
FOOD = "17895485401104052"
HIGHLIGHT = "PolarisStoriesV3HighlightsLoggedOutPageQuery"
COMMENT = {"media_id": "3776832898280228145"}


def ids(items: Any) -> list[str]:
    return [str(item.id) for item in items]


def test_guests_are_told_whom_an_account_resembles(client: Client, demo: Demo) -> None:
    told = client.ask("PolarisAYMLFollowChainingListLoggedOutQuery", owner_id=NIKE).json()

    users = told["data"]["xdt_ayml_logged_out"]["users"]
    world = demo.ask("profile/similar", handle="nike", limit=44)
    assert [user["pk"] for user in users] == ids(world.items)


def test_guests_are_shown_a_highlight_or_no_edge_at_all(client: Client, demo: Demo) -> None:
    def edges(highlight_id: str) -> Any:
        told = client.ask(HIGHLIGHT, reel_ids=[f"highlight:{highlight_id}"], first=1).json()
        return told["data"]["xdt_api__v1__feed__reels_media__connection"]["edges"]

    (edge,) = edges(FOOD)

    world = demo.ask("highlight", id=FOOD)
    assert edge["node"]["id"] == f"highlight:{FOOD}"
    assert [item["pk"] for item in edge["node"]["items"]] == ids(world.items)
    assert edges("2") == []


def test_guests_find_reels_by_a_word_page_by_page(client: Client, demo: Demo) -> None:
    told, after = [], None
    for _ in range(2):
        query = "PolarisLoggedOutPopularSearchPageQuery"
        found = client.ask(query, keyword="running", after=after).json()["data"]
        connection = found["xig_logged_out_popular_search_media_info"]
        told += [edge["node"]["pk"] for edge in connection["edges"]]
        after = connection["page_info"]["end_cursor"]

    world = demo.ask("search/reels", query="running", limit=50)
    assert len(told) == 24
    assert told == ids(world.items)[:24]


def test_hikers_highlight_names_its_owner_once(client: Client, demo: Demo) -> None:
    reels = client.hiker("/v2/highlight/by/id", id=FOOD).json()["response"]["reels"]

    reel = reels[f"highlight:{FOOD}"]
    assert reel["user"]["username"] == "nike"
    assert {item["user"]["username"] for item in reel["items"]} == {None}
    assert [item["pk"] for item in reel["items"]] == ids(demo.ask("highlight", id=FOOD).items)
    assert client.hiker("/v2/highlight/by/id", id="2").json()["response"]["reels"] == {}


def test_hikers_page_of_a_sound_counts_exactly_and_in_words(client: Client, demo: Demo) -> None:
    page = client.hiker("/v2/track/by/id", track_id="564058920086577").json()

    world = demo.ask("audio", id="564058920086577")
    assert page["response"]["media_count"]["clips_count"] == world.reels_count
    assert page["response"]["formatted_media_count"] == f"{world.reels_count} reels"
    assert len(page["response"]["items"]) == 12 and page["next_page_id"]


@pytest.mark.parametrize(
    ("reels", "words"),
    [(1, "1 reel"), (1601, "1,601 reels"), (62_787, "62K reels"), (None, None)],
)
def test_many_reels_are_rounded(reels: int | None, words: str | None) -> None:
    assert in_words(reels) == words


def test_what_is_said_in_a_video_is_a_file_to_which_its_post_links(
    client: Client, demo: Demo
) -> None:
    spoken = demo.ask("post/transcript", shortcode="BfhnRqiskqB")
    post = client.hiker("/v2/media/info/by/id", id=spoken.post_id).json()["media_or_ad"]

    path = post["video_subtitles_uri"].split("/demo/")[1]
    file = client.http.get(f"/demo/{path}")
    silent = client.hiker("/v2/media/info/by/id", **{"id": COMMENT["media_id"]}).json()
    assert file.headers["content-type"].startswith("text/plain")
    assert all(word in file.text for word in spoken.text.split())
    assert silent["media_or_ad"]["video_subtitles_uri"] is None
    assert client.http.get(f"/demo/captions/{COMMENT['media_id']}.srt").status_code == 404
    assert client.http.get("/demo/captions/x.srt").status_code == 404
