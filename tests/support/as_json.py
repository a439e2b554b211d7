"""What an editor holds against the schema: a file's values, as JSON has them."""

from typing import Any


def plain(value: Any) -> Any:
    """Write values as JSON has them: dates become texts."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
