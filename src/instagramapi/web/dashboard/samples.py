"""A call as a line to copy: for the shell, and for Python."""

from urllib.parse import urlencode

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.writing import address_of
from instagramapi.web.dashboard.again import Pairs

SECRET = "$KEY"  # noqa: S105 - a placeholder that a shell fills in


def example_of(endpoint: type[Call]) -> Pairs:
    """Return the parameters of an endpoint's example."""
    return tuple(endpoint.example.items())


def url_of(endpoint: type[Call], pairs: Pairs, base_url: str) -> str:
    """Write the address of a call."""
    path, query = address_of(endpoint, dict(pairs))
    return f"{base_url}{path}?{urlencode(query)}" if query else f"{base_url}{path}"


def curl_of(endpoint: type[Call], pairs: Pairs, base_url: str, secret: str = SECRET) -> str:
    """Write a call for a shell."""
    url = url_of(endpoint, pairs, base_url)
    return f'curl "{url}" -H "Authorization: Bearer {secret}"'


def python_of(endpoint: type[Call], pairs: Pairs, base_url: str) -> str:
    """Write a call for Python."""
    path, query = address_of(endpoint, dict(pairs))
    return (
        "import os\n\n"
        "import httpx\n\n"
        "answer = httpx.get(\n"
        f'    "{base_url}{path}",\n'
        f"    params={query!r},\n"
        '    headers={"Authorization": f"Bearer {os.environ[\'KEY\']}"},\n'
        ")\n"
        "print(answer.json())"
    )
