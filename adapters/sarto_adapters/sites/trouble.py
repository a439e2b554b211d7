"""The page a visitor gets when there is no answer to pass on: plain, whole, unkept."""

import base64
import hashlib
from html import escape
from http import HTTPStatus
from typing import Final

from sarto import headers
from sarto.asgi import Scope
from sarto.context.language import direction, negotiated

STYLE: Final = """
:root { color-scheme: light dark; --paper: #fcfbf8; --ink: #1d1c1a; --soft: #5a564e;
  background: var(--paper); color: var(--ink);
  font: 400 100%/1.5 system-ui, sans-serif }
:root:lang(fa), :root:lang(ar) { line-height: 1.8 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #17191b; --ink: #eae8e3; --soft: #b3afa6 }
}
body { margin: 0; display: grid; min-block-size: 100vh; place-content: center start }
main { padding: 32px 20px; max-inline-size: 60ch;
  margin-inline-start: max(0px, 50vw - 30rem) }
h1 { margin: 0 0 16px; font-size: 1.728rem; font-weight: 650; line-height: 1.25 }
:root:is(:lang(fa), :lang(ar)) h1 { line-height: 1.5 }
p { margin: 0 0 16px; font-size: 1.2rem }
small { color: var(--soft); font-size: 0.9rem }
"""
PAGE: Final = (
    '<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head>\n'
    '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
    "<h1>{title}</h1>\n<p>{text}</p>\n"
    '<p><bdi lang="en"><small>{status}</small></bdi></p>\n'
    "</main>\n</body>\n</html>\n"
)
HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{HASH}'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
SILENT: Final = {
    "en": ("The site does not answer", "Please try again in a moment."),
    "fa": ("سایت پاسخ نمی‌دهد", "لطفاً چند لحظهٔ دیگر دوباره امتحان کنید."),
    "ar": ("الموقع لا يستجيب", "يرجى المحاولة مرة أخرى بعد قليل."),
    "pl": ("Strona nie odpowiada", "Prosimy spróbować ponownie za chwilę."),
}
ODD: Final = {
    "en": ("This request cannot be read", "Part of it is not as it should be."),
    "fa": ("این درخواست خوانا نیست", "بخشی از آن درست نیست."),
    "ar": ("تعذّرت قراءة هذا الطلب", "جزء منه ليس كما ينبغي."),
    "pl": ("Nie można odczytać tego żądania", "Jego część nie jest taka, jak powinna."),
}
TEXTS: Final = {
    HTTPStatus.BAD_REQUEST: ODD,
    HTTPStatus.BAD_GATEWAY: SILENT,
    HTTPStatus.GATEWAY_TIMEOUT: SILENT,
}


def trouble(scope: Scope, status: HTTPStatus) -> tuple[headers.Headers, bytes]:
    """Make the fields and the body of an answer, in a language the visitor reads."""
    texts = TEXTS[status]
    said = (headers.joined(scope.get("headers") or (), b"accept-language") or b"")[:512]
    language = negotiated(said.decode("latin-1"), tuple(texts)) or "en"
    title, text = texts[language]
    body = PAGE.format(
        language=language,
        direction=direction(language),
        title=escape(title),
        text=escape(text),
        style=STYLE,
        status=f"{status.value} {status.phrase}",
    ).encode()
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-language", language.encode()),
        (b"content-security-policy", POLICY.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"content-length", b"%d" % len(body)),
    ], body
