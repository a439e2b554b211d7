"""What `check` makes of the application that `[dev]` names, whatever that does."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.workbench import apart
from sarto.workbench.check import ordered
from sarto.workbench.order import Order

CONFIG = '[slots.a]\nshow = [ { fragment = "keep" } ]\n'
APP = """
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from sarto import Sarto
app = Starlette()
{}
"""
SARTO, ZIP = (
    "app.add_middleware(Sarto, config={config!r})",
    "app.add_middleware(GZipMiddleware)",
)
INSIDE = APP.format(f"{ZIP}\n{SARTO}")


@pytest.fixture
def named(folder: Callable[..., Path]) -> Callable[..., Config]:
    """Write a config and the application it names."""

    def write(text: str, name: str = "ordered_app:app") -> Config:
        path = folder(f'{CONFIG}[dev]\napp = "{name}"\n')
        (path.parent / "ordered_app.py").write_text(
            text.replace("{config!r}", repr(str(path)))
        )
        return Config.read(path)

    return write


def test_check_warns_of_compression_inside(named: Callable[..., Config]) -> None:
    findings, remarks, _ = ordered(named(INSIDE))
    assert [found.code for found in findings] == ["SARTO025"]
    assert remarks == ()


def test_check_remarks_on_compression_outside(named: Callable[..., Config]) -> None:
    findings, remarks, _ = ordered(named(APP.format(f"{SARTO}\n{ZIP}")))
    assert findings == ()
    assert len(remarks) == 1


PARTS = """
from starlette.applications import Starlette
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.routing import Mount
from sarto import Sarto
shop = Sarto(HTTPSRedirectMiddleware(Sarto(None, config={config!r})), config={config!r})
app = Starlette(routes=[Mount("/shop", shop)])
"""


def test_check_tells_all_that_is_seen_there(named: Callable[..., Config]) -> None:
    findings, remarks, unseen = ordered(named(PARTS))
    assert [found.code for found in findings] == ["SARTO039"]
    assert ["twice" in remarks[0], "/shop alone" in remarks[1]] == [True, True]
    assert unseen == ""


def test_nothing_of_the_site_s_code_is_in_this_process(
    named: Callable[..., Config],
) -> None:
    path = [*sys.path]
    ordered(named(INSIDE))
    assert sys.path == path
    assert "ordered_app" not in sys.modules


NOISE = """
import os, subprocess, sys
print("noise")
print("noise", file=sys.stderr)
os.write(1, b"noise")
subprocess.run(["echo", "noise"])
assert sys.stdin.read() == ""
"""


def test_what_it_prints_goes_nowhere_and_it_reads_nothing(
    named: Callable[..., Config], capfd: pytest.CaptureFixture[str]
) -> None:
    findings, *_ = ordered(named(NOISE + INSIDE))
    assert [found.code for found in findings] == ["SARTO025"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "import threading, time; threading.Thread(target=time.sleep, args=(60,)).start()",
        "import atexit, time; atexit.register(time.sleep, 60)",
    ],
)
def test_what_it_leaves_running_is_not_waited_for(
    named: Callable[..., Config], text: str
) -> None:
    findings, *_ = ordered(named(f"{text}\n{INSIDE}"))
    assert [found.code for found in findings] == ["SARTO025"]


def test_it_is_told_no_words_of_ours(named: Callable[..., Config]) -> None:
    findings, *_ = ordered(named(f"import sys; assert len(sys.argv) == 1\n{INSIDE}"))
    assert [found.code for found in findings] == ["SARTO025"]


ENDS = [
    "raise RuntimeError",
    "raise KeyboardInterrupt",
    "import sys; sys.exit()",
    "import sys; sys.exit(3)",
    "import os; os._exit(3)",
    "import os; os.kill(os.getpid(), 9)",
    "import nothing_of_that_name",
]


@pytest.mark.parametrize("text", [*ENDS, "app = 1 +", "", "app = None"])
def test_an_application_that_cannot_be_imported_is_no_finding(
    named: Callable[..., Config], text: str
) -> None:
    assert ordered(named(f"{text}\n"))[:2] == ((), ())


@pytest.mark.parametrize("end", ENDS)
def test_nor_is_one_whose_module_ends_after_it(
    named: Callable[..., Config], end: str
) -> None:
    assert ordered(named(f"{INSIDE}\n{end}\n"))[:2] == ((), ())


def test_one_that_never_ends_is_ended(
    named: Callable[..., Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LIMIT", 0.5)
    start = time.monotonic()
    assert ordered(named(f"import time; time.sleep(600)\n{INSIDE}"))[:2] == ((), ())
    assert time.monotonic() - start < 30


LIVES = "import pathlib, time\nwhile True: pathlib.Path({!r}).touch(); time.sleep(0.01)"
STARTS = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', {!r}])"


def test_it_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = tmp_path / "alive"
    code = STARTS.format(LIVES.format(str(sign)))
    words = [sys.executable, "-c", code]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True)
    while not sign.exists():
        time.sleep(0.01)
    monkeypatch.setattr(apart, "LIMIT", 0.1)
    assert apart.answer(process) == b""
    time.sleep(0.2)
    sign.unlink()
    time.sleep(0.2)
    assert not sign.exists()


@pytest.mark.parametrize(
    "name",
    ["http://127.0.0.1:9", ".", "no_such_module:app", "nothing", "a\\u0000b:app"],
)
def test_what_is_no_application_is_not_imported(
    named: Callable[..., Config], name: str
) -> None:
    assert ordered(named("", name))[:2] == ((), ())


def test_a_config_that_names_no_application_has_no_order(
    folder: Callable[..., Path],
) -> None:
    assert ordered(Config.read(folder(CONFIG)))[:2] == ((), ())


def test_where_no_process_can_be_started_nothing_is_found(
    named: Callable[..., Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert ordered(named(INSIDE))[:2] == ((), ())


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff",
        b"noise",
        b"[]",
        b"3",
        b"{}",
        b'{"outside": [], "inside": 3}',
        b'{"outside": [[]], "inside": []}',
        b'{"outside": ["strange:Class"], "inside": ["strange:Class"]}',
        b'{"outside": ["strange:Class"], "inside": [], "others": [], "place": ""}',
        b'{"outside": [], "inside": [], "others": 3, "place": ""}',
    ],
)
def test_an_odd_answer_is_no_order(said: bytes) -> None:
    assert apart.read(said) == Order()
