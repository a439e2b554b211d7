from sarto.context.sources import Sources
from sarto.context.visit import Visit


def test_without_any_source_a_visitor_is_still_somebody() -> None:
    nobody = Visit({"type": "http"}, Sources())
    assert (nobody["language"], nobody["zone"], nobody["device"]) == ("en", "UTC", None)


def test_without_a_matcher_no_header_chooses_the_language() -> None:
    assert Sources(languages=("fa", "en")).closest_language("en") is None
