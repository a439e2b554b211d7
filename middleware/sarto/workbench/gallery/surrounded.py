"""What is wrong with a part once it stands on its page: the same judges as `check`."""

from sarto.workbench.crawl.fragments import verdicts
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.shown import Shown
from sarto.workbench.crawl.swapped import swapped
from sarto.workbench.gallery.findings import judged
from sarto.workbench.gallery.variants import Variant


def findings(variant: Variant) -> tuple[str, ...]:
    """Judge what is put into a page; of the page's own content, what it shows."""
    here, place = variant.rehearsal, variant.place
    span, html = here.span(place), here.rendered(place)
    if span is None or html is None:
        return judged(here.text(variant.part))
    path = str(here.answer.scope["path"])
    page = Page(file=path, path=path, body=here.raw, content_type=here.came.kind)
    shown = Shown(place, variant.file or "", html)
    on_page = swapped(page, here.seen[0], span, shown, len(here.raw) + 1)
    told = () if on_page is None else verdicts(on_page)
    it = variant.file or "it"
    return tuple(dict.fromkeys(each.text.replace("{it}", it) for each in told))
