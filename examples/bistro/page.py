"""How a page is made: a template, the visitor's words, the right headers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from booking import LARGEST_PARTY, days_from
from menu import HOUSES, TABLES, TOPICS
from texts import LANGUAGES, language, language_of


def words(request: Request) -> dict[str, Any]:
    """What every template may say: the visitor's language and name, the houses."""
    spoken = language_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return {
        "spoken": spoken,
        "t": spoken.words,
        "dish_words": spoken.dishes,
        "guest": request.session.get("guest"),
        "languages": [language(code) for code in LANGUAGES],
        "houses": HOUSES,
        "topics": TOPICS,
        "tables": TABLES,
        "path": request.url.path,
        "here": request.url.path + query,
        "parties": range(1, LARGEST_PARTY + 1),
        "days": days_from(HOUSES["warsaw"].now(datetime.now(UTC)).date()),
    }


templates = Jinja2Templates(
    env=Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ),
    context_processors=[words],
)


def page(request: Request, name: str, *, status: int = 200, **more: object) -> Response:
    answer = templates.TemplateResponse(request, name, more, status_code=status)
    answer.headers["content-language"] = language_of(request).code
    answer.headers["vary"] = "Accept-Language, Cookie"
    return answer
