"""The access log: what a line holds, and whom it does not name."""

from pathlib import Path

import pytest

from makers import Scripted, open_api, requests_logged

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_a_request_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True) as api:
        with requests_logged(api, capsys) as logs:
            answer = await api.get(PROFILE, traceparent=TRACEPARENT)

        (line,) = logs
        subject = line.pop("subject")
        assert line == {
            "event": "request",
            "level": "info",
            "timestamp": "2027-01-15T08:00:00.000Z",
            "request_id": answer.headers["x-request-id"],
            "key_id": api.key_id,
            "endpoint": "profile",
            "status": 200,
            "code": None,
            "credits": 1,
            "cache": "miss",
            "provider": "scripted",
            "ms": 0,
            "traceparent": TRACEPARENT,
        }
        assert "nike" not in subject
        usage = await api.usage(answer.headers["x-request-id"])
        assert usage is not None
        assert usage["subject"] == subject


@pytest.mark.parametrize("sent", ["", "00-xyz", TRACEPARENT + "-more", TRACEPARENT.upper()])
async def test_what_is_no_traceparent_is_not_logged(
    sent: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True) as api:
        with requests_logged(api, capsys) as logs:
            await api.get(PROFILE, traceparent=sent)

        assert logs[0]["traceparent"] is None


async def test_a_refusal_is_a_line_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True) as api:
        with requests_logged(api, capsys) as logs:
            await api.get("/v1/nothing", "")

        (line,) = logs
        assert (line["status"], line["code"], line["key_id"]) == (404, "unknown_endpoint", None)


async def test_a_subject_has_one_name_in_the_log_whatever_is_asked_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True) as api:
        with requests_logged(api, capsys) as logs:
            await api.get(PROFILE)
            await api.get("/v1/profile/posts?handle=@NIKE")
            await api.get("/v1/profile?handle=adidas")
            await api.get("/v1/search/users?query=nike")

        one, same, other, none = [line["subject"] for line in logs]
        assert one == same != other
        assert none is None


async def test_an_operator_may_choose_to_see_subjects_in_clear(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True, log_subjects=True) as api:
        with requests_logged(api, capsys) as logs:
            await api.get(PROFILE)

        assert logs[0]["subject"] == "@nike"


async def test_an_operator_may_switch_the_log_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_api(tmp_path, Scripted(), access_log=False) as api:
        with requests_logged(api, capsys) as logs:
            await api.get(PROFILE)

        assert logs == []
