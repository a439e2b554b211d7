"""The doctor before real caches with a real site behind them; and before spoilt ones."""

from contextlib import contextmanager

import pytest

from sarto.clock import utc_now
from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto.workbench.edge import files
from sarto.workbench.examination import Examination
from sarto.workbench.probes import PROBES
from sarto.workbench.probing import Asking
from support import edge_rules
from support.redis_server import free_port
from support.serve import serving
from support.varnish import Varnish
from support.worker import Worker

pytestmark = pytest.mark.slow

PAGES = ("/", "/menu/tea", "/menu/coffee", "/offers", "/level", "/account", "/table")
SPOILT = {  # a text that is taken out, or written otherwise, and what finds it
    "leaks": ("unset resp.http.CDN-Cache-Control;", ""),
    "mixed Vary": ("set resp.http.Vary = resp.http.X-Sarto-Vary;", ""),
}


@contextmanager
def examined(vendor, start):
    """Put a cache in front of the site, and ask all that the doctor asks."""
    app = edge_rules.site("A", edge=vendor, clock=utc_now)
    site = app.current.site
    with serving(app) as origin:
        looking = Looking(site=site, sharing=site.sharing)
        edge = Described(looking).edge(origin, f"127.0.0.1:{free_port()}")
        started = start(files(edge, vendor), edge)
        try:
            asking = Asking.of(f"http://127.0.0.1:{started.port}")
            exam = Examination.of(asking, site, PAGES)
            yield {found.name: found for found in (probe(exam) for probe in PROBES)}
        finally:
            started.close()


def wrong(found):
    return {name: each.said for name, each in found.items() if each.state == "fail"}


def test_nothing_is_wrong_with_varnish(tmp_path):
    with examined("varnish", lambda texts, _: Varnish(tmp_path, texts)) as found:
        assert wrong(found) == {}
        assert any(line.endswith("is kept") for line in found["kept"].said)


def test_nothing_is_wrong_with_a_worker(tmp_path):
    def start(texts, edge):
        return Worker(tmp_path, texts, edge.origin, edge.token)

    with examined("cloudflare", start) as found:
        assert wrong(found) == {}


@pytest.mark.parametrize("name", ["leaks", "mixed Vary"])
def test_what_is_spoilt_in_varnish_is_found(tmp_path, name):
    def start(texts, _):
        before, after = SPOILT[name]
        main = next(iter(texts))
        assert before in texts[main]
        return Varnish(tmp_path, texts | {main: texts[main].replace(before, after)})

    with examined("varnish", start) as found:
        assert name in wrong(found)


def test_what_is_spoilt_in_a_worker_is_found(tmp_path):
    def start(texts, edge):
        text = texts["worker.js"]
        spoilt = text.replace("OURS.test(name)", "false").replace(
            "SITE.inputs.map", "SITE.keys.map((k) => k.header.toLowerCase()).map"
        )
        assert spoilt != text
        return Worker(tmp_path, texts | {"worker.js": spoilt}, edge.origin, edge.token)

    with examined("cloudflare", start) as found:
        assert "leaks" in wrong(found)
