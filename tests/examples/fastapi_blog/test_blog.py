"""The blog: whole without Sarto, and cut to its readers with it."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from support.own_pages import Browser

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "examples" / "fastapi_blog" / "sarto.toml"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGES = (
    *("/", "/tag/cloth", "/tag/bicycles", "/tag/radios", "/tag/wood"),
    *("/by/noor", "/by/iga", "/by/anton", "/search", "/search?q=wool", "/letter"),
    *("/post/darning-on-a-cup", "/post/roadside-puncture", "/nowhere"),
)


class Reader:
    """Somebody at their browser."""

    def __init__(self, blog, agent=DESK, **more):
        self.browser = Browser(blog.app, headers=(("user-agent", agent),), **more)

    def see(self, path="/"):
        answer = self.browser.get(path)
        assert answer.error is None
        assert "<script" not in answer.text
        assert answer.text.count("<h1") == 1
        return answer.text

    def allow(self):
        assert self.browser.allow(("choice", "all")).status == 303
        return self

    def subscribe(self, email="reader@example.com"):
        return self.browser.post("/letter", ("email", email))


def test_every_page_is_a_whole_page(blog):
    for path in PAGES:
        page = Reader(blog).see(path)
        assert page.startswith("<!doctype html>")
        assert page.rstrip().endswith("</html>")
        assert 'data-sarto="letter"' in page


def test_every_link_within_the_blog_leads_somewhere(blog):
    reader, seen, todo = Reader(blog), set(), ["/"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = reader.browser.get(path)
        assert answer.status == 200, path
        if answer.header("content-type").startswith("text/html"):
            parts = answer.text.split('href="')[1:]
            links = {each.partition('"')[0].partition("?")[0] for each in parts}
            todo += [link for link in links if link.startswith("/")]
    assert len(seen) > 15


def test_what_is_not_there_is_404_with_something_to_read(blog):
    for path in ("/nowhere", "/tag/none", "/by/none", "/post/none"):
        answer = Reader(blog).browser.get(path)
        assert answer.status == 404
        assert "Not on this desk" in answer.text
        assert "/post/" in answer.text


def test_words_of_a_search_are_text_and_never_markup(blog):
    page = Reader(blog).see("/search?q=%3Cb%3E%22wool")

    assert "“&lt;b&gt;&#34;wool”" in page
    assert "Nothing on the desk says that" in page


def test_a_search_finds_what_all_its_words_stand_in(blog):
    page = Reader(blog).see("/search?q=NEEDLE+cup")

    assert page.count("<li lang") == 1
    assert "Darning on a teacup" in page


def test_without_sarto_the_blog_is_the_same(blog, monkeypatch):
    own = Reader(blog, agent=DESK).see("/post/darning-on-a-cup")
    words = "import app\nfrom fastapi.testclient import TestClient\n"
    text = "print(TestClient(app.app).get('/post/darning-on-a-cup').text, end='')"
    monkeypatch.setenv("SARTO_OFF", "1")

    off = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", words + text],
        cwd=CONFIG.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    before, slot, rest = own.partition('<div data-sarto="ask">')
    _, end, after = rest.partition("</div>\n<header")
    assert off == before + slot + end + after


def test_a_phone_and_a_persian_reader_are_met_in_their_own_way(blog):
    assert "a minute each" in Reader(blog, agent=PHONE).see()

    persian = Reader(blog, language="fa").see()

    assert '<section class="hero" data-sarto="hero" lang="fa" dir="rtl">' in persian
    assert "یک بار دیگر تعمیرش کن" in persian


def test_three_looks_at_a_topic_are_an_interest_and_nothing_without_consent(blog):
    for reader, is_met in ((Reader(blog).allow(), True), (Reader(blog), False)):
        for _ in range(3):
            reader.see("/tag/radios")
        assert ("Stay on this wavelength" in reader.see()) is is_met
        page = reader.see("/post/darning-on-a-cup")
        assert ("Stay on this wavelength" in page) is is_met
        assert ("More on cloth" in page) is not is_met


def test_who_comes_back_is_greeted_and_asked_another_way(blog, later):
    reader = Reader(blog).allow()
    assert "Mend it once more" in reader.see()

    later(hours=3)
    assert "Good to have you back" in reader.see()
    assert "One mend a month" in reader.see()

    later(hours=30)
    assert "You come often" in reader.see()


def test_an_expert_sees_dense_lists(blog):
    reader = Reader(blog)
    assert '<ol class="posts" data-sarto="posts">' in reader.see()

    said = reader.browser.post(
        "/_sarto/preferences", ("level", "expert"), ("next", "/")
    )

    assert said.status == 303
    assert '<ol class="posts dense" data-sarto="posts">' in reader.see()
    assert '<ol class="posts dense" data-sarto="posts">' in reader.see("/tag/cloth")


def test_who_has_the_letter_is_not_asked_again(blog, tmp_path):
    reader = Reader(blog).allow()

    answer = reader.subscribe(" Reader@Example.com ".strip())

    assert (answer.status, answer.header("location")) == (303, "/letter")
    assert "You have it" in reader.see("/letter")
    assert 'name="email"' not in reader.see()
    with closing(sqlite3.connect(tmp_path / "letter.db")) as readers:
        found = readers.execute("select email from readers").fetchall()
    assert found == [("reader@example.com",)]


def test_what_is_no_address_is_refused_as_a_page_and_kept_nowhere(blog, tmp_path):
    answer = Reader(blog).subscribe("no address")

    assert answer.status == 422
    assert "<h1>That did not fit</h1>" in answer.text
    assert not (tmp_path / "letter.db").exists()


def test_check_finds_nothing_wrong():
    words = [sys.executable, "-m", "sarto", "check", "--config", str(CONFIG)]

    told = subprocess.run(words, capture_output=True, text=True, check=False)

    assert told.stdout == "Nothing wrong.\n"
