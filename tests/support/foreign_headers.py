"""What the contract says of the headers of a page that can change, read the plain way."""

from support.foreign_asking import Answer

GONE = {"last-modified", "accept-ranges", "content-md5", "digest", "content-digest"}
ASKED = {"user-agent", "x-requested-with"}  # what `device` is read from, and hints
LENGTHS = {"content-length", "transfer-encoding"}
OWN = {"date", "vary", "cache-control", "etag", "set-cookie"} | LENGTHS


def differences(bare: Answer, ours: Answer, method: str = "GET") -> list[str]:
    """Tell in what the headers are not those of a page of this site's that can change."""
    return [
        *rest(bare, ours),
        *caching(bare, ours, method),
        *varying(bare, ours),
        *tagged(bare, ours),
        *measured(ours, method),
    ]


def rest(bare: Answer, ours: Answer) -> list[str]:
    """Everything else stays, in its order."""
    kept = [pair for pair in bare.headers if pair[0] not in OWN | GONE]
    came = [pair for pair in ours.headers if pair[0] not in OWN]
    return [] if sorted(came) == sorted(kept) else [f"{came} for {kept}"]


def caching(bare: Answer, ours: Answer, method: str) -> list[str]:
    said = bare.header("cache-control") or ""
    is_passing = bare.status >= 400 or method == "POST" or "no-store" in said
    wanted = "private, no-store" if is_passing else "private, no-cache"
    found = ours.header("cache-control")
    return [] if found == wanted else [f"Cache-Control: {found} for {wanted}"]


def varying(bare: Answer, ours: Answer) -> list[str]:
    """The site's own names stay, first; what the rules read of follows."""
    before, after = names(bare), names(ours)
    more = set(after[len(before) :])
    hints = {name for name in more if name.startswith("sec-ch-ua")}
    is_right = after[: len(before)] == before and more - hints == ASKED
    return [] if is_right else [f"Vary: {after} for {before}"]


def names(answer: Answer) -> list[str]:
    told = answer.header("vary") or ""
    return [name.strip().lower() for name in told.split(",") if name.strip()]


def tagged(bare: Answer, ours: Answer) -> list[str]:
    before, after = bare.header("etag"), ours.header("etag")
    if before is None:
        return [] if after is None else [f"ETag: {after} for none"]
    is_own = after is not None and after.startswith('W/"') and after != before
    return [] if is_own else [f"ETag: {after} for {before}"]


def measured(ours: Answer, method: str) -> list[str]:
    """A length is that of the bytes; what comes in pieces has none, and is whole."""
    told = ours.header("content-length")
    if told is None or method == "HEAD":
        return []
    return [] if int(told) == len(ours.sent) else [f"{told} for {len(ours.sent)} bytes"]
