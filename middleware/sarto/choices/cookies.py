"""Our own cookies: what they are called here, and how they are written.

Names that begin with `__Host-` can be set by nobody but this very host, and only over
TLS (RFC 6265bis §4.1.3.2); on plain http the same names stand without it. What is read
under one name is never written under the other.
"""

from dataclasses import dataclass

from sarto.asgi import Scope

PREFIX = "__Host-"
SECURE = frozenset({"https", "wss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieNames:
    """What our cookies are called on one site, in one scheme."""

    profile: str
    consent: str
    preferences: str
    preview: str  # of who looks as somebody else, for a while
    console: str  # of a developer who signed in
    is_secure: bool

    @classmethod
    def of(cls, site: str, *, is_secure: bool) -> "CookieNames":
        """Name them; sites that share a host are told apart by their own name."""
        prefix, end = PREFIX if is_secure else "", f"~{site}" if site else ""
        return cls(
            profile=f"{prefix}sarto{end}",
            consent=f"{prefix}sarto-consent{end}",
            preferences=f"{prefix}sarto-prefs{end}",
            preview=f"{prefix}sarto-preview{end}",
            console=f"{prefix}sarto-console{end}",
            is_secure=is_secure,
        )

    def written(self, name: str, value: str, *, seconds: int | None = None) -> bytes:
        """Write a `Set-Cookie`; without `seconds` it lives as long as the browser."""
        return self.sent(name, value, "Lax", seconds)

    def strict(self, name: str, value: str, *, seconds: int | None = None) -> bytes:
        """Write one that no other site's links and forms bring along."""
        return self.sent(name, value, "Strict", seconds)

    def sent(self, name: str, value: str, to: str, seconds: int | None) -> bytes:
        age = "" if seconds is None else f"; Max-Age={seconds}"
        secure = "; Secure" if self.is_secure else ""
        rest = f"{age}; Path=/; HttpOnly; SameSite={to}{secure}"
        return f"{name}={value}{rest}".encode("ascii")

    def gone(self, name: str) -> bytes:
        """Write the `Set-Cookie` that deletes one."""
        return self.written(name, "", seconds=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieJar:
    """The names of one site, in either scheme; `always`: TLS ends before us."""

    secure: CookieNames
    plain: CookieNames
    always: bool = False

    @classmethod
    def of(cls, site: str = "", https: str = "auto") -> "CookieJar":
        return cls(
            secure=CookieNames.of(site, is_secure=True),
            plain=CookieNames.of(site, is_secure=False),
            always=https == "always",
        )

    def names(self, scope: Scope) -> CookieNames:
        """Tell what they are called in the scheme of this request."""
        is_secure = self.always or scope.get("scheme") in SECURE
        return self.secure if is_secure else self.plain
