"""A table of conditions, described: every fact with the words it takes."""

from typing import Any

from sarto.vocabulary.facts import FACTS, Fact, fact_named
from sarto.vocabulary.kinds import Members
from sarto.workbench.schema.examples import NAMES, examples

Node = dict[str, Any]

AUDIENCE: Node = {"$ref": "#/$defs/Audience"}
SOME: Node = AUDIENCE | {"minProperties": 1}  # inside another, it must say something
PERIOD = r"^\s*[0-9]{1,6}(\.[0-9]{1,6})?\s*[smhdw]\s*$"


def audience() -> Node:
    """Describe a table of conditions."""
    properties = facts(condition, "Audience")
    return {
        "type": "object",
        "description": "conditions: keys AND, a list inside a key is any-of",
        "additionalProperties": False,
        "properties": properties | words(),
        "patternProperties": dotted(properties),
    }


def facts(one: Any, owner: str) -> Node:  # noqa: ANN401 - a function on facts
    """Describe every fact by `one`; those with a dot in their names by families."""
    found: Node = {}
    for fact in FACTS:
        family, _, member = fact.name.partition(".")
        if not member:
            found[family] = one(fact)
        elif member == "*":
            found[family] = open_family(fact, one(fact), owner)
        elif "*" not in member:
            closed = found.setdefault(family, closed_family(family))
            closed["properties"][member] = one(fact)
            closed["examples"] = [{member: one(fact)["examples"][0]}]
    return found


def condition(fact: Fact) -> Node:
    """Describe conditions on one fact."""
    # Purposes are those of `consent.map` too.
    kind = Members() if fact.name == "consent" else fact.kind
    told = filled(kind.schema)
    return told | {"description": fact.says, "examples": examples(fact)}


def filled(node: Node) -> Node:
    """Say that no text in a condition is empty."""
    if "anyOf" in node:
        return node | {"anyOf": [filled(one) for one in node["anyOf"]]}
    if node.get("type") == "array":
        return node | {"items": filled(node["items"])}
    is_text = "string" in node.get("type", "") and "pattern" not in node
    return node | {"minLength": 1} if is_text else node


def open_family(fact: Fact, member: Node, owner: str) -> Node:
    """Describe a family whose members a site names; a name may have dots itself."""
    family = fact.name.partition(".")[0]
    again = {"$ref": f"#/$defs/{owner}/properties/{family}"}
    kinds = {key: value for key, value in member.items() if key != "examples"}
    told: Node = {
        "type": "object",
        "description": fact.says,
        "examples": [{NAMES.get(family, "name"): one} for one in member["examples"]],
        "minProperties": 1,
        "additionalProperties": {"anyOf": [kinds, again]},
    }
    if (value := fact_named(f"{fact.name}.value")) and value != fact:
        told["properties"] = {"value": condition(value)}
    return told


def closed_family(family: str) -> Node:
    """Describe a family that has these members and no others."""
    return {
        "type": "object",
        "description": f"facts of the {family}",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {},
    }


def dotted(properties: Node) -> Node:
    """Allow `"campaign.source"` as one key in quotes, too."""
    families = [
        name for name, told in properties.items() if told.get("type") == "object"
    ]
    told: Node = {
        "description": "a fact of a family, its name in quotes: the same as in a table",
        "examples": ["newsletter*"],
    }
    return {rf"^({'|'.join(families)})\..": told}


def words() -> Node:
    """Describe what joins conditions."""
    name: Node = {"type": "string", "minLength": 1}
    return {
        "any": {
            "type": "array",
            "items": SOME,
            "minItems": 1,
            "description": "some of these tables must hold",
            "examples": [[{"device": "mobile"}, {"save_data": True}]],
        },
        "all": {
            "type": "array",
            "items": {"anyOf": [name, SOME]},
            "minItems": 1,
            "description": "audiences, by name or on the spot, that must all hold",
            "examples": [["experts"], ["experts", {"device": "mobile"}]],
        },
        "not": SOME
        | {
            "description": "conditions that must not hold together",
            "examples": [{"country": ["US"]}],
        },
        "within": {
            "type": "string",
            "pattern": PERIOD,
            "description": "how long ago at most this table's signals count: s m h d w",
            "examples": ["7d"],
        },
        "since": {
            "type": "string",
            "minLength": 1,
            "description": "the signal after which this table's signals count",
            "examples": ["booked"],
        },
    }
