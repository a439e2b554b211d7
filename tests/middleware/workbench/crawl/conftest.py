"""A site in a folder, checked as `sarto check --pages FOLDER` does it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.errors import Finding
from sarto.site.compile import compile_site
from sarto.workbench.crawl.findings import crawled

Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Write a config, pages, fragments and layouts; give what is found."""

    def written(
        config: str,
        pages: Mapping[str, str | bytes],
        fragments: Mapping[str, str] | None = None,
        layouts: Mapping[str, str] | None = None,
    ) -> list[Finding]:
        parts = (("site", pages), ("fragments", fragments), ("layouts", layouts))
        for folder, files in parts:
            (tmp_path / folder).mkdir(exist_ok=True)
            for name, text in (files or {}).items():
                file = tmp_path / folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                data = text.encode() if isinstance(text, str) else text
                file.write_bytes(data)
        path = tmp_path / "sarto.toml"
        path.write_text(config, "utf-8")
        site = compile_site(Config.read(path))
        return [*crawled(site, str(tmp_path / "site"))]

    return written
