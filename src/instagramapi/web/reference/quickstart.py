"""The first page of the docs: from nothing to an answer."""

import json

from instagramapi.web.reference.showroom import Example

PLACEHOLDER = "ig_test_…"
_EXAMPLE_SERVER = "http://127.0.0.1:8000"


FIELDS = ("id", "username", "followers", "posts")


_TEXT = """\
# Quickstart

One GET request, one bearer token, one JSON envelope. The calls on this page use a test key: it is
always free and is answered from an invented world that is the same on every machine.

## 1. Send a call

```sh
curl "{server}/v1/profile?handle=nike&fields={fields}" \\
  -H "Authorization: Bearer {key}"
```

## 2. Read the envelope

Every answer has `data` and `meta`; every failure has `error` and `meta`.

{answer}
`meta.credits_charged` says what the call cost, `meta.credits_remaining` what is left. The headers
`x-request-id`, `x-credits-charged` and `x-credits-remaining` say the same.

## 3. Page through a list

Lists answer `items` and `next_cursor`. Send the cursor back until it is null.

```sh
curl "{server}/v1/profile/posts?handle=nike&limit=5" \\
  -H "Authorization: Bearer {key}"
```

## 4. Meet failure before your users do

With a test key, these handles produce one outcome each: `sandbox.private`, `sandbox.deleted`,
`sandbox.empty`, `sandbox.upstream_error` and more ([all of them](guides/sandbox.md)).

```sh
curl "{server}/v1/profile?handle=sandbox.private" \\
  -H "Authorization: Bearer {key}"
```

## 5. Go live

Use a key that starts with `ig_live_`. Same paths, same envelope; the answer comes from the
providers that the operator of this server has configured, and costs what
[the billing table](guides/billing.md) says.
"""


def quickstart(server: str, key: str = PLACEHOLDER, example: Example | None = None) -> str:
    """Write the quickstart for this server, with the reader's own test key where it is known.

    `example` is the answer to the endpoint `profile` with all of its fields.
    """
    fields = ",".join(FIELDS)
    return _TEXT.format(server=server, key=key, fields=fields, answer=_answer(example))


def for_reader(guide: str, server: str, key: str = PLACEHOLDER) -> str:
    """Put this server and the reader's test key into the samples of a guide."""
    here = guide.replace(f'"{_EXAMPLE_SERVER}', f'"{server}')
    return here.replace(f"Bearer {PLACEHOLDER}", f"Bearer {key}").replace(
        f'"{PLACEHOLDER}"', f'"{key}"'
    )


def _answer(example: Example | None) -> str:
    if example is None:
        return ""
    data = {name: example.body["data"][name] for name in FIELDS}
    envelope = json.dumps({"data": data, "meta": example.body["meta"]}, indent=2)
    return f"```json\n{envelope}\n```\n"
