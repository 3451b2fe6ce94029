import math
from typing import Any, cast

import pytest
from account_makers import ENDPOINTS, NOON_S, told

from instagramapi.accounts.terms import Terms, columns
from instagramapi.errors import BadParameter


def test_terms_without_limits_are_all_open() -> None:
    assert columns(Terms(name=" ci "), ENDPOINTS, NOON_S) == {
        "name": "ci",
        "mode": "live",
        "expires_at": None,
        "scopes": "",
        "addresses": "",
        "cap_day": None,
        "cap_month": None,
        "rate_limit": "none",
    }


def test_terms_are_written_in_one_form() -> None:
    terms = Terms(
        name="night",
        mode="test",
        expires_at=NOON_S + 1,
        scopes=["profile/posts", "post", "post"],
        addresses=["2001:DB8::/32", " 10.0.0.0/255.0.0.0", "203.0.113.7"],
        cap_day=0,
        cap_month=10**12,
        rate_limit=" 60/Minute",
    )

    assert columns(terms, ENDPOINTS, NOON_S) == {
        "name": "night",
        "mode": "test",
        "expires_at": NOON_S + 1,
        "scopes": "post profile/posts",
        "addresses": "10.0.0.0/8 2001:db8::/32 203.0.113.7/32",
        "cap_day": 0,
        "cap_month": 10**12,
        "rate_limit": "60/minute",
    }


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "1 to 100 characters"),
        ({"name": "x" * 101}, "1 to 100 characters"),
        ({"name": "two\nlines"}, "one line"),
        ({"name": "\x1b[31mred"}, "one line"),
        ({"name": "half \ud800"}, "one line"),
        ({"mode": "prod"}, "`live` or `test`"),
        ({"expires_at": NOON_S}, "in the future, for example"),
        ({"expires_at": NOON_S - 1}, "in the future"),
        ({"expires_at": math.nan}, "in the future"),
        ({"expires_at": math.inf}, "in the future"),
        ({"cap_day": -1}, "from 0 to 1000000000000, for example 500"),
        ({"cap_month": -1}, "whole number"),
        ({"cap_month": 10**12 + 1}, "whole number"),
        ({"rate_limit": "fast"}, "for example 60/minute"),
        ({"scopes": ["profil/posts"]}, "Did you mean `profile/posts`"),
        ({"scopes": ["post", "zzz"]}, "like `profile/posts`.$"),
        ({"addresses": ["10.0.0.1/8"]}, "host bits"),
        ({"addresses": ["10.0.0.0/8", "localhost"]}, "for example 203.0.113.7"),
        ({"addresses": [""]}, "for example 203.0.113.7"),
        ({"addresses": ["fe80::1%eth 0"]}, "zone"),
    ],
)
def test_a_wrong_term_is_named_with_what_is_accepted(wrong: dict[str, Any], says: str) -> None:
    terms = Terms(**cast(Any, {"name": "ci"} | wrong))

    with pytest.raises(BadParameter, match=says) as refused:
        columns(terms, ENDPOINTS, NOON_S)
    assert told(refused.value) == (next(iter(wrong)), "malformed")
