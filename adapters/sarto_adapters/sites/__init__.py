"""Sites that are no ASGI app of their own: a folder of HTML, a server elsewhere."""


class SiteError(ValueError):
    """Raised when an author names a site that cannot be served: what, where, help."""

    def __init__(self, what: str, *, where: str, help: str) -> None:  # noqa: A002 - the house's word, as in Finding
        self.what = what
        self.where = where
        self.help = help
        super().__init__(f"{what}: {where}. {help}")
