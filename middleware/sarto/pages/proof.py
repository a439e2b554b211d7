"""The proof of consent: a line for each answer to our form, and nothing of who gave it.

GDPR 7(1) asks to be able to show what was agreed to. A line has a random id, the moment
in UTC, the policy, a hash of the text that was shown, the purposes, how and under which
regime it was given. Lines go to the logger `sarto.consent` at INFO: give it a handler
that appends to where such records are kept.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from logging import INFO, NOTSET, getLogger
from secrets import token_hex
from typing import Final, TypeAlias

Sink: TypeAlias = Callable[[str], None]

METHOD: Final = "form"

log = getLogger("sarto.consent")
if log.level == NOTSET:  # else a handler there would wait in vain
    log.setLevel(INFO)


def to_log(line: str) -> None:
    """Write a line where the site keeps its proofs."""
    log.info("%s", line)


def line(
    now: datetime, *, policy: str, text: str, purposes: Iterable[str], regime: str
) -> str:
    """Write the proof of one answer."""
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    return json.dumps(
        {
            "id": token_hex(16),
            "time": moment,
            "policy": policy,
            "text": text,
            "purposes": list(purposes),
            "method": METHOD,
            "regime": regime,
        },
        ensure_ascii=False,
    )


def text_hash(texts: Iterable[str]) -> str:
    """Name the very words that somebody agreed to."""
    return sha256("\n".join(texts).encode()).hexdigest()
