"""Texts that nobody writes by hand: told in bounded time, in a bounded answer."""

import random
import time
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.config.report import LONGEST, MOST
from sarto.config.text import LARGEST
from sarto.errors import ConfigError

HERE = Path(__file__).parent
LATEST = 30  # seconds of this process, traced; 1 MB takes about one where it is not


def many(line, count):
    return "".join(line.replace("#", str(n)) for n in range(count))


FINE = {
    "languages": f"languages = [{many(chr(34) + 'en-x-a#' + chr(34) + ',', 50_000)}]",
    "pages": many('[[pages]]\npath = "/"\nshow = [{ serve = "/a" }]\n', 15_000),
    "rules": "audiences.e.bot = true\n[slots.a]\nshow = ["
    + many('{ fragment = "keep", to = "e" },\n', 10_000)
    + "]",
    "audiences": many("[audiences.a#]\nbot = true\n", 25_000),
    "since": many("[signals.s#]\n[audiences.a#]\nsignals.s# = 1\nsince = 's0'\n", 11_000),
    "tables": "[audiences.a]\nany = [" + many("{ any = [{ bot = true }] },", 30_000) + "]",
    "stages": "[journey]\nstages = [{ name = 'a' },"
    + many('{ name = "s#", when = { bot = true } },', 15_000)
    + "]",
    "personas": many("[personas.p#]\ndevice = 'mobile'\n", 20_000),
    "attributes": "[slots.a]\nshow = [{ attrs = {" + many('a# = "x",', 50_000)[:-1] + "} }]",
    "globs": "[slots.a]\npages = [" + many('"/*a*b*c#",', 50_000) + "]",
    "capped": "[slots.a]\nshow = ["
    + many('{ fragment = "keep", cap = { times = 1, per = "day" } },', 10_000)
    + "]",
    "comment": "#" + "x" * 900_000,
    "digits": "level.lead = 1." + "9" * 990_000,
    "blank": "\n" * 999_000,
}  # fmt: skip

WRONG = {
    "key": "x" * 990_000 + " = 1",
    "text": 'timezone = "' + "x" * 990_000 + '"',
    "lines": 'timezone = """\n' + "x\n" * 490_000 + '"""',
    "declared twice": ("[" + "x" * 490_000 + "]\n") * 2,
    "digits": "version = " + "9" * 990_000,
    "hex": "version = 0x" + "f" * 990_000,
    "exponent": "level.lead = 1e999999999",
    "parts of a key": "a." * 490_000 + "a = 1",
    "parts of a header": "[" + "a." * 490_000 + "a]",
    "arrays": "a = " + "[" * 990_000,
    "closed arrays": "a = " + "[" * 490_000 + "]" * 490_000,
    "inline tables": "a = " + "{a=" * 300_000,
    "keys": many("k# = 1\n", 90_000),
    "keys in quotes": many('"k#" = 1\n', 70_000),
    "headers": many("[a#.b.c]\n", 50_000),
    "items": "a = [" + "1," * 400_000 + "]",
    "empty tables": "a = [" + "{}," * 250_000 + "]",
    "pages": "[[pages]]\n" * 90_000,
    "unknown names": "[slots.a]\nshow = [" + '{ fragment = "keep", to = "f" },' * 25_000 + "]",
    "unknown facts": many("[audiences.a#]\nboot = true\n", 25_000),
    "near names": many("[signals.s#xxxxxxxxxxxx]\n", 900)
    + "[audiences.a]\n"
    + many("signals.t#xxxxxxxxxxx = 1\n", 20_000),
    "doubted names": "[signals]\nz = 1\n"
    + many("s#xxxxxxxxxxxx = {}\n", 900)
    + "[audiences.a]\n"
    + many("signals.t#xxxxxxxxxxx = 1\n", 20_000),
    "a long condition": "[audiences.a]\nzone = [" + '"Europe/*",' * 80_000 + "]",
    "no languages": "languages = [" + '"xx!",' * 150_000 + "]",
    "circles": "[audiences]\n"
    + many(f"a#.all = [{many(chr(34) + 'a%' + chr(34) + ',', 1)}".replace("%", "#") + '"a0"]\n', 9_000),
    "a knot": "[audiences]\n"
    + "".join(f"a{n}.all = [" + ",".join(f'"a{m}"' for m in range(300)) + "]\n" for n in range(300)),
    "NUL": "a = 1\0" * 100_000,
    "half a character": 'prefix = "\ud800"',
    "half a character, escaped": r'prefix = "\ud800"',
    "controls": "\x1b]0;x\x07" * 100_000,
}  # fmt: skip


def told(text):
    """Read a text in time; list what is wrong with it."""
    assert len(text) <= LARGEST
    started = time.process_time()
    try:
        found = Config.loads(text, folder=HERE).warnings
    except ConfigError as error:
        found = error.findings
        assert any(finding.severity == "error" for finding in found)
    assert time.process_time() - started < LATEST
    assert len(found) <= 2 * (MOST + 1)
    for finding in found:
        assert len(finding.message) <= LONGEST >= len(finding.help)
        assert finding.length <= LONGEST
        str(finding).encode()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_a_huge_file_is_read_in_time(text):
    assert not [finding for finding in told(text) if finding.severity == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_hostile_file_is_refused_in_time(text):
    assert [finding for finding in told(text) if finding.severity == "error"]


def test_after_a_hundred_mistakes_it_is_said_that_there_are_more(findings):
    lines = findings(many("k# = 1\n", 5_000))
    assert len(lines) == MOST + 1
    last = (
        "101:1: error SARTO022: there are more errors than these 100 (mend these first)"
    )
    assert lines[-1] == last


def test_more_than_a_hundred_warnings_are_cut_short_and_no_mistake(findings):
    text = (
        "[slots.a]\nshow = ["
        + '{ fragment = "k", cap = { times = 1, per = "day" } },\n' * 300
    )
    lines = findings(text + "]")
    assert len(lines) == MOST + 1
    assert (
        sum(
            "SARTO022: there are more warnings than these 100" in line for line in lines
        )
        == 1
    )


def test_a_warning_too_many_hides_no_mistake(wrong):
    text = (
        "[slots.a]\nshow = ["
        + '{ fragment = "k", cap = { times = 1, per = "day" } },\n' * 300
    )
    assert wrong(text + '{ fragment = "k", to = "nobody" }]') == [
        "302:24: SARTO007: there is no audience called 'nobody' (declare it: [audiences.nobody])"
    ]


LADDERS = {
    "twice each": [f'a{n}.all = ["a{n + 1}", "a{n + 1}"]' for n in range(200)]
    + ["a200.bot = true"],
    "two per level": [
        f'{side}{n}.all = ["l{n + 1}", "r{n + 1}"]' for n in range(60) for side in "lr"
    ]
    + ["l60.bot = true", "r60.bot = true"],
    "flat": [f"a{n}.bot = true" for n in range(5_000)],
    "a fan": [f'a{n}.all = ["z"]' for n in range(5_000)] + ["z.bot = true"],
    "stages": [f'a{n}.all = ["a{n + 1}", "a{n + 1}"]' for n in range(40)]
    + ['a40.stage = "a"', "[journey]\nstages = [{ name = 'a' }]"],
}


@pytest.mark.parametrize("lines", LADDERS.values(), ids=LADDERS)
def test_audiences_made_of_audiences_are_walked_once(lines, wrong):
    started = time.process_time()
    codes = {line.split(": ")[1] for line in wrong("[audiences]\n" + "\n".join(lines))}
    assert time.process_time() - started < 30  # walked again and again it is for ever
    assert codes <= {"SARTO008"}


SPLICED = [
    (HERE.parents[1] / "data" / "contract.toml").read_text("utf-8"),
    (HERE.parents[2] / "examples" / "bistro" / "sarto.toml").read_text("utf-8"),
]
SEED = 20_261_201


@pytest.mark.slow
def test_splices_of_right_files_are_read_or_told():
    print(f"seed {SEED}")  # noqa: T201 - so that a failure can be told again
    chance, until, tried = random.Random(SEED), time.monotonic() + 15, 0  # noqa: S311 - no secret
    while time.monotonic() < until and tried < 1_500:
        told("".join(piece(chance) for _ in range(chance.randint(1, 5))))
        tried += 1
    print(f"{tried} splices")  # noqa: T201 - so that it is known how many were tried


def piece(chance):
    """Cut a piece out of a right file: at lines mostly, sometimes anywhere."""
    text = chance.choice(SPLICED)
    if chance.random() < 0.3:
        start = chance.randrange(len(text))
        return text[start : start + chance.randint(1, 400)]
    lines = text.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return "".join(lines[start : start + chance.randint(1, 30)])
