"""Slots that templates have as tags, and layouts that they extend, in a check of pages."""

import pytest

from sarto.workbench.crawl.tags import tags

HTML = '<!doctype html><html lang="en"><title>t</title>\n<p>x</p>'
SLOT = '[slots.hero]\ndefault = "a.html"\n'
FILES = {"a.html": "<b>a</b>"}
TAG = '{% sarto "hero" %}own{% endsarto %}'


def told(found) -> list[str]:
    return [f"{f.code} {f.file}:{f.line}:{f.column} {f.message} / {f.help}" for f in found]  # fmt: skip


def written(folder, name, text):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("text", [TAG, "{%- sarto 'hero' -%}own{%- endsarto -%}"])
def test_a_slot_that_a_template_has_is_not_missed(check, tmp_path, text) -> None:
    written(tmp_path, "templates/shop/page.html", f"<html>\n{text}")
    assert told(check(SLOT, {"index.html": HTML}, FILES)) == []


@pytest.mark.parametrize(
    "name",
    ["page.py", ".hidden/page.html", "node_modules/x/page.html", "env/lib/page.html"],
)
def test_what_is_no_template_of_the_sites_own_is_not_read(check, tmp_path, name) -> None:  # fmt: skip
    written(tmp_path, "env/pyvenv.cfg", "")
    written(tmp_path, name, TAG)
    (found,) = told(check(SLOT, {"index.html": HTML}, FILES))
    assert found.startswith("SARTO050 sarto.toml:1:8 no page has the slot 'hero'")


def test_a_tag_that_no_rule_knows_is_told_where_it_stands_once(check, tmp_path) -> None:
    text = '<html>\n é {% sarto "heroo" %}{% endsarto %}'
    written(tmp_path, "templates/a.html", text + TAG)
    written(tmp_path, "templates/b.html", text)
    assert told(check(SLOT, {"index.html": HTML}, FILES)) == [
        "SARTO051 templates/a.html:2:14 no rule knows the slot 'heroo'"
        " / did you mean 'hero'?"
    ]


def test_a_layout_that_templates_extend_is_not_missed_on_pages(check) -> None:
    config = '[layouts.base]\ndefault = "base.html"\n'
    layouts = {"base.html": "<html>{% block a %}{% endblock %}"}
    assert told(check(config, {"index.html": HTML}, {}, layouts)) == []


def test_a_file_that_cannot_be_read_is_passed_over(tmp_path) -> None:
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere.html")
    written(tmp_path, "huge.html", TAG + "x" * 1_000_000)
    written(tmp_path, "page.html", TAG)
    assert [(tag.name, tag.page.file) for tag in tags(tmp_path)] == [("hero", "page.html")]  # fmt: skip
