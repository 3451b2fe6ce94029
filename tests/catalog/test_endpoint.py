from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.catalog import post
from instagramapi.catalog.account import GetCredits
from instagramapi.catalog.endpoint import Call, Catalogue, Endpoint, parameters_of
from instagramapi.catalog.endpoints import endpoints_in
from instagramapi.catalog.models import Credits, Page, Profile
from instagramapi.catalog.parameters import Account, Cursor, Limit
from instagramapi.catalog.post import GetPost, ListPostLikers
from instagramapi.catalog.profile import GetProfile, ListProfileFollowers, ListProfilePosts
from instagramapi.catalog.reading import read_call
from instagramapi.catalog.search import SearchLocations, SearchUsers
from instagramapi.catalog.subjects import AccountRef

CODE, POST_ID = "DRqAYKuAIUx", "3776832898280228145"


def asked(endpoint: type[Call], **sent: str) -> Call:
    return read_call(endpoint, list(sent.items()))[0]


@pytest.mark.parametrize(
    ("endpoint", "ways"),
    [
        (
            GetProfile,
            [
                {"handle": "nike"},
                {"handle": "@NIKE"},
                {"handle": "https://www.instagram.com/nike/?hl=en"},
                {"handle": "nike", "fields": "id", "max_age": "60"},
            ],
        ),
        (
            GetPost,
            [
                {"post": CODE},
                {"post": POST_ID},
                {"post": f"https://instagram.com/nike/reel/{CODE}/"},
                {"url": f"instagram.com/p/{CODE}"},
                {"shortcode": CODE},
                {"id": POST_ID},
                {"id": f"{POST_ID}_787132"},
            ],
        ),
        (
            ListProfilePosts,
            [
                {"handle": "nike", "since": "2026-01-31"},
                {"handle": "nike", "since": "2026-01-31T01:00:00+01:00"},
                {"handle": "nike", "since": "1769817600"},
            ],
        ),
        (SearchUsers, [{"query": "air max"}, {"q": " air  max "}]),
        (
            SearchLocations,
            [
                {"query": "x", "lat": "0", "lng": "2.5"},
                {"query": "x", "lat": "-0.0", "lng": "+2.50"},
            ],
        ),
    ],
)
def test_every_way_to_ask_the_same_has_one_identity(
    endpoint: type[Call], ways: list[dict[str, str]]
) -> None:
    assert len({asked(endpoint, **way).identity for way in ways}) == 1


def test_different_questions_have_different_identities() -> None:
    calls = [
        asked(GetProfile, handle="nike"),
        asked(GetProfile, handle="adidas"),
        asked(GetProfile, handle="787132"),
        asked(GetProfile, id="787132"),
        asked(ListProfilePosts, handle="nike"),
        asked(ListProfilePosts, handle="nike", limit="12"),
        asked(ListProfilePosts, handle="nike", since="0"),
        asked(ListProfilePosts, handle="nike", until="0"),
        asked(ListProfilePosts, handle="nike", cursor="abc"),
        asked(ListProfilePosts, handle="nike", cursor="None"),
        asked(SearchUsers, query="a"),
        asked(SearchUsers, query="A"),
    ]

    assert len({call.identity for call in calls}) == len(calls)


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_no_text_passes_for_another_field(one: tuple[str, str], two: tuple[str, str]) -> None:
    identities = {SearchUsers(query=q, cursor=cursor).identity for q, cursor in (one, two)}

    assert len(identities) == len({one, two})


# The query of the one ends as the cursor of the other begins.
def test_a_query_that_looks_like_a_cursor_is_another_question() -> None:
    query = SearchUsers(query="a'#None#'X")
    cursor = SearchUsers(query="a", cursor="X'#None#None")

    assert query.identity != cursor.identity


def test_a_list_is_the_same_on_every_page() -> None:
    first = asked(ListProfilePosts, handle="nike", limit="12", since="0")
    second = asked(ListProfilePosts, handle="nike", limit="50", since="0", cursor="abc")
    other = asked(ListProfilePosts, handle="nike", limit="12")

    assert first.list_identity == second.list_identity != other.list_identity
    assert (first.cursor_text, second.cursor_text) == (None, "abc")


def test_a_call_knows_its_subject() -> None:
    assert asked(ListProfileFollowers, handle="nike").subject == AccountRef(handle="nike")
    assert asked(SearchUsers, query="nike").subject is None


def test_an_endpoint_knows_whether_it_is_a_list() -> None:
    assert ListPostLikers.is_list()
    assert not GetPost.is_list()


def test_the_documentation_is_the_docstring_without_its_indentation() -> None:
    assert GetPost.documentation().startswith("One post: caption")
    assert "\n\nWhere the owner hides the likes" in GetPost.documentation()


class GetThing(
    Endpoint[Credits], name="thing", path="/v1/things/{limit}", credits=0, example={"limit": "7"}
):
    """One thing."""

    limit: Limit


def test_a_field_has_its_parameters_in_order() -> None:
    names = [parameter.name for parameter in parameters_of(ListProfilePosts)]

    assert names == ["handle", "id", "cursor", "limit", "since", "until"]
    assert [slot.is_required for slot in ListProfilePosts.slots] == [True, *[False] * 4]


def test_an_endpoint_is_defined_by_one_class() -> None:
    class ListFriends(
        Endpoint[Page[Profile]],
        name="profile/friends",
        path="/v1/profile/friends",
        credits=2,
        fresh_for=timedelta(minutes=1),
        example={"handle": "nike"},
    ):
        """Friends of one account."""

        account: Account
        cursor: Cursor = None
        limit: Limit = None

    assert ListFriends.answer == Page[Profile]
    assert ListFriends.is_list()
    assert (ListFriends.credits, ListFriends.raises) == (2, ())
    assert ListFriends.names == {
        **{"handle": "handle", "id": "id"},
        **{"cursor": "cursor", "limit": "limit"},
    }


def test_an_endpoint_without_a_docstring_is_refused() -> None:
    with pytest.raises(TypeError, match="Undocumented needs a docstring"):

        class Undocumented(Endpoint[Credits], name="a", path="/v1/a", credits=0, example={}):
            account: Account


def test_an_endpoint_that_does_not_say_what_it_answers_is_refused() -> None:
    with pytest.raises(TypeError, match="Vague does not say what it answers"):

        class Vague(Endpoint, name="a", path="/v1/a", credits=0, example={}):  # type: ignore[type-arg]
            """Something."""


def test_a_field_without_parameters_is_refused() -> None:
    with pytest.raises(TypeError, match="field 'handle' has no parameters"):

        class Loose(Endpoint[Credits], name="a", path="/v1/a", credits=0, example={}):
            """Something."""

            handle: str


@pytest.mark.parametrize("twin", [{"name": "b", "path": "/v1/a"}, {"name": "a", "path": "/v1/b"}])
def test_two_endpoints_never_share_a_name_or_a_path(twin: dict[str, str]) -> None:
    class First(Endpoint[Credits], name="a", path="/v1/a", credits=0, example={}):
        """The first."""

    class Second(Endpoint[Credits], name=twin["name"], path=twin["path"], credits=0, example={}):
        """The second."""

    with pytest.raises(ValueError, match="share a name or a path"):
        Catalogue((First, Second))


def test_a_catalogue_finds_endpoints_by_name_and_path() -> None:
    catalogue = Catalogue((GetProfile, GetCredits))

    assert list(catalogue) == [GetProfile, GetCredits]
    assert len(catalogue) == 2
    assert catalogue.by_name["profile"] is catalogue.by_path["/v1/profile"] is GetProfile


def test_a_path_may_end_with_a_parameter() -> None:
    catalogue = Catalogue((GetProfile, GetThing))

    assert catalogue.find("/v1/profile") == (GetProfile, ())
    assert catalogue.find("/v1/things/7") == (GetThing, (("limit", "7"),))
    for unknown in ("/v1/things/", "/v1/things", "/v1/things/7/8", "/v1/profile/7", "7", ""):
        assert catalogue.find(unknown) == (None, ())


def test_a_parameter_of_a_path_is_one_of_the_endpoints() -> None:
    with pytest.raises(TypeError, match="Lost has 'lost' in its path"):

        class Lost(Endpoint[Credits], name="a", path="/v1/a/{lost}", credits=0, example={}):
            """Something."""


def test_the_endpoints_of_a_module_are_found_in_their_order() -> None:
    assert endpoints_in(post) == (
        post.GetPost,
        post.ListPostComments,
        post.ListCommentReplies,
        post.ListCommentLikers,
        post.ListPostLikers,
        post.GetPostTranscript,
        post.GetOEmbed,
    )
