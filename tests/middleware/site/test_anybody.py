"""What a slot shows to a stranger: its default, or what it shows to everybody."""

import pytest

from sarto.site.anybody import html_for_anybody
from support.shared_site import behind

TEXTS = {
    "where.html": "{{ page.path }} for {{ visitor.facts['traits.name'] or 'nobody' }}",
    "broken.html": "{{ 1 // 0 }}{{ visitor.level }}",
    "own.html": "<b>{{ original }}</b>",
    "plain.html": "plain",
}
SIGNED = '{ when = { signed_in = true }, fragment = "hello.html" }'


def shown(slot: str, path: str = "/menu/tea", root: str = "") -> str:
    site = behind(f'[slots.part]\npages = "/*"\n{slot}', texts=TEXTS).site
    (place,) = site.slots
    return html_for_anybody(site, place, path, root)


@pytest.mark.parametrize(
    ("slot", "html"),
    [
        (f'default = "plain.html"\nshow = [{SIGNED}]', "plain"),
        (f'default = "where.html"\nshow = [{SIGNED}]', "/menu/tea for nobody"),
        (f'show = [{SIGNED}, {{ fragment = "where.html" }}]', "/menu/tea for nobody"),
        (f'default = "plain.html"\nshow = [{SIGNED}, {{ fragment = "where.html" }}]', "plain"),
        (f"show = [{SIGNED}]", ""),
        (f'default = "broken.html"\nshow = [{SIGNED}]', ""),
        (f'default = "own.html"\nshow = [{SIGNED}]', ""),
    ],
)  # fmt: skip
def test_a_stranger_sees_the_default_or_what_is_for_everybody(slot, html) -> None:
    assert shown(slot) == html


def test_a_mounted_site_tells_its_own_path() -> None:
    slot = f'default = "where.html"\nshow = [{SIGNED}]'
    assert shown(slot, "/tea", "/shop") == "/tea for nobody"
