"""The Mending Desk: a blog on FastAPI, cut to its readers by Sarto."""

import os
import secrets
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Form, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from letter import Letter
from posts import AUTHORS, POSTS, TOPICS, post_named, posts_with
from sarto_adapters.frameworks.fastapi import CurrentVisitor, install

HERE = Path(__file__).parent
LETTER = Letter(Path(os.environ.get("BLOG_DB") or HERE / "letter.db"))

NOTHING = "Nothing on the desk says that. One plain word finds more."

app = FastAPI(openapi_url=None, default_response_class=HTMLResponse)
app.mount("/static", StaticFiles(directory=HERE / "static"))
templates = Jinja2Templates(directory=HERE / "templates")
templates.env.globals.update(topics=TOPICS, authors=AUTHORS)


@app.get("/")
async def home(request: Request) -> Response:
    return templates.TemplateResponse(request, "home.html", {"posts": POSTS})


@app.get("/post/{name}")
async def post(request: Request, name: str) -> Response:
    found = post_named(name)
    if found is None:
        raise HTTPException(404)
    more = [each for each in posts_with(found.topic) if each is not found]
    told = {"post": found, "more": more[:2]}
    return templates.TemplateResponse(request, "post.html", told)


@app.get("/tag/{topic}")
async def tag(request: Request, topic: str) -> Response:
    if topic not in TOPICS:
        raise HTTPException(404)
    told = {"title": TOPICS[topic], "posts": posts_with(topic), "topic": topic}
    return templates.TemplateResponse(request, "list.html", told)


@app.get("/by/{name}")
async def author(request: Request, name: str) -> Response:
    if name not in AUTHORS:
        raise HTTPException(404)
    written = [each for each in POSTS if each.author == name]
    told = {"title": AUTHORS[name].name, "posts": written, "about": AUTHORS[name].about}
    return templates.TemplateResponse(request, "list.html", told)


@app.get("/search")
async def search(
    request: Request, q: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    words = q.strip()
    found = [each for each in POSTS if words and each.says(words)]
    told = {
        "title": f"“{words}”" if words else "Search",
        "about": "" if found else NOTHING if words else "Write a word or two above.",
        "posts": found,
        "q": words,
    }
    return templates.TemplateResponse(request, "list.html", told)


@app.post("/letter")
async def subscribe(
    visitor: CurrentVisitor, email: Annotated[str, Form(pattern=r"^\S+@\S+$")]
) -> Response:
    LETTER.add(email)
    visitor.signal("subscribed")
    return RedirectResponse("/letter", 303)


@app.get("/letter")
async def letter(request: Request) -> Response:
    return templates.TemplateResponse(request, "letter.html")


@app.exception_handler(404)
async def lost(request: Request, _error: Exception) -> Response:
    told = {"title": "Not on this desk", "posts": POSTS[:3]}
    return templates.TemplateResponse(request, "list.html", told, status_code=404)


@app.exception_handler(RequestValidationError)
async def refused(request: Request, _error: Exception) -> Response:
    told = {"title": "That did not fit", "about": "Go back, and try it once more."}
    return templates.TemplateResponse(request, "list.html", told, status_code=422)


# Without a secret of its own, readers are remembered until the next start.
secret = os.environ.get("SARTO_SECRET") or secrets.token_urlsafe()
install(app, config=HERE / "sarto.toml", templates=templates, secret=secret)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=8000)
