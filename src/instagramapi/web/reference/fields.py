"""The fields of an answer as a table: name, type, whether it may be null, what it means."""

from dataclasses import dataclass
from typing import Any

_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One field, and the fields of the object that it holds."""

    name: str
    type: str
    is_nullable: bool
    about: str
    inner: tuple["Field", ...] = ()
    model: str = ""
    """The object that it holds, by name."""


def fields_in(document: dict[str, Any], model: str) -> tuple[Field, ...]:
    """List the fields of one object of the OpenAPI document, and what is inside them."""
    return _fields(document["components"]["schemas"], model, (model,))


def count(fields: tuple[Field, ...]) -> int:
    """Count fields with all that is inside them."""
    return sum(1 + count(field.inner) for field in fields)


def _fields(schemas: dict[str, Any], model: str, above: tuple[str, ...]) -> tuple[Field, ...]:
    properties = schemas[model].get("properties", {})
    return tuple(_field(schemas, name, schema, above) for name, schema in properties.items())


def _field(
    schemas: dict[str, Any], name: str, schema: dict[str, Any], above: tuple[str, ...]
) -> Field:
    options = schema.get("anyOf", [schema])
    told = [option for option in options if option.get("type") != "null"]
    words, inner = _type(told[0])
    # An object inside itself, or very deep, is named and not opened again.
    is_open = inner and inner not in above and len(above) < _DEPTH
    return Field(
        name=name,
        type=words,
        is_nullable=len(told) < len(options),
        about=schema.get("description", ""),
        inner=_fields(schemas, inner, (*above, inner)) if is_open else (),
        model=inner,
    )


def _type(schema: dict[str, Any]) -> tuple[str, str]:
    """Put a schema into words; the second value is the object that it holds, if any."""
    if "$ref" in schema:
        model = schema["$ref"].rpartition("/")[2]
        return model, model
    if schema.get("type") == "array":
        items, model = _type(schema.get("items", {}))
        return f"list of {items}", model
    if "enum" in schema:
        return " or ".join(f"`{word}`" for word in schema["enum"]), ""
    if "const" in schema:
        return f"`{schema['const']}`", ""
    if schema.get("format") == "date-time":
        return "time", ""
    return schema.get("type", "anything"), ""
