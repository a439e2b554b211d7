"""What our profile cookie becomes with an answer: set, deleted, or left as it is.

It is set only when something in it changed. What a visitor does not allow any more goes
in the very answer to them, whatever they asked for: with all of it the cookie itself.
"""

from sarto.memory.memory import Memory


def profile_cookie(memory: Memory) -> bytes | None:
    """Write the `Set-Cookie` that this request asks for; `None`: none."""
    names, token = memory.names, memory.token
    is_over = memory.is_split or not memory.allowed.is_any
    if token is not None and is_over:
        return gone(memory, token)
    sealed = memory.sealed() if memory.is_due or memory.is_less else None
    if sealed is None:
        return None
    value, seconds = sealed
    if value:
        return names.written(names.profile, value, seconds=seconds)
    return None if token is None else gone(memory, token)


def gone(memory: Memory, token: str) -> bytes:
    memory.keeping.lately.forget(token)
    return memory.names.gone(memory.names.profile)
