"""What it takes to speak to the one upstream."""

import importlib
import sys

import pytest

from sarto_adapters.sites import answer, upstream


def test_without_httptools_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "httptools", None)
    monkeypatch.delitem(sys.modules, answer.__name__)
    monkeypatch.delitem(sys.modules, upstream.__name__)
    with pytest.raises(ImportError, match=r"Install sarto\[serve\] to use ProxySite"):
        importlib.import_module(upstream.__name__)
