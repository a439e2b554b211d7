"""`sarto schema`: the JSON Schema of the file, from its models and the facts."""

from typing import Any

from sarto.config.model import SartoToml
from sarto.vocabulary.facts import FACTS

AUDIENCE = {"$ref": "#/$defs/Audience"}


def schema() -> dict[str, Any]:
    """Describe the file for editors."""
    made = SartoToml.model_json_schema(by_alias=True)
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "sarto.toml"
    definitions = made["$defs"]
    definitions["Audience"] = audience()
    made["properties"]["audiences"]["additionalProperties"] = AUDIENCE
    for owner in ("Show", "Stage"):
        when = definitions[owner]["properties"]["when"]
        definitions[owner]["properties"]["when"] = AUDIENCE | {
            key: when[key] for key in ("description",) if key in when
        }
    return made


def audience() -> dict[str, Any]:
    """Describe a table of conditions: every fact with the words it takes."""
    properties: dict[str, Any] = {}
    for fact in FACTS:
        family, _, member = fact.name.partition(".")
        if not member:
            properties[family] = fact.kind.schema | {"description": fact.says}
        elif member == "*":
            properties[family] = {
                "type": "object",
                "description": fact.says,
                "additionalProperties": (
                    {"anyOf": [fact.kind.schema, {"type": "object"}]}
                    if family == "signals"
                    else fact.kind.schema
                ),
            }
        elif "*" not in member:
            table = properties.setdefault(
                family,
                {"type": "object", "additionalProperties": False, "properties": {}},
            )
            table["properties"][member] = fact.kind.schema | {"description": fact.says}
    tables = {"type": "array", "items": AUDIENCE, "minItems": 1}
    names = {"type": "array", "items": {"anyOf": [{"type": "string"}, AUDIENCE]}}
    properties |= {
        "any": tables | {"description": "some of these tables must hold"},
        "all": names | {"description": "audiences' names that must all hold"},
        "not": AUDIENCE | {"description": "must not hold"},
        "within": {"type": "string", "pattern": r"^\d+(\.\d+)?\s*[smhdw]$"},
        "since": {"type": "string"},
    }
    return {
        "type": "object",
        "description": "conditions: keys AND, a list inside a key is any-of",
        "additionalProperties": False,
        "properties": properties,
    }
