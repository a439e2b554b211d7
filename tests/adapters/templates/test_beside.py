"""A loader that finds the site's own templates first, then its layouts."""

import copy
import pickle

import pytest
from jinja2 import DictLoader, Environment, FunctionLoader, TemplateNotFound

from sarto_adapters.templates.beside import Beside


def environment(loader):
    return Environment(loader=loader, autoescape=True)


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "a.html": "layout a",
        "b.html": '{% include "no.html" %}',
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def loader(folder):
    made = Beside(DictLoader({"own.html": "own", "parts.html": '{% include "no.html" %}'}))  # fmt: skip
    made.learn(folder)
    made.learn(folder)
    return made


def test_the_sites_own_come_first(loader) -> None:
    env = environment(loader)
    assert env.get_template("own.html").render() == "own"
    assert env.get_template("a.html").render() == "layout a"
    assert loader.list_templates() == ["a.html", "b.html", "own.html", "parts.html"]
    assert loader.get_source(env, "a.html")[0] == "layout a"
    loader.own.mapping["a.html"] = "own a"
    assert environment(loader).get_template("a.html").render() == "own a"


def test_what_nobody_has_is_not_found(loader) -> None:
    env = environment(loader)
    for name in ("no.html", "../a.html"):
        with pytest.raises(TemplateNotFound) as error:
            env.get_template(name)
        assert error.value.name == name
    with pytest.raises(TemplateNotFound) as error:
        env.get_template("b.html").render()
    assert error.value.name == "no.html"


def test_another_template_that_is_missing_is_told_by_its_own_name() -> None:
    def load(name):
        raise TemplateNotFound("inner.html")

    with pytest.raises(TemplateNotFound) as error:
        environment(Beside(FunctionLoader(load))).get_template("a.html")
    assert error.value.name == "inner.html"


def test_an_environment_without_templates_gets_the_layouts(folder) -> None:
    loader = Beside(None)
    with pytest.raises(TemplateNotFound):
        environment(loader).get_template("a.html")
    loader.learn(folder)
    assert environment(loader).get_template("a.html").render() == "layout a"


def test_whatever_else_is_asked_is_the_own_loaders_to_answer(loader) -> None:
    assert loader.mapping is loader.own.mapping
    with pytest.raises(AttributeError):
        _ = loader.searchpath


def test_it_can_be_copied(loader) -> None:
    for made in (copy.copy(loader), copy.deepcopy(loader), pickle.loads(pickle.dumps(loader))):  # noqa: S301 - our own  # fmt: skip
        assert environment(made).get_template("a.html").render() == "layout a"
