"""`sarto schema`: the JSON Schema of the file, from its models and the facts.

Whatever the file's reader accepts is right by the schema; what has a wrong key or a
wrong type is wrong by both. Names that one part of a file calls another by, and what
globs or zones there are, only the reader knows.
"""

from typing import Any, cast

from sarto.config.model import SartoToml
from sarto.workbench.schema.conditions import AUDIENCE, audience
from sarto.workbench.schema.personas import PERSONA, persona

Node = dict[str, Any]


def schema() -> Node:
    """Describe the file for editors."""
    made = cast("Node", told(SartoToml.model_json_schema(by_alias=True)))
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "sarto.toml"
    definitions = made["$defs"]
    definitions["Audience"] = audience()
    definitions["Persona"] = persona()
    made["properties"]["audiences"]["additionalProperties"] = AUDIENCE
    made["properties"]["personas"]["additionalProperties"] = PERSONA
    for owner in ("Show", "Stage"):
        when = definitions[owner]["properties"]["when"]
        kept = {key: when[key] for key in ("description", "examples")}
        definitions[owner]["properties"]["when"] = AUDIENCE | kept
    return made


def told(node: object) -> object:
    """Leave out what TOML cannot say, null, and titles that only repeat a key."""
    if isinstance(node, list):
        return [told(item) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    found = cast("Node", node)
    kinds = found.get("anyOf", [])
    if {"type": "null"} in kinds:
        rest = [kind for kind in kinds if kind != {"type": "null"}]
        found = {key: value for key, value in found.items() if key != "anyOf"}
        found |= rest[0] if len(rest) == 1 else {"anyOf": rest}
    return {
        key: told(value)
        for key, value in found.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "default" and value is None)
    }
