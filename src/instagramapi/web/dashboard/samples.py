"""Calls as lines to copy, from the same writer as those of the reference."""

from collections.abc import Mapping

from instagramapi.catalog.endpoint import Call
from instagramapi.web.reference.samples import Ask, samples
from instagramapi.web.visit import Visit

SECRET = "$KEY"  # noqa: S105 - a place to put one


def samples_of(
    visit: Visit,
    endpoint: type[Call],
    parameters: Mapping[str, str] | None = None,
    secret: str = SECRET,
) -> dict[str, str]:
    """Write a call in every language, by its name; without parameters it is the example."""
    return dict(
        samples(
            Ask(
                server=visit.site.public_url,
                path=endpoint.path,
                name=endpoint.name,
                parameters=endpoint.example if parameters is None else parameters,
                key=secret,
            )
        )
    )
