"""`python tests/benchmarks/start.py`: from nothing to the first page, as one figure.

Each case is a new process: imports, the application, its first answer. Sarto's stands
on Starlette's, so its own part is the difference.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median

ROUNDS = 9
HERE = Path(__file__).parent
STARLETTE = """
from time import perf_counter
started = perf_counter()
import asyncio, resource
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
async def home(request):
    return HTMLResponse('<p data-sarto="hero">own</p>')
app = Starlette(routes=[Route("/", home)])
"""
SARTO = f"""
from sarto import Sarto
app = Sarto(app, config={str(HERE / "site" / "sarto.toml")!r})
"""
FIRST_PAGE = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
from driver import receive, request, send
asyncio.run(app(request(), receive, send))
took = perf_counter() - started
print(took * 1e3, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
"""
CASES = {"Starlette": STARLETTE, "Starlette and Sarto": STARLETTE + SARTO}


def started(program: str) -> tuple[float, float]:
    """Run a program; give its milliseconds and its megabytes."""
    command = [sys.executable, "-c", program + FIRST_PAGE]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    took, size = ran.stdout.split()
    return float(took), float(size)


def main() -> None:
    figures = {name: [started(program)] for name, program in CASES.items()}
    for _ in range(ROUNDS):
        for name, program in CASES.items():
            figures[name].append(started(program))
    floor = median(took for took, _ in figures["Starlette"][1:])
    print(f"import, start and first page: median of {ROUNDS} processes")
    for name, found in figures.items():
        took = median(took for took, _ in found[1:])
        size = median(size for _, size in found[1:])
        print(f"  {name:<24}{took:8.0f} ms{took / floor:8.2f} ×{size:8.0f} MB")


if __name__ == "__main__":
    main()
