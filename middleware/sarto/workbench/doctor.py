"""`sarto edge doctor`: asks a running edge for what caches get wrong."""

from pathlib import Path

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.workbench.examination import Examination, Verdict
from sarto.workbench.probes import PROBES
from sarto.workbench.probing import Asking

WORDS = {"pass": "ok  ", "fail": "FAIL", "warn": "warn", "info": "info"}
MOST = 6  # lines of one probe's


def examined(
    url: str, config: Path | None, paths: tuple[str, ...]
) -> tuple[Verdict, ...]:
    """Probe an edge.

    Raises `ValueError` for what is no address, `ConfigError` for a config with mistakes
    and `UnreachableError` where nothing answers.
    """
    asking = Asking.of(url)
    site = compiled(config)
    exam = Examination.of(asking, site, tuple(map(rooted, paths)))
    return tuple(probe(exam) for probe in PROBES)


def compiled(config: Path | None) -> Site | None:
    return None if config is None else compile_site(Config.read(config))


def rooted(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError(f"--path {path}: a path begins with a /")
    return path


def has_failed(verdicts: tuple[Verdict, ...]) -> bool:
    return any(each.state == "fail" for each in verdicts)


def as_json(url: str, verdicts: tuple[Verdict, ...]) -> dict[str, object]:
    """Write it for programs."""
    probes = [
        {"name": each.name, "state": each.state, "said": list(each.said)}
        for each in verdicts
    ]
    return {"url": url, "ok": not has_failed(verdicts), "probes": probes}


def as_text(verdicts: tuple[Verdict, ...]) -> str:
    """Write it for people."""
    return "\n".join(line for each in verdicts for line in told(each))


def told(verdict: Verdict) -> list[str]:
    shown = list(verdict.said[:MOST])
    if (more := len(verdict.said) - MOST) > 0:
        shown.append(f"… and {more} more")
    head = f"{WORDS[verdict.state]}  {verdict.name}"
    if len(shown) == 1 and verdict.state != "fail":
        return [f"{head}: {shown[0]}"]
    return [head, *(f"        {line}" for line in shown)]
