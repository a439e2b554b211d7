"""Two sites that others wrote, from the registry: their pages, and where slots may be."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site, by the module that makes it, and what it is asked for."""

    name: str
    needs: str  # the package
    selector: str  # in pages that nobody here wrote
    template: tuple[str, str]  # a file of the site's own templates, with a slot
    pages: tuple[str, ...]
    sent: tuple[tuple[str, bytes], ...]  # forms that are refused, as pages
    files: tuple[str, ...]
    drawn: re.Pattern[bytes]  # what differs in two answers of the bare site


# Pages; then those that say no, and redirects; then data, files, downloads, a stream.
DATASETTE_PAGES = (
    *("/", "/dishes", "/dishes/town", "/dishes/nothing-yet", "/dishes/cheap?p=30"),
    *(f"/dishes/menu/{number}" for number in range(1, 17)),
    *(f"/dishes/town/{number}" for number in range(1, 5)),
    *("/dishes/menu", "/dishes/menu?_size=3", "/dishes/menu?_next=100"),
    *("/dishes/menu?_sort=price", "/dishes/menu?_sort_desc=dish"),
    *("/dishes/menu?_facet=tags&_facet_array=tags", "/dishes/menu?_facet=town"),
    *("/dishes/menu?town=2", "/dishes/menu?town__not=2&price__gt=10"),
    *("/dishes/menu?_col=dish", "/dishes/menu?_nocol=note", "/dishes/menu?_labels=on"),
    *("/dishes/menu?_where=price%3C3", "/dishes/menu?dish__contains=%3C"),
    *("/dishes/wide?_size=max", "/dishes/wide?_size=20", "/dishes/wide/7"),
    "/dishes?sql=select+%27%3Cp+data-sarto%3D%22note%22%3E%27",
    *("/dishes?sql=select+1,2,3", "/dishes?sql=select+:a&a=%3Cb%3E"),
    *("/-/versions", "/-/plugins", "/-/settings", "/-/metadata", "/-/databases"),
    *("/-/actor", "/-/patterns", "/-/allow-debug", "/-/messages"),
    # Pages that say no: 404, 400, 403, and redirects.
    *("/nowhere", "/dishes/nowhere", "/dishes/menu/9999", "/dishes/menu?_size=bad"),
    *("/dishes?sql=select+bogus", "/-/permissions", "/dishes/", "/dishes/menu/"),
    # No pages: data, files, downloads, a stream.
    *("/dishes/menu.json", "/dishes/menu.json?_shape=array", "/dishes/menu/1.json"),
    *("/dishes/menu.csv", "/dishes/wide.csv?_stream=on", "/dishes.db"),
    *("/dishes/menu/1.blob?_blob_column=picture", "/-/versions.json"),
    *("/-/static/app.css", "/-/static/table.js", "/-/static/none.js", "/favicon.ico"),
)
SQLADMIN_PAGES = (
    *("/admin/", "/admin/dish/list", "/admin/town/list", "/admin/dish/create"),
    *(f"/admin/dish/list?page={page}" for page in range(2, 10)),
    *(f"/admin/dish/details/{number}" for number in range(1, 21)),
    *(f"/admin/dish/edit/{number}" for number in range(1, 16)),
    *("/admin/town/details/3", "/admin/town/edit/2", "/admin/town/create"),
    *("/admin/dish/list?search=soup", "/admin/dish/list?search=%3Cp", "/letter"),
    *("/admin/dish/list?sortBy=name&sort=desc", "/admin/dish/list?pageSize=100"),
    *("/docs", "/redoc", "/latin", "/told", "/letters"),
    # Pages that say no, and redirects.
    *("/admin/none/list", "/admin/dish/details/999", "/admin", "/nowhere", "/dish/x"),
    # No pages: data, files, downloads.
    *("/openapi.json", "/dish/1", "/admin/dish/export/csv", "/admin/dish/export/json"),
    *("/admin/statics/css/main.css", "/admin/statics/js/main.js"),
    *("/admin/statics/css/tabler.min.css", "/admin/statics/js/none.js"),
)
DATASETTE = Site(
    name="datasette",
    needs="datasette",
    selector="footer.ft",
    template=("_footer.html", '<div data-sarto="note">own <b>note</b></div>'),
    pages=DATASETTE_PAGES,
    sent=(("/dishes/menu", b"message=x"),),
    files=("/-/static/app.css", "/-/static/table.js"),
    drawn=re.compile(
        rb'(?<=Queries took )[\d.]+|(?<="query_ms": )[\d.e-]+|(?<=csrftoken" value=")[^"]+'
    ),
)
SQLADMIN = Site(
    name="sqladmin",
    needs="sqladmin",
    selector="h2.page-title",
    template=(  # as sqladmin's manual would have a template changed
        "sqladmin/layout.html",
        '{% extends "sqladmin_original/layout.html" %}{% block content_header %}'
        '<div data-sarto="note">{{ super() }}</div>{% endblock %}',
    ),
    pages=SQLADMIN_PAGES,
    sent=(("/admin/town/create", b""), ("/admin/none/create", b"a=1")),
    files=("/admin/statics/css/main.css", "/admin/statics/css/tabler.min.css"),
    drawn=re.compile(rb"(?!)"),
)
SITES = {each.name: each for each in (DATASETTE, SQLADMIN)}
