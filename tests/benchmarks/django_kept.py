"""`python tests/benchmarks/django_kept.py`: requests per second kept of a Django page.

A page of 20 kB with three slots, under uvicorn with httptools and uvloop, bare and behind
Sarto, asked in turn in one run as `frameworks.py` does it. Tags are held against the
same page with attributes from the bare site.
`--seconds 2 --rounds 9` for quieter figures.
"""

from argparse import ArgumentParser
from contextlib import ExitStack

from frameworks import CORES, UVICORN, Hammer, Server, running, served, told

KINDS = {
    "attributes, sync view": ("/sync/marked", "/sync/marked"),
    "attributes, async view": ("/async/marked", "/async/marked"),
    "tags, sync view": ("/sync/marked", "/sync/tagged"),
    "tags, async view": ("/async/marked", "/async/tagged"),
    "bytes, async view": ("/bytes", "/bytes"),
}


def site(stack: ExitStack, kind: str) -> Server:
    words = ["-m", *UVICORN, "--log-level", "warning", "django_sites:app"]
    return served(stack, words, SARTO_BENCH=kind)


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with ExitStack() as stack:
        client = stack.enter_context(running(["hammer.py"], CORES[-1]))
        hammer = Hammer(client, asked.seconds)
        bare, sarto = site(stack, "bare"), site(stack, "sarto")
        print(f"{'':<32}{'per second, kept':>25}{'µs of processor, kept':>25}")
        for name, (before, after) in KINDS.items():
            plain, ours = [], []
            for _ in range(asked.rounds):
                plain.append(hammer.asks(bare, before))
                ours.append(hammer.asks(sarto, after))
            print(f"{name:<32}" + told(plain, ours, 0) + told(plain, ours, 1))
