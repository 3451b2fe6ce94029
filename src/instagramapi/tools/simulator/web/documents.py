"""The GraphQL queries of the web app: their names, the ids seen for them, who may ask them."""

from dataclasses import dataclass

_LOGGED_OUT = "PolarisLoggedOutDesktopWWW"


@dataclass(frozen=True)
class Document:
    """One query: its ids of late (they change every few weeks) and the variables it needs."""

    name: str
    ids: tuple[str, ...]
    needs: tuple[str, ...]
    for_guests: bool = True
    is_logged_out_family: bool = False


def _guest(name: str, ids: tuple[str, ...], needs: tuple[str, ...]) -> Document:
    return Document(_LOGGED_OUT + name, ids, needs, is_logged_out_family=True)


# Ids by upstreams B2; the first of each is the newest.
DOCUMENTS = (
    _guest("ProfileRootContentQuery", ("27981003384861049", "36836636079261063"), ("username",)),
    _guest(
        "ProfilePostsTabContentQuery", ("27553725110923321", "27126064893724785"), ("username",)
    ),
    _guest(
        "ProfilePostsTabContentQuery_connection",
        ("28904005159232689", "27389614800735091"),
        ("id",),
    ),
    _guest("ProfileReelsTabContentQuery", ("27838951732404191",), ("username",)),
    # No id of this one was published.
    _guest("ProfileReelsTabContentQuery_connection", (), ("id",)),
    _guest("PostRootContentQuery", ("28309390568695038", "27130156389949648"), ("media_id",)),
    _guest(
        "PostCommentsPaginationQuery", ("27659279553772821", "27261273046856309"), ("media_id",)
    ),
    Document("PolarisAYMLFollowChainingListLoggedOutQuery", ("26772329349085526",), ("owner_id",)),
    Document("PolarisStoriesV3HighlightsLoggedOutPageQuery", ("28479441025019684",), ("reel_ids",)),
    Document("PolarisLoggedOutPopularSearchPageQuery", ("29032174876406682",), ("keyword",)),
    Document(
        "PolarisPostRootQuery",
        ("27128499623469141", "27830990013244856", "28210188581965596", "27619468827737957"),
        ("shortcode",),
    ),
    Document("PolarisProfilePageContentQuery", ("27937681195819736", "28036671149327607"), ("id",)),
    Document("PolarisProfilePostsQuery", ("39740939532171951",), ("username",)),
    Document(
        "PolarisProfilePostsTabContentQuery_connection",
        ("29104886249145907", "28489798657316487"),
        ("username",),
        for_guests=False,
    ),
    Document(
        "PolarisProfileReelsTabContentQuery_connection",
        ("7845543455542541", "27234427476213202"),
        ("data",),
        for_guests=False,
    ),
    Document("PolarisPostActionLoadPostQueryQuery", ("8845758582119845",), ("shortcode",)),
    Document(
        "PolarisPostCommentsPaginationQuery", ("6974885689225067",), ("media_id",), for_guests=False
    ),
    Document(
        "PolarisPostLikedByListDialogQuery", ("24452425501069647",), ("id",), for_guests=False
    ),
    Document(
        "PolarisSearchBoxRefetchableQuery", ("26347858941511777",), ("query",), for_guests=False
    ),
)

BY_NAME = {document.name: document for document in DOCUMENTS}
BY_ID = {number: document for document in DOCUMENTS for number in document.ids}

DEAD_IDS = {"7898261790222653": "execution_error", "28975909992013618": "feedback_required"}
"""Ids that clients report as dead, and how they fail."""


def document_of(name: str, number: str) -> Document | None:
    """The query that is meant: by its name where one is sent, since ids are soon old."""
    return BY_NAME.get(name) or BY_ID.get(number)
