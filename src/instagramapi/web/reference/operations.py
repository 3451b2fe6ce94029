"""Pages for what the OpenAPI document has beside the catalogue: media, batches."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from instagramapi.web.reference.documents import Document

Operation = dict[str, Any]


def operations(document: dict[str, Any], known: Collection[str]) -> dict[str, Document]:
    """Write a page for each path that is no endpoint of the catalogue, by the page's address."""
    pages = {}
    for path, methods in document["paths"].items():
        if path not in known:
            name = path.removeprefix("/v1/").split("/{", 1)[0]
            text = "\n\n".join(
                part
                for method, operation in methods.items()
                for part in _parts(f"{method.upper()} {path}", operation)
            )
            pages[f"/docs/{name}"] = Document(f"/docs/{name}", "Endpoints", text, f"/{name}")
    return pages


def _parts(title: str, operation: Operation) -> Iterator[str]:
    price = operation.get("x-credits")
    yield f"# {title}"
    yield str(operation.get("description") or operation["summary"]).strip()
    if price is not None:
        yield f"Costs {price} credits." if price else "Always free."
    if operation.get("parameters"):
        yield "## Parameters"
        yield "\n".join(_parameter(each) for each in operation["parameters"])
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        yield "## Body"
        yield from _body(body)
    yield "## Responses"
    yield "\n".join(
        f"- {status}: {response['description'].split(chr(10), 1)[0]}"
        for status, response in operation["responses"].items()
    )


def _parameter(parameter: dict[str, Any]) -> str:
    required = ", required" if parameter.get("required") else ""
    return f"- `{parameter['name']}` ({parameter['in']}{required}): {parameter['description']}"


def _body(body: dict[str, Any]) -> Iterator[str]:
    """Show an example where there is one, else the schema."""
    examples = [each["value"] for each in body.get("examples", {}).values()]
    shown = [body["example"]] if "example" in body else examples or [body["schema"]]
    for each in shown:
        yield f"```json\n{json.dumps(each, indent=2, ensure_ascii=False)}\n```"
