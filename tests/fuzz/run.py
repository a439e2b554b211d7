"""`python tests/fuzz/run.py TARGET [--runs N] [--seconds S] [--seed S]`: with atheris.

Needs `pip install -e ".[test,fuzz]"`. It starts from the kept corpus and keeps what it
finds in `--corpus` (a folder for the day). A broken promise does not end it: the first
input of each kind is written to `--found`, with its traceback, and it exits with 1.
"""

import argparse
import sys
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from time import monotonic

import atheris

HERE = Path(__file__).parent
EVERY = 100_000  # executions between two lines
LONGEST = 96  # bytes of an input
TIMEOUT = 25  # seconds of one execution


class Keeper:
    """Runs a target; keeps the first input of each kind that breaks a promise."""

    def __init__(self, target, folder: Path) -> None:
        self.target = target
        self.folder = folder
        self.kinds: Counter[str] = Counter()
        self.count = 0
        self.started = monotonic()

    def __call__(self, data: bytes) -> None:
        self.count += 1
        try:
            self.target(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
            self.keep(data, error)
        if self.count % EVERY == 0:
            self.tell()

    def keep(self, data: bytes, error: Exception) -> None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}"
        self.kinds[kind] += 1
        file = self.folder / kind
        if self.kinds[kind] == 1 or len(data) < file.stat().st_size:
            self.folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            text = "".join(traceback.format_exception(error))
            file.with_suffix(".txt").write_text(f"{data!r}\n{text}", "utf-8")
            print(f"FOUND {kind}: {len(data)} bytes", flush=True)

    def tell(self) -> None:
        took = monotonic() - self.started
        pace = self.count / took
        print(f"{self.count} executions, {pace:.0f}/s, {dict(self.kinds)}", flush=True)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument(
        "target", choices=sorted(p.stem for p in HERE.glob("targets/*.py"))
    )
    reader.add_argument("--runs", type=int, default=100_000)
    reader.add_argument(
        "--seconds", type=int, default=0, help="0: until the runs are over"
    )
    reader.add_argument("--seed", type=int, default=0, help="0: another each time")
    reader.add_argument("--corpus", type=Path, help="where what is new is kept")
    reader.add_argument(
        "--longest", type=int, default=LONGEST, help="bytes of an input"
    )
    day = Path(gettempdir()) / "sarto-fuzz"
    reader.add_argument("--found", type=Path, default=day, help=f"default: {day}")
    said = reader.parse_args()

    sys.path[0] = str(HERE.parent)  # as pytest has it: `selectors` is Python's own
    with atheris.instrument_imports(include=["sarto"]):
        target = import_module(f"fuzz.targets.{said.target}").fuzz
    keeper = Keeper(target, said.found / said.target)
    new = said.corpus or said.found / "corpus" / said.target
    kept = HERE / "corpus" / said.target  # read only: new inputs go to the first folder
    folders = [str(new), *([str(kept)] if kept.is_dir() else [])]
    options = [
        f"-max_total_time={said.seconds}",
        f"-seed={said.seed}",
        f"-max_len={said.longest}",
        f"-timeout={TIMEOUT}",
        f"-atheris_runs={said.runs}",
        "-print_final_stats=1",
        "-len_control=20",
        f"-artifact_prefix={said.found}/",
    ]
    new.mkdir(parents=True, exist_ok=True)
    said.found.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *options, *folders], keeper)
    try:
        atheris.Fuzz()
    finally:
        keeper.tell()
    sys.exit(bool(keeper.kinds))


if __name__ == "__main__":
    main()
