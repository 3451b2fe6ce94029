"""Turns: the order of providers for an endpoint, by position and by weight."""

import re
from itertools import repeat

import pytest
from upstream_makers import HandClock, ObedientProvider, answering

from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.turn import Choice, Turns, parse_routes

ENDPOINTS = ("profile", "post")
PROVIDERS = ("graph", "web", "hiker")


def turns(text: str, lot: float = 0.0) -> Turns:
    desks = [Desk(ObedientProvider(repeat(answering), name), HandClock()) for name in PROVIDERS]
    return Turns(desks, parse_routes(text, ENDPOINTS, PROVIDERS), lambda: lot)


def names(of: Turns) -> list[str]:
    return [desk.name for desk in of.able(GetProfile)]


def test_without_a_route_providers_are_asked_in_the_order_of_the_settings() -> None:
    assert names(turns("")) == ["graph", "web", "hiker"]


def test_a_route_names_its_providers_in_order_and_leaves_out_the_others() -> None:
    assert names(turns("profile=hiker,web")) == ["hiker", "web"]


def test_a_star_is_the_route_of_every_endpoint_without_one() -> None:
    assert names(turns("post=web; *=hiker")) == ["hiker"]


@pytest.mark.parametrize(("lot", "first"), [(0.0, "graph"), (0.74, "graph"), (0.76, "web")])
def test_weights_draw_lots_for_the_first_place(lot: float, first: str) -> None:
    drawn = names(turns("profile=graph:3,web:1,hiker", lot))

    assert drawn[0] == first
    assert sorted(drawn) == sorted(PROVIDERS)


def test_a_provider_that_cannot_answer_the_endpoint_has_no_turn() -> None:
    assert turns("").able(GetPost) == ()


def test_a_desk_is_found_by_name_for_the_next_page_of_its_list() -> None:
    desk = turns("profile=web").named("graph")

    assert desk is not None
    assert turns("").named("mirror") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("profile", "write `profile=graph,web`"),
        ("profil=web", "Did you mean profile?"),
        ("profile=wep", "Did you mean web?"),
        ("profile=", "There are: graph, web, hiker"),
        ("profile=web:0", "from 1 to 1000"),
        ("profile=web:many", "from 1 to 1000"),
    ],
)
def test_a_wrong_route_is_refused_with_what_is_accepted(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_routes(text, ENDPOINTS, PROVIDERS)


def test_a_route_reads_as_written() -> None:
    routes = parse_routes(" profile = graph:3, web ;", ENDPOINTS, PROVIDERS)

    assert routes == {"profile": (Choice("graph", 3), Choice("web"))}
