"""What a browser says of its own accord: that its user objects.

`Sec-GPC` counts if one of its lines is exactly `1`, and `DNT` likewise; whatever else
they say is no word at all. Neither ever is consent, and neither undoes what somebody
granted this very site.
"""

from sarto.headers import Headers

OBJECTIONS = ("Sec-GPC", "DNT")
FIELDS = tuple(name.lower().encode() for name in OBJECTIONS)


def objects(fields: Headers) -> bool:
    """Whether any line of these fields says so; two that a proxy joined say nothing."""
    return any(name in FIELDS and value.strip(b" \t") == b"1" for name, value in fields)
