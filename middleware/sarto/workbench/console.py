"""Links into the console: signed with the secret of the environment, the site's own."""

from typing import Final

from sarto.clock import utc_now
from sarto.config.config import Config
from sarto.pages.console.keys import Keys
from sarto.workbench.passes import PassError, address, length, signed_with

UNDECLARED: Final = "there is no [console] in this config, so the site has no console"
DECLARE: Final = "Write [console] there; recent = 50 keeps the last pages to explain"


def link(config: Config, expires: str, url: str) -> str:
    """Make a link into the console; raises `PassError`."""
    top = address(config, url)
    if config.toml.console is None:
        raise PassError(f"{config.file}: {UNDECLARED}. {DECLARE}")
    keys = signed_with(Keys.checked, config)
    return f"{top}/console/enter/{keys.link(length(expires), utc_now())}"
