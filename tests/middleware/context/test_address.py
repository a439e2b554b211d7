import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.address import LONGEST, MOST, parameter
from support.visits import visit


@pytest.mark.parametrize(
    ("sent", "host"),
    [
        pytest.param("bistro.example", "bistro.example", id="plain"),
        pytest.param("Bistro.EXAMPLE:8080", "bistro.example", id="capitals and port"),
        pytest.param("bistro.example.", "bistro.example", id="root dot"),
        pytest.param("bistro.example:", "bistro.example", id="empty port"),
        pytest.param("[::1]:8000", "::1", id="IPv6 with port"),
        pytest.param("[2001:DB8::1]", "2001:db8::1", id="IPv6"),
        pytest.param("127.0.0.1:80", "127.0.0.1", id="IPv4"),
        pytest.param("xn--bcher-kva.example", "xn--bcher-kva.example", id="punycode"),
    ],
)
def test_the_host_is_told_without_port_brackets_and_capitals(
    sent: str, host: str
) -> None:
    assert visit(("host", sent))["host"] == host


@pytest.mark.parametrize(
    "sent",
    [
        "",
        " ",
        "[::1",
        "::1]",
        "a b",
        "a/b",
        "a@b",
        "a:b:c",
        "a, b",
        "a\\b",
        "a?b",
        ":80",
        ".",
        "..",
        "a..b",
        ".example",
        "bistro.example..",
        "bistro.example:99999999",
        "bistro.example:80:80",
        "bistro.example:port",
        "bistro.example:-1",
        "a\tb",
        "a\x00b",
        "a\x7fb",
        "a;b",
        "a'b",
        'a"b',
        "a<b>",
        "a%00b",
        "*",
        "-a.example",
        "[]",
        "[::::]",
        "[::1]x",
        "[127.0.0.1]",
        "[fe80::1%25eth0]",
        "::1",
        "http://bistro.example",
        "visitor@bistro.example",
        "bistro.example, evil.example",
        "bistro.example#x",
        "b\xfccher.example",
        "a" * 64 + ".example",
        "a." * 127 + "example",
        "x" * 1_000_000,
    ],
    ids=lambda sent: repr(sent[:30]),
)
def test_a_malformed_host_is_unknown(sent: str) -> None:
    assert visit(("host", sent))["host"] is None


def test_of_two_hosts_neither_is_believed() -> None:
    assert visit(("host", "a.example"), ("host", "a.example"))["host"] is None


def test_a_name_in_raw_letters_is_written_as_dns_has_it() -> None:
    sent = "bücher.example".encode().decode("latin-1")
    assert visit(("host", sent))["host"] == "xn--bcher-kva.example"


def test_without_a_host_header_the_host_is_unknown() -> None:
    assert visit()["host"] is None


def test_the_path_fact_is_the_path_inside_the_site() -> None:
    scope = {"path": "/app/menu", "root_path": "/app"}
    assert visit(scope=scope).known("path") == ("/menu", "path")


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param(b"q=soup", "soup", id="plain"),
        pytest.param(b"q=a+b%20c", "a b c", id="decoded"),
        pytest.param(b"q=", "", id="empty is known"),
        pytest.param(b"q", "", id="without a value"),
        pytest.param(b"q=1&q=2", "1", id="the first counts"),
        pytest.param(b"q=%D9%86%D8%A7%D9%86", "نان", id="UTF-8"),
        pytest.param("q=نان".encode(), "نان", id="raw UTF-8"),
        pytest.param(b"q=%ff\xff", "\ufffd\ufffd", id="odd bytes"),
        pytest.param(b"r=1", None, id="another"),
        pytest.param(b"", None, id="none"),
    ],
)
def test_a_query_parameter_is_read(query: bytes, value: str | None) -> None:
    assert visit(scope={"query_string": query})["query.q"] == value


def test_a_parameter_may_have_a_dot_in_its_name() -> None:
    assert visit(scope={"query_string": b"a.b=1"})["query.a.b"] == "1"


def test_of_very_many_parameters_the_first_are_read() -> None:
    query = b"&".join(b"p%d=1" % index for index in range(MOST + 1))
    asked = visit(scope={"query_string": query})
    assert (parameter(asked, "p0"), parameter(asked, f"p{MOST - 1}")) == ("1", "1")
    assert parameter(asked, f"p{MOST}") is None


def test_of_a_very_long_query_the_beginning_is_read() -> None:
    asked = visit(scope={"query_string": b"q=" + b"x" * 100_000})
    assert len(parameter(asked, "q") or "") == LONGEST - len("q=")


def test_a_scope_without_a_query_has_no_parameters() -> None:
    assert visit(scope={"query_string": None})["query.q"] is None


@given(st.binary(max_size=300))
def test_no_query_raises(query: bytes) -> None:
    value = visit(scope={"query_string": query})["query.q"]
    assert value is None or isinstance(value, str)


@given(st.binary(max_size=100))
def test_no_host_raises(sent: bytes) -> None:
    host = visit(scope={"headers": [(b"host", sent)]})["host"]
    assert host is None or (isinstance(host, str) and host == host.lower())
