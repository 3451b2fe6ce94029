"""What Meta refuses, by code and subcode; its HTTP status says little, its words go nowhere."""

import pytest
from graph_makers import OPERATOR, TOKEN, Told, discovered, playing, refused

from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import NotFound, Problem, UpstreamError

pytestmark = pytest.mark.anyio

LIMITS = (4, 17, 32, 341, 613, 80002)
TOKENS = (458, 459, 460, 463, 464, 467, None)
INVISIBLE = "Unsupported get request. Object with ID does not exist"
RIGHT_MISSING = "(#100) Object does not exist, cannot be loaded due to missing permission or"
FEATURE_MISSING = "(#100) Pages Public Content Access requires either app secret proof or an app"


async def refusal(told: Told) -> Problem:
    """Return the Problem that an answer becomes."""
    async with playing(told) as meta:
        with pytest.raises(Problem) as raised:
            await meta.graph.profile(GetProfile(account=AccountRef(handle="tilda.bakes")))
        return raised.value


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (refused(1), "server"),
        (refused(2, is_transient=True), "server"),
        (refused(-1, 2207001), "server"),
        (refused(-2, 2207003), "server"),
        (refused(9999, is_transient=True), "server"),
        *[(refused(code), "rate_limited") for code in LIMITS],
        (refused(80002, 2446079), "rate_limited"),
        (refused(4, 2207051), "blocked"),
        (refused(368), "blocked"),
        *[(refused(code), "auth") for code in (3, 10, 200, 299, 102, 104, 803)],
        *[(refused(190, subcode), "auth") for subcode in TOKENS],
        (refused(100, 33, INVISIBLE), "auth"),
        (refused(100, message=RIGHT_MISSING), "auth"),
        (refused(100, message=FEATURE_MISSING), "auth"),
        (refused(100, message="(#100) Invalid parameter"), "shape"),
        (refused(110, message="Invalid user id"), "shape"),
        (refused(2500, message="Syntax error"), "shape"),
        (refused(18), "ceiling"),
        (refused(36104), "not_supported"),
        (refused(36000), "not_supported"),
        (Told({"error": {"code": "x", "error_subcode": None}}, 400), "shape"),
        (Told({"error": {"code": 9999}}, 503), "server"),
        (Told({"error": {"code": 190}}, 200), "auth"),
        (Told({"error": "odd"}, 500), "server"),
        (Told(b"", 429), "rate_limited"),
        (Told(b"", 502), "server"),
        (Told(b"<!DOCTYPE html><title>Sorry</title>", 500), "server"),
        (Told(b"<!DOCTYPE html><title>Log in</title>"), "shape"),
        (Told(b"{", 200), "shape"),
        (Told([1], 200), "shape"),
        (Told({}, 302, {"location": "https://www.facebook.com/login"}), "shape"),
    ],
)
async def test_a_refusal_is_told_by_its_code(told: Told, reason: str) -> None:
    problem = await refusal(told)

    assert isinstance(problem, UpstreamError)
    assert problem.reason == reason


@pytest.mark.parametrize(
    ("told", "reason", "words"),
    [
        (refused(110, 2207013), None, "does not exist or is not professional"),
        (refused(24, 2207006), None, "cannot find"),
        (refused(24), None, "cannot find"),
        (refused(110, 2207018), "private", "private"),
    ],
)
async def test_what_meta_says_is_not_there_is_not_found(
    told: Told, reason: str | None, words: str
) -> None:
    problem = await refusal(told)

    assert isinstance(problem, NotFound)
    assert problem.reason == reason
    assert words in problem.message


async def test_neither_the_token_nor_metas_words_are_in_a_message() -> None:
    problem = await refusal(refused(190, 467, f"Malformed access token {TOKEN}"))

    assert problem.message == "Meta refuses the operator's token. (code 190, subcode 467)"


async def test_the_version_that_answered_is_told() -> None:
    old = Told(discovered(), headers={"facebook-api-version": "v27.0"})
    async with playing(old, discovered()) as meta:
        assert meta.graph.version_answered is None
        for _ in range(2):
            await meta.graph.profile(GetProfile(account=AccountRef(handle="tilda.bakes")))

    assert meta.asked[0].path == f"/v26.0/{OPERATOR}"
    assert meta.graph.version_answered == "v27.0"
