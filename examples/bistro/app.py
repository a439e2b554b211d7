"""The bistro, cut to its visitor: the plain site with Sarto around it."""

import os
import secrets
from pathlib import Path

import uvicorn

from bistro import site
from sarto import Sarto

# Without a secret of its own, visitors are remembered until the next start.
secret = os.environ.get("SARTO_SECRET") or secrets.token_urlsafe()
app = Sarto(
    site,
    config=Path(__file__).parent / "sarto.toml",
    secret=secret,
    events=os.environ.get("SARTO_EVENTS"),  # else where the file says
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=8000)
