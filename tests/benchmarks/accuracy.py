"""How often a device or a bot is told rightly: `python tests/benchmarks/accuracy.py FOLDER`.

Reads every `*.jsonl` of the folder: rows of `ua`, and of `class` or `device` (a name of
`DEVICES` or one of `CLASSES`), `bot`, `weight`, `client_hints` where they have them.
Prints for each file the share of right devices (by weight where rows have one), the mean
of the classes' shares, the share of bots found and of people called bots.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.vocabulary.facts import DEVICES
from sarto_adapters.device.user_agents import UserAgents

CLASSES = {
    **{name: name for name in DEVICES},
    "smartphone": "mobile",
    "feature phone": "mobile",
    "phablet": "mobile",
    "portable media player": "mobile",  # an iPod is read like a phone
    "car browser": "other",
    "peripheral": "other",
    "smart speaker": "other",
    "smart display": "other",
    "camera": "other",
}
BARE = {"mobile", "model", "platform"}  # hints named as JavaScript names them
TEXTS = {"sec-ch-ua-model", "sec-ch-ua-platform", "sec-ch-ua-form-factors"}
SEEN = Sources(devices=UserAgents())


def hinted(name: str, value: object) -> tuple[str, str]:
    """Write a hint as it is on the wire: the samples' texts lost their quotes."""
    name, said = name.lower().removeprefix("http-"), str(value)
    name = f"sec-ch-ua-{name}" if name in BARE else name
    if name in TEXTS and not said.startswith('"'):
        said = f'"{said}"'
    return name, f"?{said}" if said in ("0", "1") else said


def facts(row: dict[str, Any]) -> tuple[object, object]:
    hints = [hinted(*pair) for pair in row.get("client_hints", {}).items()]
    sent = [("user-agent", row["ua"]), *hints]
    headers = [(name.encode(), value.encode()) for name, value in sent]
    asked = Visit({"type": "http", "headers": headers}, SEEN)
    return asked["device"], asked["bot"]


def report(rows: list[dict[str, Any]]) -> str:
    right, all_of = Counter[str](), Counter[str]()
    found, bots, called, people = 0, 0, 0, 0
    for row in rows:
        device, bot = facts(row)
        said = CLASSES.get(str(row.get("class") or row.get("device")))
        if said and not row.get("bot"):
            weight = row.get("weight", 1)
            all_of[said] += weight
            right[said] += weight * (device == said)
        bots += row.get("bot") is True
        found += row.get("bot") is True and bot is True
        people += row.get("bot", False) is False
        called += row.get("bot", False) is False and bot is True
    parts: list[str] = []
    if all_of:
        mean = sum(right[name] / all_of[name] for name in all_of) / len(all_of)
        parts.append(f"devices {right.total() / all_of.total():.2%}")
        parts.append(f"mean of {len(all_of)} classes {mean:.2%}")
    if bots:
        parts.append(f"bots found {found}/{bots} {found / bots:.2%}")
    if people:
        parts.append(f"people called bots {called}/{people} {called / people:.2%}")
    return ", ".join(parts)


def main() -> int:
    for file in sorted(Path(sys.argv[1]).glob("*.jsonl")):
        lines = file.read_text("utf-8").splitlines()
        print(f"{file.name}: {report([json.loads(line) for line in lines])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
