"""A persona, described: facts with one value each, as after `--as`."""

from typing import Any

from sarto.vocabulary.facts import Fact
from sarto.vocabulary.kinds import Choice, Flag, Kind, Members
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.own import Named, Own
from sarto.vocabulary.spans import Calendar, Clock
from sarto.workbench.schema.conditions import Node, dotted, facts
from sarto.workbench.schema.examples import VALUES, examples

PERSONA: Node = {"$ref": "#/$defs/Persona"}
TEXT: Node = {"type": "string"}
SCALAR: Node = {"type": ["string", "number", "boolean"]}
BY_KIND: tuple[tuple[type, Node], ...] = (
    (Flag, {"enum": [True, False, "true", "false"]}),
    (Clock, TEXT | {"pattern": r"^\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*$"}),
    (Calendar, TEXT | {"pattern": r"^\s*\d{4}-\d{2}-\d{2}"}),
    (Named, {"type": ["string", "boolean"]}),
    (Count, SCALAR),
    (Own, SCALAR),
)


def persona() -> Node:
    """Describe a saved visitor."""
    properties = facts(pinned, "Persona")
    return {
        "type": "object",
        "description": "a saved visitor: facts with a value each",
        "additionalProperties": False,
        "properties": properties,
        "patternProperties": dotted(properties),
    }


def pinned(fact: Fact) -> Node:
    """Describe the values of one fact."""
    condition: Any = examples(fact)[0]
    value = VALUES.get(fact.name, fact.kind.pattern(condition).example)
    one, most = (
        valued(fact.kind),
        {} if isinstance(fact.kind, Members) else {"maxItems": 1},
    )
    several = {"type": "array", "items": one, "minItems": len(most)} | most
    told = {"anyOf": [one, several]}
    return told | {"description": fact.says, "examples": [value]}


def valued(kind: Kind) -> Node:
    if isinstance(kind, Choice):
        return {"enum": list(kind.words)}
    found = (node for type_, node in BY_KIND if isinstance(kind, type_))
    return dict(next(found, TEXT))
