"""The form of a new key is read as a person means it, or refused with the field at fault."""

import pytest
from starlette.datastructures import FormData

from instagramapi.accounts.terms import Terms
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.errors import BadParameter
from instagramapi.web.dashboard.key_form import DAY_S, scope_groups, terms_of
from makers import NOON_S


def read(**fields: str) -> Terms:
    return terms_of(FormData(dict(fields)), NOON_S)


def test_a_name_alone_is_a_live_key_without_limits() -> None:
    assert read(name="nightly") == Terms(name="nightly", scopes=[], addresses=[])


def test_every_field_becomes_a_term() -> None:
    form = FormData(
        [
            ("name", "nightly"),
            ("mode", "test"),
            ("scopes", "profile"),
            ("scopes", "post"),
            ("cap_day", "1 000"),
            ("cap_month", "20000"),
            ("rate_requests", "60"),
            ("rate_window", "hour"),
            ("addresses", "203.0.113.7, 10.0.0.0/8\n2001:db8::/32"),
            ("expires", "30"),
        ]
    )

    assert terms_of(form, NOON_S) == Terms(
        name="nightly",
        mode="test",
        scopes=["profile", "post"],
        cap_day=1000,
        cap_month=20_000,
        rate_limit="60/hour",
        addresses=["203.0.113.7", "10.0.0.0/8", "2001:db8::/32"],
        expires_at=NOON_S + 30 * DAY_S,
    )


def test_the_chosen_day_is_the_last_day() -> None:
    assert read(name="n", expires="date", expires_on="2030-01-31").expires_at == 1_896_134_399.0


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"cap_day": "-1"}, "cap_day"),
        ({"cap_month": "1.5"}, "cap_month"),
        ({"cap_day": "9" * 20}, "cap_day"),
        ({"cap_day": "٣"}, "cap_day"),
        ({"expires": "soon"}, "expires_at"),
        ({"expires": "date", "expires_on": ""}, "expires_at"),
        ({"expires": "date", "expires_on": "31.1.2030"}, "expires_at"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_the_name_of_its_field(
    fields: dict[str, str], param: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        read(name="n", **fields)

    assert refused.value.param == param


def test_every_endpoint_stands_in_one_group() -> None:
    groups = scope_groups(CATALOGUE)

    names = [endpoint.name for group in groups for endpoint in group.endpoints]
    assert sorted(names) == sorted(CATALOGUE.by_name)
    assert len({group.name for group in groups}) == len(groups)
