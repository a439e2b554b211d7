"""Where a path leads in a folder: to a file, elsewhere, or nowhere; never out of it."""

import os

import pytest

from sarto_adapters.sites.static.ground import Ground
from sarto_adapters.sites.static.tree import Elsewhere, Place
from support.folder_asking import put

FILES = (
    "index.html",
    "404.html",
    "about.html",
    "both.html",
    "both/index.html",
    "docs/index.html",
    "docs/guide.html",
    "docs/guide/part.html",
    "fa/404.html",
    "fa/index.html",
    "css/app.css",
    "Talk:Foo.html",
    "nul.html",
    "سلام/index.html",
    ".well-known/security.txt",
    "docs/.draft.html",
)


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "site"
    for name in FILES:
        put(root, name, name)
    put(tmp_path, "outside.html", "secret")
    return root


@pytest.fixture
def tree(root):
    return Ground(root).tree()


def told(found, root):
    if isinstance(found, Place):
        return os.path.relpath(os.path.realpath(found.path), root.resolve())
    return f"-> {found.path}" if isinstance(found, Elsewhere) else None


LEADS = [
    ("/", "index.html"),
    ("/index.html", "index.html"),
    ("/docs/", "docs/index.html"),
    ("/docs", "-> /docs/"),
    ("/about", "about.html"),
    ("/about.html", "about.html"),
    ("/about/", "-> /about"),
    ("/both", "-> /both/"),
    ("/both/", "both/index.html"),
    ("/docs/guide", "docs/guide.html"),
    ("/docs/guide/", "-> /docs/guide"),
    ("/docs/guide/part", "docs/guide/part.html"),
    ("/css", None),
    ("/css/", None),
    ("/css/app.css", "css/app.css"),
    ("/css/app.css/", None),
    ("/سلام/", "سلام/index.html"),
    ("/سلام", "-> /سلام/"),
    ("/Talk:Foo", "Talk:Foo.html"),
    ("/nul", "nul.html"),
    ("//docs//guide.html", "-> /docs/guide.html"),
    ("//docs/", "-> /docs/"),
    ("/docs//", "-> /docs/"),
    ("//docs", "-> /docs/"),
    ("//evil.example", None),
    ("//", "-> /"),
]


@pytest.mark.parametrize(("path", "wanted"), LEADS)
def test_a_path_leads_where_hosts_of_static_sites_lead_it(tree, root, path, wanted):
    assert told(tree.find(path), root) == wanted


NOWHERE = [
    "/..",
    "/../outside.html",
    "/docs/../../outside.html",
    "/docs/../index.html",
    "/./index.html",
    "/.well-known/security.txt",
    "/docs/.draft.html",
    "/docs/.draft",
    "/...",
    "/\0",
    "/index.html\0.css",
    "/docs\\index.html",
    "/..\\outside.html",
    "/C:\\windows\\win.ini",
    "/C:/windows/win.ini",
    "/con",
    "/index.html::$DATA",
    "/index.html ",
    "/INDEX.HTML",
    "/docs/\r\nindex.html",
    "/\ud800",
    "/\ufffd",
    f"/{'a' * 300}",
    f"/{'a/' * 3000}",
    f"/{'a' * 100_000}",
    "/index.html/",
    "/index.html/x",
    "/about.html.html",
    "index.html",
    "*",
    "",
]


@pytest.mark.parametrize("path", NOWHERE, ids=lambda path: ascii(path)[:30])
def test_what_is_hidden_odd_or_not_there_leads_nowhere(tree, path):
    assert tree.find(path) is None


@pytest.mark.parametrize("raw", [b"/docs%2Fguide.html", b"/docs%2fguide", b"/a%5cb"])
def test_a_slash_in_disguise_leads_nowhere(tree, raw):
    assert tree.find("/docs/guide.html", raw) is None
    assert tree.find("/docs/guide.html", b"/docs/guide%2Ehtml") is not None


def test_a_link_inside_is_followed_and_one_that_leads_out_is_not(tree, root):
    (root / "in").symlink_to(root / "docs")
    (root / "out").symlink_to(root.parent)
    (root / "page.html").symlink_to(root.parent / "outside.html")
    (root / "round").symlink_to(root / "round")
    (root / "shown").symlink_to(root / ".well-known")
    (root / ".hidden").symlink_to(root / "docs")

    assert told(tree.find("/in/guide"), root) == "docs/guide.html"
    for path in (
        "/out/outside.html",
        "/page.html",
        "/page",
        "/round",
        "/shown/security.txt",
        "/.hidden/guide.html",
    ):
        assert tree.find(path) is None, path


def test_a_pipe_is_not_there(tree, root):
    os.mkfifo(root / "pipe.html")
    assert tree.find("/pipe.html") is None
    assert tree.find("/pipe") is None


def test_what_is_closed_is_not_there_by_any_name_or_capitals(root):
    (root / "alias.css").symlink_to(root / "css" / "app.css")
    tree = Ground(root, closed=(root / "docs", root / "css" / "app.css")).tree()
    for path in ("/docs/", "/docs", "/docs/guide", "/css/app.css", "/alias.css"):
        assert tree.find(path) is None, path
    for name in ("Docs/guide.html", "css/APP.CSS"):  # as disks of some kinds give them
        put(root, name, "secret")
        assert tree.find(f"/{name}") is None, name
    assert told(tree.find("/about"), root) == "about.html"


def test_a_new_build_is_there_at_once_whichever_way_it_came(root, tmp_path):
    put(tmp_path / "next", "new.html", "new")
    live = tmp_path / "live"
    live.symlink_to(root)
    linked, ground = Ground(live, closed=(live / "new.html",)), Ground(root)
    assert told(linked.tree().find("/about"), root) == "about.html"

    live.unlink()
    live.symlink_to(tmp_path / "next")
    assert linked.tree().find("/about") is None
    assert linked.tree().find("/new.html") is None, "what is closed stays so"
    root.rename(tmp_path / "old")
    (tmp_path / "next").rename(root)
    assert told(ground.tree().find("/new"), root) == "new.html"
    assert ground.tree().find("/about") is None


LOST = [
    ("/gone", "404.html"),
    ("/fa/gone", "fa/404.html"),
    ("/fa/deep/gone", "fa/404.html"),
    ("/fa/", "fa/404.html"),
    ("/docs/gone", "404.html"),
    ("/docs/guide/gone", "404.html"),
    ("/fa/../gone", "fa/404.html"),
    ("//fa//gone", "fa/404.html"),
    ("/.git/x", "404.html"),
    ("/\0/x", "404.html"),
    (f"/{'a/' * 5000}", "404.html"),
    ("*", "404.html"),
]


@pytest.mark.parametrize(("path", "wanted"), LOST)
def test_the_nearest_page_for_what_is_missing_is_shown(tree, root, path, wanted):
    assert told(tree.lost(path), root) == wanted


def test_a_folder_without_one_has_no_page_for_what_is_missing(tree, root):
    (root / "404.html").unlink()
    assert tree.lost("/docs/gone") is None
    assert told(tree.lost("/fa/gone"), root) == "fa/404.html"
