"""What Prometheus is told of the traffic: every answer once, and times in their buckets."""

from prometheus_client import CollectorRegistry, generate_latest

from instagramapi.api.traffic import BOUNDS_MS, Traffic


def test_every_answer_is_counted_once() -> None:
    registry, traffic = CollectorRegistry(), Traffic()
    registry.register(traffic)
    for ms, charged in ((0, 0), (1, 2), (2, 1), (30_000, 0)):
        traffic.count(("profile", 200, "", "hit"), ms, charged)
    traffic.count(("post", 404, "not_found", ""), 7, 1)

    told = generate_latest(registry).decode()

    labels = 'cache="hit",code="",endpoint="profile",status="200"'
    assert f"instagramapi_requests_total{{{labels}}} 4.0" in told
    assert 'instagramapi_credits_charged_total{endpoint="profile"} 3.0' in told
    assert 'instagramapi_credits_charged_total{endpoint="post"} 1.0' in told
    name = "instagramapi_request_seconds"
    assert f'{name}_bucket{{endpoint="profile",le="0.001"}} 2.0' in told
    assert f'{name}_bucket{{endpoint="profile",le="0.005"}} 3.0' in told
    assert f'{name}_bucket{{endpoint="profile",le="{BOUNDS_MS[-1] / 1000}"}} 3.0' in told
    assert f'{name}_bucket{{endpoint="profile",le="+Inf"}} 4.0' in told
    assert f'{name}_count{{endpoint="profile"}} 4.0' in told
    assert f'{name}_sum{{endpoint="profile"}} 30.003' in told
