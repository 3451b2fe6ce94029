"""Every way in which HikerAPI refuses, through HTTP, and what it is to a caller."""

import pytest
from hiker_makers import KEY, Raw, playing

from instagramapi.catalog.location import GetLocation
from instagramapi.catalog.subjects import LocationRef
from instagramapi.errors import NotFound, Problem, UpstreamError, UpstreamTimeout

pytestmark = pytest.mark.anyio

PATH = "/v1/location/by/id"
PLACE = GetLocation(location=LocationRef(id="213385402"))
HTML = "<!doctype html><html><title>Just a moment...</title></html>"


async def raised_by(answer: object) -> Problem:
    async with playing({PATH: answer}) as stage:
        with pytest.raises(Problem) as raised:
            await stage.answer(PLACE)
    return raised.value


def refusal(status: int, detail: str, exc_type: str = "Some", **headers: str) -> Raw:
    return Raw(status, {"detail": detail, "exc_type": exc_type}, headers)


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (Raw(307, headers={"location": "/elsewhere"}), UpstreamError, "shape"),
        (refusal(400, "Arguments are not correctly transmitted"), UpstreamError, "shape"),
        (refusal(401, "Unauthorized"), UpstreamError, "auth"),
        (refusal(402, "Top up your account", "InsufficientFunds"), UpstreamError, "auth"),
        (refusal(403, "Account is private", "PrivateAccount"), NotFound, "private"),
        (refusal(404, "Target user not found", "UserNotFound"), NotFound, None),
        (refusal(405, "Method Not Allowed"), UpstreamError, "shape"),
        (refusal(408, "Request Timeout"), UpstreamTimeout, None),
        (refusal(410, "This endpoint is retired"), UpstreamError, "shape"),
        (Raw(422, {"detail": [{"loc": ["query", "id"]}]}), UpstreamError, "shape"),
        (refusal(429, "Too many"), UpstreamError, "rate_limited"),
        (refusal(430, "Headers too large"), UpstreamError, "shape"),
        (refusal(500, "Internal"), UpstreamError, "server"),
        (refusal(503, "Unavailable"), UpstreamError, "server"),
        (refusal(504, "Network delays"), UpstreamTimeout, None),
    ],
    ids=lambda part: str(part.status) if isinstance(part, Raw) else None,
)
async def test_a_status_says_what_is_wrong(
    answer: Raw, kind: type[Problem], reason: str | None
) -> None:
    problem = await raised_by(answer)

    assert (type(problem), problem.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Raw(200, html=HTML), "shape"),
        (Raw(403, html=HTML), "blocked"),
        (Raw(403, body=["private"]), "blocked"),
        (Raw(404, html=HTML), "shape"),
        (Raw(404, {"detail": "Not Found"}), "shape"),
        (Raw(404, {"detail": None, "exc_type": " "}), "shape"),
        (Raw(502, html=HTML), "server"),
        (Raw(403, {"detail": "login_required", "exc_type": "LoginRequired"}), "login_required"),
        (Raw(403, {"detail": "Your token is banned"}), "auth"),
    ],
)
async def test_what_speaks_of_us_is_never_a_not_found(answer: Raw, reason: str) -> None:
    problem = await raised_by(answer)

    assert (type(problem), problem.reason) == (UpstreamError, reason)


@pytest.mark.parametrize(("status", "text"), [(403, "{"), (404, "")])
async def test_a_refusal_without_json_is_no_word_on_the_subject(status: int, text: str) -> None:
    problem = await raised_by(Raw(status, html=text))

    assert type(problem) is UpstreamError


@pytest.mark.parametrize(
    ("header", "seconds"), [("17", 17), ("soon", None), ("", None), ("99999999", None)]
)
async def test_a_rate_limit_says_how_long_it_lasts(header: str, seconds: int | None) -> None:
    problem = await raised_by(refusal(429, "Too many", **{"retry-after": header}))

    assert problem.retry_after_s == seconds


async def test_payment_is_the_operators_matter() -> None:
    problem = await raised_by(refusal(402, "Top up"))

    assert "operator's balance" in problem.message


async def test_a_shape_that_nobody_knows_is_not_charged() -> None:
    problem = await raised_by({"name": "a place without an id"})

    assert (type(problem), problem.reason) == (UpstreamError, "shape")


async def test_no_message_carries_the_key() -> None:
    for status in (400, 401, 402, 403, 404, 429, 500):
        problem = await raised_by(refusal(status, f"your token {KEY} is bad"))
        assert KEY not in problem.message
