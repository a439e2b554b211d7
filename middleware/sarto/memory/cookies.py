"""What our profile cookie becomes with an answer: set, deleted, or left as it is.

It is set only when something in it changed, and deleted in the very answer to a visitor
who no longer consents.
"""

from sarto.memory.memory import Memory


def profile_cookie(memory: Memory) -> bytes | None:
    """Write the `Set-Cookie` that this request asks for; `None`: none."""
    names, token = memory.names, memory.token
    if token is not None and (memory.is_split or memory.is_withdrawn):
        memory.keeping.lately.forget(token)
        return names.gone(names.profile)
    sealed = memory.sealed() if memory.is_due else None
    if sealed is None:
        return None
    value, seconds = sealed
    return names.written(names.profile, value, seconds=seconds)
