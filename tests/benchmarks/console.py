"""`python tests/benchmarks/console.py`: what it costs to keep pages for the console.

One page with three slots, answered with and without the ring. Pages that come as fast
as here are mostly only counted: the third row keeps every one, which no site has to.
"""

from typing import Any

from driver import request, run
from layers import CONFIG, starlette

from sarto import Config, Sarto
from sarto.site.recent import Recent

ROUNDS, TIMES, SIZE = 41, 200, 20_000


class Patient(Recent):
    """Has time for every page."""

    def may_keep(self, now: float) -> bool:
        return now > 0


def site(*, recent: int = 0, is_patient: bool = False) -> Any:
    text = CONFIG.read_text("utf-8")
    more = f"\n[console]\nrecent = {recent}\n" if recent else ""
    config = Config.loads(text + more, folder=CONFIG.parent)
    app = Sarto(starlette(SIZE), config=config)
    if is_patient and app.current:
        ring = Patient()
        ring.resize(recent)
        object.__setattr__(app.current.site, "watchers", (ring,))
    return app


def main() -> None:
    cases = {
        "bare Starlette": (starlette(SIZE), request),
        "no console": (site(), request),
        "a ring of 50": (site(recent=50), request),
        "every page kept": (site(recent=50, is_patient=True), request),
    }
    figures = run(cases, rounds=ROUNDS, times=TIMES)
    own = figures["no console"]
    print(f"\n{SIZE // 1000} kB, 3 slots: median of {ROUNDS} × {TIMES}")
    for name, figure in figures.items():
        print(f"  {name:<20}{figure:9.2f} µs{figure / own:8.3f} of no console")


if __name__ == "__main__":
    main()
