"""The bistro, cut to its visitor: the plain site with Sarto around it."""

from pathlib import Path

import uvicorn

from bistro import site
from sarto import Sarto

app = Sarto(site, config=Path(__file__).parent / "sarto.toml")

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=8000)
