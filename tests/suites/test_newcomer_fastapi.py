"""A newcomer with FastAPI: an application with a template, and what `sarto init` says."""

import re
import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

from support.developing import developing

# What FastAPI's own pages on templates lead to: one route, a template, static files.
APPLICATION = """\
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

app = FastAPI()
app.mount("/static", StaticFiles(directory="static"), name="static")
templates = Jinja2Templates(directory="templates")


@app.get("/boats/{number}", response_class=HTMLResponse)
async def boat(request: Request, number: int):
    return templates.TemplateResponse(request, "boat.html", {"number": number})
"""
TEMPLATE = """\
<html>
<head><link rel="stylesheet" href="{{ url_for('static', path='boats.css') }}"></head>
<body><h1>Boat {{ number }}</h1><p>Ready.</p></body>
</html>
"""
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"


def typed(folder, *words):
    """Type a command in a folder; give what it says."""
    command = [sys.executable, "-m", "sarto", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def got(address, path):
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={"User-Agent": PHONE})
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def test_what_init_says_is_pasted_as_it_stands_and_a_phone_sees_it(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "boats.css").write_text("h1 { color: teal }")
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "boat.html"
    page.write_text(TEMPLATE)
    app = tmp_path / "main.py"
    app.write_text(APPLICATION)

    told = typed(tmp_path, "init")
    line = int(re.search(r"after main\.py:(\d+):\n", told)[1])
    pasted = re.findall(r"^    (.+)$", told, re.MULTILINE)
    assert len(pasted) == 3
    lines = APPLICATION.splitlines()
    app.write_text("\n".join([*lines[:line], *pasted[:2], *lines[line:], ""]))
    slot = pasted[2].replace("what everybody sees", "<h1>Boat {{ number }}</h1>")
    page.write_text(TEMPLATE.replace("<h1>Boat {{ number }}</h1>", slot))

    assert typed(tmp_path, "check") == "Nothing wrong.\n"
    with developing(tmp_path) as address:
        text = got(address, "/boats/7")
    assert "Good day, you on the phone" in text
    assert "<p>Ready.</p>" in text
    assert "<h1>Boat" not in text
    assert "hero: hero/phone.html" in typed(
        tmp_path, "explain", "/boats/7", "--as", "@phone"
    )
