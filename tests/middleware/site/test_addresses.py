import pytest

from sarto import Config
from sarto.site.addresses import Addresses
from sarto.site.compile import compile_site

TOML = """
[language]
path = "/{language}/*"

[slots.hero]
pages = ["/", "/menu/*", "/menu/{dish}"]
show = [
  { when = { path = "/menu/drinks/*" }, fragment = "keep" },
  { when = { path = "/menu/tea" }, fragment = "keep" },
]

[signals.read]
on = "GET /read/[abc]"
"""


@pytest.fixture
def addresses(tmp_path):
    return Addresses.of(compile_site(Config.loads(TOML, folder=tmp_path)))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "/"),
        ("/menu/tea", "/menu/tea"),  # as a rule says it
        ("/menu/drinks/x", "/menu/drinks/*"),  # rules ask for less than a slot
        ("/menu/soup", "/menu/*"),  # the first of two
        ("/menu/*", "/menu/*"),  # whoever asks for a glob
        ("/read/a", "/read/[abc]"),
        ("/en/tok3n", None),  # languages say nothing of a page
        ("/Menu/tea", None),
        ("", None),
        ("/\n", None),
    ],
)
def test_a_path_is_told_as_the_file_has_it(addresses, path, told):
    assert addresses.told(path) == told
