"""Builds Heron's documentation: `pages/` and `words.toml` become the folder `site/`.

Any generator would do; Sarto sees no more than the folder it leaves behind.
"""

import hashlib
import shutil
import sys
import tomllib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
PAGES = HERE / "pages"
ORDER = ("index", "install", "alarms", "commands")
LOST = "404"


def build(site: Path) -> None:
    """Write the whole site into a folder, which is emptied before."""
    shutil.rmtree(site, ignore_errors=True)
    words = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    style = styled(site)
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for language in words:
        for name in (*ORDER, LOST):
            text = pages.get_template(f"{language}/{name}.html").render(
                t=words[language],
                words=words,
                language=language,
                name=name,
                order=ORDER,
                style=style,
            )
            for file in files(site, language, name):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
    shutil.copy(PAGES / "heron.svg", site)


def styled(site: Path) -> str:
    """Name the style by its content, so that browsers may keep it for good."""
    data = (PAGES / "heron.css").read_bytes()
    name = f"heron.{hashlib.sha256(data).hexdigest()[:10]}.css"
    site.mkdir(parents=True)
    (site / name).write_bytes(data)
    return name


def files(site: Path, language: str, name: str) -> list[Path]:
    """Say where a page goes; English is also what stands at the very top."""
    own = site / language / f"{name}.html"
    is_first = language == "en" and name in {"index", LOST}
    return [own, site / f"{name}.html"] if is_first else [own]


if __name__ == "__main__":
    build(Path(sys.argv[1]) if sys.argv[1:] else HERE / "site")
