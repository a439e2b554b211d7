"""What a server runs: the site behind Sarto, put there as its framework has it."""

import os
from importlib import import_module

from support.matrix.sites import words

_site = import_module(f"support.matrix.sites.{os.environ['SARTO_MATRIX_SITE']}_site")
app = _site.behind(str(words.FOLDER / "sarto.toml"))
