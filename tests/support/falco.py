"""A linter of Fastly's VCL, where somebody has installed one: `npm install falco-js`.

No simulator of Fastly is to be had. What the linter of that package is too old to know
is written otherwise for it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ADDED = """\
table sarto_edge {
  "token": "x",
}
"""
BACKEND = """\
backend F_service {
  .host = "service.example";
  .port = "443";
}
"""


def needed() -> str:
    """Find it; without it a test is skipped."""
    found = shutil.which(os.environ.get("SARTO_FALCO", "falco-js"))
    if found is None:
        pytest.skip("no falco-js here: `npm install falco-js`, and say where it is")
    return found


def mistakes(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Give what is wrong with a main VCL."""
    text = next(iter(files.values())).replace("http.X-Sarto-*", "http.X-Sarto-Any")
    file = folder / "main.vcl"
    file.write_text(ADDED + ("" if "backend F_" in text else BACKEND) + text)
    words = [needed(), str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    lint = [each for some in (told["LintErrors"] or {}).values() for each in some]
    wrong = [each["Message"] for each in lint if each["Severity"] == "Error"]
    return [*map(str, (told.get("ParseErrors") or {}).values()), *wrong]
