"""What a server runs: the site as it is."""

import os
from importlib import import_module

app = import_module(f"support.matrix.sites.{os.environ['SARTO_MATRIX_SITE']}_site").app
