import pytest

WRONG = [
    ('origins = ["bistro.example"]', 12, '"bistro.example" is not an origin'),
    ('origins = ["https://bistro.example/"]', 12, '"https://bistro.example/" is not an origin'),
    ('origins = ["https://me@bistro.example"]', 12, '"https://me@bistro.example" is not an origin'),
    ('origins = ["https://Bistro.example"]', 12, '"https://Bistro.example" is not an origin'),
    ('origins = ["https://*.example"]', 12, '"https://*.example" is not an origin'),
    ('origins = ["https://a", "https://a:b"]', 25, '"https://a:b" is not an origin'),
    ('prefix = "/"', 10, '"/" is not a prefix'),
    ('prefix = "/a/../b"', 10, '"/a/../b" is not a prefix'),
    ('prefix = "/.."', 10, '"/.." is not a prefix'),
    ('prefix = "/."', 10, '"/." is not a prefix'),
    ('prefix = "/a/"', 10, '"/a/" is not a prefix'),
    ('location.trusted_proxies = ["10.0.0.0/33"]', 29, '"10.0.0.0/33" is not a network'),
    ('location.headers = ["cf ipcountry"]', 21, '"cf ipcountry" is not a header\'s name'),
    ('language.cookie = "la;ng"', 19, '"la;ng" is not a cookie\'s name'),
    ('language.cookie = ""', 19, '"" is not a cookie\'s name'),
    ('events.url = "events.db"', 14, '"events.db" is not a URL'),
    ('events.url = "sqlite:"', 14, '"sqlite:" is not a URL'),
    ('folders.fragments = ""', 21, '"" names nothing on a disk'),
    (r'folders.layouts = "a\u0000b"', 19, r'"a\u0000b" names nothing on a disk'),
    ('location.database = " "', 21, '" " names nothing on a disk'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "text"), WRONG, ids=[w[0] for w in WRONG])
def test_what_looks_like_no_address_is_told(wrong, line, column, text):
    (told,) = wrong(line)
    assert told.startswith(f"1:{column}: SARTO016: {text} (")


FINE = [
    'origins = ["https://bistro.example:8443", "http://[::1]:80", "http://localhost"]',
    'prefix = "/_sarto/v2.1/~a"',
    'location.trusted_proxies = ["10.0.0.1/8", "::1", "fe80::/10"]',
    'location = { headers = ["X-Country_1"], trusted_proxies = ["::1"] }',
    'events.url = "postgresql://me@db/events"',
    'folders = { fragments = "../parts", layouts = "." }',
]


@pytest.mark.parametrize("line", FINE)
def test_what_looks_like_one_is_fine(wrong, line):
    assert wrong(line) == []
