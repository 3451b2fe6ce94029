"""What can go wrong on request: rules, odd answers, odd connections, and the log of it all."""

import json
import socket
import time

import httpx2
import pytest
from simulator_makers import LOGGED_OUT, Client

from instagramapi.tools.simulator import RuleError, Simulator
from instagramapi.tools.simulator.spoiling import OVERSIZED_BYTES

ROOT = f"{LOGGED_OUT}ProfileRootContentQuery"


def test_every_failure_of_the_web_can_be_switched_on(client: Client, upstreams: Simulator) -> None:
    healthy = client.ask(ROOT, username="nike")
    for fault in upstreams.app.faults.known()["web"]:
        upstreams.break_with(fault, upstream="web", times=1)
        answer = client.ask(ROOT, username="nike")
        assert (answer.status_code, answer.content) != (healthy.status_code, healthy.content)
    assert client.ask(ROOT, username="nike").content == healthy.content


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        ("please_wait", 401, '"igweb_rollout":true'),
        ("login_required", 403, '"logout_reason":8'),
        ("useragent_mismatch", 400, "useragent mismatch"),
        ("checkpoint_required", 400, '"checkpoint_url":"/challenge/'),
        ("execution_error", 200, '"data":null'),
        ("unauthorized", 200, "1675002"),
        ("rate_limit_error", 200, "1675004"),
        ("error_summary", 200, "for (;;);"),
        ("login_redirect", 302, ""),
        ("too_many", 429, ""),
        ("html", 200, "<!DOCTYPE html>"),
        ("empty_shell", 200, "canonicalRouteName"),
        ("error_route", 200, "PolarisErrorRoute"),
        ("edge_572", 572, ""),
        ("age_gate", 200, '"if_not_gated_logged_out":null'),
    ],
)
def test_failures_look_as_recorded(
    client: Client, upstreams: Simulator, fault: str, status: int, told: str
) -> None:
    upstreams.break_with(fault)

    answer = client.ask(ROOT, username="nike")

    assert answer.status_code == status and told in answer.text


def test_a_rule_is_about_what_it_matches(client: Client, upstreams: Simulator) -> None:
    upstreams.break_with("too_many", upstream="web", endpoint="*ProfileRoot*", subject="adidas")

    assert client.ask(ROOT, username="nike").status_code == 200
    assert client.ask(ROOT, username="adidas").status_code == 429
    assert client.page("/adidas/").status_code == 200
    assert client.hiker("/v1/user/by/username", username="adidas").status_code == 200


def test_a_rule_can_be_bounded_in_number_and_time(client: Client, upstreams: Simulator) -> None:
    upstreams.break_with("too_many", times=2)
    upstreams.break_with("server_error", after_s=60)
    upstreams.break_with("server_error", for_s=0.0)

    statuses = [client.page("/nike/").status_code for _ in range(4)]

    assert statuses == [429, 429, 200, 200]


def test_a_rule_can_strike_now_and_then_and_repeats_itself(upstreams: Simulator) -> None:
    rule = upstreams.app.faults.add({"fault": "latency", "rate": 0.3})
    struck = [rule.fires(rule.made_at_s) for _ in range(1000)]
    rule.drawn = 0
    again = [rule.fires(rule.made_at_s) for _ in range(1000)]

    assert 240 < sum(struck) < 360 and struck == again


def test_rules_are_made_read_and_removed_by_http(client: Client) -> None:
    rule = {"match": {"upstream": "graph"}, "fault": "app_limit", "times": 1}
    made = client.http.post("/_sim/faults", json=rule)
    limited = client.graph("17841400455970028")

    listed = client.http.get("/_sim/faults").json()
    cleared = client.http.delete("/_sim/faults").json()

    assert made.status_code == 201 and limited.json()["error"]["code"] == 4
    assert [one["fired"] for one in listed["rules"]] == [1]
    assert {"graph", "web", "hiker", "any"} == set(listed["known"])
    assert cleared["rules"] == []


@pytest.mark.parametrize(
    "rule",
    [
        {"fault": "unheard_of"},
        {"fault": "please_wait", "match": {"upstream": "graph"}},
        {"fault": "latency", "match": {"upstream": "nowhere"}},
        {"fault": "latency", "match": {"handle": "nike"}},
        {"fault": "latency", "share": 1},
        {"fault": "latency", "times": "many"},
        "latency",
    ],
)
def test_a_wrong_rule_is_refused(client: Client, rule: object) -> None:
    answer = client.http.post("/_sim/faults", json=rule)

    assert answer.status_code == 400 and answer.json()["error"]


def test_a_wrong_rule_is_an_error_in_the_process_too(upstreams: Simulator) -> None:
    with pytest.raises(RuleError, match="unheard_of"):
        upstreams.break_with("unheard_of")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("renamed_field", {"follower_count_v2": 797}),
        ("missing_field", {}),
        ("null_field", {"follower_count": None}),
        ("retyped_field", {"follower_count": [797]}),
    ],
)
def test_fields_move_vanish_and_change(
    client: Client, upstreams: Simulator, fault: str, told: dict[str, object]
) -> None:
    upstreams.break_with(fault, field="follower_count")

    user = client.ask(ROOT, username="nike").json()["data"]["xig_user_by_username"]
    found = {name: value for name, value in user.items() if name.startswith("follower_count")}

    assert found == told
    assert ('"follower_count":797' in client.page("/nike/").text) is False


@pytest.mark.parametrize(
    "fault", ["garbage", "broken_json", "html_body", "empty_body", "deep_json"]
)
def test_bodies_that_are_no_json(client: Client, upstreams: Simulator, fault: str) -> None:
    upstreams.break_with(fault)

    answer = client.hiker("/v1/user/by/id", id="782626")

    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    with pytest.raises((ValueError, RecursionError)):
        json.loads(answer.content)


def test_bodies_that_are_too_large_odd_or_otherwise_shaped(
    client: Client, upstreams: Simulator
) -> None:
    def once(fault: str) -> httpx2.Response:
        upstreams.break_with(fault, times=1)
        return client.hiker("/v1/user/by/id", id="782626")

    assert len(once("oversized").content) > OVERSIZED_BYTES
    assert once("prefixed").text.startswith("for (;;);{")
    assert once("wrong_type").headers["content-type"].startswith("text/html")
    assert once("wrong_shape").json() == {"unexpected": []}
    with pytest.raises(UnicodeDecodeError):
        once("invalid_utf8").content.decode()


@pytest.mark.parametrize("fault", ["reset", "close", "truncated", "reset_in_body"])
def test_connections_break(client: Client, upstreams: Simulator, fault: str) -> None:
    upstreams.break_with(fault)

    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        client.page("/nike/")


@pytest.mark.parametrize("fault", ["hang", "hang_after_headers"])
def test_connections_hang(client: Client, upstreams: Simulator, fault: str) -> None:
    upstreams.break_with(fault)

    with pytest.raises(httpx2.ReadTimeout):
        client.http.get("/nike/", timeout=0.3)


def test_a_head_comes_before_a_body_that_never_comes(upstreams: Simulator) -> None:
    upstreams.break_with("hang_after_headers")
    host, _, port = upstreams.url.removeprefix("http://").partition(":")

    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"GET /nike/ HTTP/1.1\r\nhost: x\r\n\r\n")
        head = connection.recv(4096)

    assert head.startswith(b"HTTP/1.1 200") and head.endswith(b"\r\n\r\n")


def test_answers_come_late_or_in_drops(client: Client, upstreams: Simulator) -> None:
    upstreams.break_with("latency", seconds=0.2, times=1)
    started_s = time.monotonic()
    whole = client.hiker("/v1/user/about", id="782626")
    late_s = time.monotonic() - started_s
    upstreams.break_with("slow_drip", bytes=40, every_s=0.05)

    started_s = time.monotonic()
    in_drops = client.hiker("/v1/user/about", id="782626")
    drops_s = time.monotonic() - started_s

    assert late_s >= 0.2 and in_drops.json() == whole.json()
    assert drops_s >= len(whole.content) // 40 * 0.05


def test_the_log_tells_what_was_asked(client: Client, upstreams: Simulator) -> None:
    upstreams.break_with("reset", upstream="hiker")
    client.page("/nike/")
    client.ask(ROOT, username="nike")
    with pytest.raises(httpx2.ReadError):
        client.hiker("/v1/user/by/id", id="782626")

    log = client.http.get("/_sim/log").json()

    told = [(one["upstream"], one["endpoint"], one["status"]) for one in log["requests"]]
    assert told == [
        ("web", "profile_page", 200),
        ("web", ROOT, 200),
        ("hiker", "/v1/user/by/id", None),
    ]
    assert log["requests"][1]["form"]["variables"] == '{"username": "nike"}'
    assert log["requests"][2]["faults"] == ["reset"]
    assert [one.endpoint for one in upstreams.requests("hiker")] == ["/v1/user/by/id"]


def test_the_log_can_be_narrowed_and_forgotten(client: Client) -> None:
    client.page("/nike/")
    client.page("/adidas/")

    first = client.http.get("/_sim/log").json()["requests"][0]["number"]
    later = client.http.get("/_sim/log", params={"after": first, "upstream": "web"}).json()
    left = client.http.delete("/_sim/log").json()

    assert [one["path"] for one in later["requests"]] == ["/adidas/"]
    assert left["requests"] == [] and left["total"] >= 2
