"""A pinned language, heard by the site's own code: in previews, in development."""

from sarto import headers
from sarto.asgi import Scope
from sarto.site.site import Site


def spoken(scope: Scope, site: Site, language: object) -> Scope:
    """Let the site's own code hear the pinned language too."""
    if not isinstance(language, str):
        return scope
    fields = headers.listed(scope.get("headers"))
    fields = headers.without(fields, b"accept-language")
    fields.append((b"accept-language", language.encode()))
    if name := site.config.toml.language.cookie:
        kept = [line for key, line in fields if key == b"cookie"]
        pairs = [part.strip() for line in kept for part in line.split(b";")]
        own = name.encode() + b"="
        said = [pair for pair in pairs if pair and not pair.startswith(own)]
        fields = headers.without(fields, b"cookie")
        fields.append((b"cookie", b"; ".join([*said, own + language.encode()])))
    return {**scope, "headers": fields}
