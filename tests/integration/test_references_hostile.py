"""Addresses and servers that want to do harm: none gets a byte from a private address, and each has its words."""

from __future__ import annotations

import contextlib
import gzip
import zipfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
import pytest_asyncio
from aiohttp import web

from pipeline import __version__
from pipeline.cache import MemoryCache
from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge import Fetcher
from pipeline.knowledge.parsers import Parsers
from pipeline.options import Limits
from tests.conftest import HANG_SECONDS, further
from tests.loopback.raw_server import RawServer
from tests.loopback.reference_site import Answer, ReferenceSite, docx_of, gzip_bomb

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADDRESS = "https://acme.example/script2doc"
SITE = "site.example"
"""Stands for a public site; the fake name server says that it is on loopback, and it alone may be."""


class NameServer:
    """Answers as it was told to; each answer of several once, the last one for ever."""

    def __init__(self, parsers: Parsers) -> None:
        self.parsers = parsers
        self.answers: dict[str, list[list[str]]] = {SITE: [["127.0.0.1"]]}
        self.asked: list[str] = []

    def say(self, host: str, *answers: Sequence[str]) -> None:
        self.answers[host] = [list(answer) for answer in answers]

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self.answers.get(host)
        if not answers:
            raise OSError(f"no such host: {host}")
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def parsers() -> AsyncIterator[Parsers]:
    """Shared by all tests here, as by all jobs of a process: whatever one page does to them, the next must be read."""
    made = Parsers()
    yield made
    await made.aclose()


@pytest_asyncio.fixture(loop_scope="module")
async def vault() -> AsyncIterator[RawServer]:
    """What must never be reached, though its port is allowed: a page with a secret on a private address."""
    secret = b"the secret of the private network " * 50
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(secret), secret)
    async with RawServer(answer) as server:
        yield server
        assert server.connections == 0


@pytest.fixture
def names(parsers: Parsers) -> NameServer:
    return NameServer(parsers)


@asynccontextmanager
async def fetcher(names: NameServer, *ports: int, **limits: Any) -> AsyncIterator[Fetcher]:
    allowed = Limits(allow_private_hosts=(SITE,), allowed_ports=(80, 443, *ports), fetch_seconds=HANG_SECONDS)
    made = Fetcher(replace(allowed, **limits), MemoryCache(), lookup=names, parsers=names.parsers, address=ADDRESS)
    try:
        yield made
    finally:
        await made.aclose()


async def refused(fetch: Fetcher, url: str, reason: str) -> None:
    with pytest.raises(ReferenceUnavailable, match=reason):
        await fetch.fetch(url)


PRIVATE = "private network"
ODD = "unusual way to write an IP address"


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1", PRIVATE),
        ("127.0.0.1.", PRIVATE),
        ("127.8.8.8", PRIVATE),
        ("0.0.0.0", PRIVATE),
        ("localhost", PRIVATE),
        ("LocalHost.", PRIVATE),
        ("vault.localhost", PRIVATE),
        ("127.1", ODD),
        ("127.0.1", ODD),
        ("0", ODD),
        ("2130706433", ODD),
        ("017700000001", ODD),
        ("0177.0.0.1", ODD),
        ("0177.0.0.01", ODD),
        ("0x7f000001", ODD),
        ("0x7f.0.0.1", ODD),
        ("0x7f.1", ODD),
        ("127.0.0.1.0", ODD),
        ("[::1]", PRIVATE),
        ("[::]", PRIVATE),
        ("[0:0:0:0:0:0:0:1]", PRIVATE),
        ("[::ffff:127.0.0.1]", PRIVATE),
        ("[::ffff:7f00:1]", PRIVATE),
        ("[0:0:0:0:0:ffff:127.0.0.1]", PRIVATE),
        ("[::127.0.0.1]", PRIVATE),
        ("[64:ff9b::127.0.0.1]", PRIVATE),
        ("[64:ff9b:1::7f00:1]", PRIVATE),
        ("[2002:7f00:1::]", PRIVATE),
        ("[2001:0:7f00:1::]", PRIVATE),
        ("[fe80::1]", PRIVATE),
        ("[fe80::1%25lo]", PRIVATE),
        ("[fd00:ec2::254]", PRIVATE),
        ("①②⑦.⓪.⓪.①", PRIVATE),
        ("１２７.0.0.1", PRIVATE),
        ("127。0。0。1", PRIVATE),
        ("ⓛocalhost", PRIVATE),
        ("loc%61lhost", "isn't a valid name"),
        ("127.0.0.1%00.site.example", "isn't a valid name"),
        ("site.example@127.0.0.1", "user name or password"),
        ("user:secret@site.example", "user name or password"),
        ("site.example\\@127.0.0.1", "backslashes"),
        ("127.0.0.1\t", "spaces"),
    ],
)
async def test_a_private_address_however_it_is_written(names, vault, host, reason):
    async with fetcher(names, vault.port) as fetch:
        await refused(fetch, f"http://{host}:{vault.port}/", reason)
    assert names.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["127.0.0.1", "93.184.216.34"],
        ["2606:2800:220:1::1", "::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["10.0.0.1"],
        ["100.64.0.1"],
        ["169.254.169.254"],
        ["0.0.0.0"],
        ["fe80::1%lo"],
    ],
)
async def test_a_name_with_any_private_address(names, vault, answer):
    names.say("evil.example", answer)
    async with fetcher(names, vault.port) as fetch:
        await refused(fetch, f"http://evil.example:{vault.port}/", "evil.example is on a private network")


async def test_an_answer_that_is_no_address(names, vault):
    names.say("evil.example", ["0x7f.1"])
    async with fetcher(names, vault.port) as fetch:
        await refused(fetch, f"http://evil.example:{vault.port}/", "isn't valid")


async def test_a_name_that_nobody_knows(names, vault):
    async with fetcher(names, vault.port) as fetch:
        await refused(fetch, f"http://evil.example:{vault.port}/", "The host evil.example doesn't exist")


async def test_the_address_that_was_checked_is_the_one_connected_to(names):
    """A name server that gives a good address to the one who checks and another to the one who connects."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 29\r\n\r\nThis is the page of the wiki."
    async with RawServer(page, host="127.0.0.2") as good:
        names.say(SITE, ["127.0.0.2"], ["169.254.169.254"])
        async with fetcher(names, good.port) as fetch:
            assert (await fetch.fetch(f"http://{SITE}:{good.port}/")).blocks
    assert names.asked == [SITE]
    assert good.connections == 1


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1:{port}/", "redirects elsewhere: 127.0.0.1 is on a private network"),
        ("//127.0.0.1:{port}/", PRIVATE),
        ("http://[::ffff:127.0.0.1]:{port}/", PRIVATE),
        ("http://2130706433:{port}/", ODD),
        ("http://localhost:{port}/", PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", PRIVATE),
        ("http://evil.example:{port}/", "evil.example is on a private network"),
        ("http://user:secret@evil.example/", "user name or password"),
        ("http://site.example:22/", "Port 22 isn't allowed"),
        ("file:///etc/passwd", "not file"),
        ("gopher://127.0.0.1:{port}/_GET", "not gopher"),
        ("data:text/html,<h1>hello</h1>", "not data"),
        ("ftp://127.0.0.1/", "not ftp"),
        ("javascript:alert(1)", "not javascript"),
        ("http://[::1", "isn't a web address"),
    ],
)
async def test_a_redirect_to_where_nobody_may_go(names, vault, location, reason):
    names.say("evil.example", ["127.0.0.1"])
    async with ReferenceSite() as site, fetcher(names, site.port, vault.port) as fetch:
        where = location.format(port=vault.port)
        site.put("/jump", b"", status=302, headers={"Location": where})
        site.put("/refresh", f'<html><meta http-equiv="refresh" content="0;url={where}"></html>')
        await refused(fetch, site.url("/jump", SITE), reason)
        await refused(fetch, site.url("/refresh", SITE), reason)


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 110))
    + b"]><l>&n;</l>"
)


def word_with(xml: bytes) -> bytes:
    """A Word file whose text is this XML."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx_of())) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, xml if name == "word/document.xml" else good.read(name))
    return out.getvalue()


def packed(encoding: str, body: bytes) -> Answer:
    return Answer(body, headers={"Content-Encoding": encoding})


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(make, reason, id=name)
        for name, make, reason in (
            ("self", lambda: Answer(status=302, headers={"Location": "/x"}), "redirects in a circle"),
            ("gzip bomb", lambda: packed("gzip", gzip_bomb(50)), "larger than 1 MB"),
            ("deflate bomb", lambda: packed("deflate", gzip_bomb(50)[10:-8]), "larger than 1 MB"),
            ("brotli bomb", lambda: packed("br", brotli.compress(bytes(50_000_000), quality=1)), "larger than 1 MB"),
            (
                "packed twice",
                lambda: packed("gzip, gzip", gzip.compress(gzip_bomb(2))),
                "compression that isn't supported",
            ),
            ("zstd", lambda: packed("zstd", b"\x28\xb5\x2f\xfd"), "compression that isn't supported \\(zstd\\)"),
            ("not packed", lambda: packed("gzip", b"<html>hello</html>"), "compressed data is damaged"),
            ("half packed", lambda: packed("gzip", gzip.compress(b"<p>hello</p>" * 9)[:20]), "was cut off"),
            ("too large", lambda: Answer(b"x" * 1_000_001), "larger than 1 MB"),
            ("flood of headers", lambda: Answer(headers={f"X-{n}": "x" for n in range(1000)}), "isn't proper HTTP"),
            ("long header", lambda: Answer(headers={"X": "x" * 20_000}), "isn't proper HTTP"),
            ("picture", lambda: Answer(b"\x89PNG\r\n\x1a\n" + bytes(100)), "This is a picture"),
            ("program", lambda: Answer(b"\x7fELF" + bytes(100), "text/plain"), "This is a program"),
            ("zeros", lambda: Answer(bytes(100_000)), "The page is empty"),
            ("noise", lambda: Answer(bytes(range(256)) * 40), "a binary file"),
            ("archive", lambda: Answer(zipped({"readme.txt": b"hello"})), "This is an archive"),
            ("zip bomb", lambda: Answer(zipped({"word/document.xml": b" " * 110_000_000})), "unpacks to far more"),
            ("broken Word", lambda: Answer(zipped({"word/document.xml": b"<w:document"})), "Word file is damaged"),
            ("entities", lambda: Answer(word_with(LAUGHS)), "Word file is damaged|No text"),
            ("broken PDF", lambda: Answer(b"%PDF-1.7\n1 0 obj\n<< /Pages 1 0 R >>\nendobj\n"), "PDF is damaged"),
            ("status 500", lambda: Answer(b"oh", status=500), "had a server error"),
            ("status 418", lambda: Answer(b"oh", status=418), "answered with status 418"),
        )
    ],
)
async def test_an_answer_that_wants_to_do_harm(names, make, reason):
    async with ReferenceSite() as site, fetcher(names, site.port, page_bytes=1_000_000) as fetch:
        site.answers["/x"] = make()
        await refused(fetch, site.url("/x", SITE), reason)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/circle", "redirects in a circle"),
        ("/hop-0", "redirects more than 5 times"),
        ("/endless", "larger than 1 MB"),
    ],
)
async def test_an_answer_without_end(names, path, reason):
    async with ReferenceSite() as site, fetcher(names, site.port, page_bytes=1_000_000) as fetch:
        await refused(fetch, site.url(path, SITE), reason)


@pytest.mark.parametrize("path", ["/drip", "/hang"])
async def test_an_answer_that_takes_for_ever_is_given_up(names, path):
    async with ReferenceSite() as site, fetcher(names, site.port, fetch_seconds=0.5) as fetch:
        await refused(fetch, site.url(path, SITE), "took longer than 0.5 s")


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("pieces", "again", "reason"),
    [
        ([b"SSH-2.0-OpenSSH_9.6\r\n"], False, "isn't proper HTTP"),
        ([b"-ERR unknown command\r\n"], False, "isn't proper HTTP"),
        ([b""], False, "without an answer"),
        ([b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"], True, "isn't proper HTTP|took longer"),
        ([b"HTTP/1.1 100 Continue\r\n\r\n"], True, "took longer|isn't proper HTTP"),
        ([OK + b"Content-Length: 1000\r\n\r\n<p>hello</p>"], False, "was cut off"),
        ([OK + b"Content-Length: -5\r\n\r\n<p>hello</p>"], False, "isn't proper HTTP"),
        ([OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"], False, "isn't proper HTTP"),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\nzzz\r\nhello\r\n"], False, "isn't proper HTTP|was cut off"),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\nhello"], False, "was cut off"),
        ([OK + b"\r\n<p>", b"x"], True, "took longer than 1 s"),
        ([b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe://\r\nContent-Length: 0\r\n\r\n"], False, "."),
    ],
)
async def test_a_server_that_speaks_otherwise(names, pieces, again, reason):
    seconds = 1.0 if again else HANG_SECONDS
    async with (
        RawServer(*pieces, again=again, pause=0.005) as server,
        fetcher(names, server.port, fetch_seconds=seconds) as fetch,
    ):
        await refused(fetch, f"http://{SITE}:{server.port}/", reason)


@pytest.mark.parametrize(
    ("body", "type"),
    [
        ("<div>" * 20_000 + "deep " * 50, "text/html"),
        ("<table><tr><td>" * 3_000 + "deep " * 50, "text/html"),
        ("[" * 900_000, "text/markdown"),
        ("> " * 400_000, "text/markdown"),
        (" " * 900_000 + "x", "text/plain"),
        (":a:`" * 200_000, "text/x-rst"),
        ('"' * 900_000, "text/csv"),
        *further(
            ("<ul><li>" * 5_000 + "deep " * 50, "text/html"),
            ("<" * 900_000, "text/html"),
            ("<html>" + "<a href='#'>" * 20_000, "text/html"),
            ("<html>" + "<i>x</i>" * 20_000, "text/html"),
            ("*" * 900_000, "text/markdown"),
            ("**a " * 200_000, "text/markdown"),
            ("`" * 900_000, "text/markdown"),
            ("- " * 400_000, "text/markdown"),
            ("|" * 900_000, "text/markdown"),
            ("| - " * 200_000, "text/markdown"),
            ("<!--" * 200_000, "text/markdown"),
            ("a" * 900_000, "text/plain"),
            ("\n" * 900_000 + "x", "text/plain"),
        ),
    ],
)
async def test_a_text_that_wants_to_take_for_ever(names, body, type):
    """Read within the time of a fetch, or refused; what matters is that the next page is read as ever."""
    async with (
        ReferenceSite() as site,
        fetcher(names, site.port, fetch_seconds=2.0) as hasty,
        fetcher(names, site.port) as fetch,
    ):
        site.put("/slow", body, type)
        with contextlib.suppress(ReferenceUnavailable):
            await hasty.fetch(site.url("/slow", SITE))
        assert (await fetch.fetch(site.url("/docs/install", SITE))).words > 100


async def test_no_cookies_no_referrer_no_environment(names, vault, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, vault.url())
    async with ReferenceSite() as site, fetcher(names, site.port) as fetch:
        site.put("/cookie", b"", status=302, headers={"Location": "/docs/install", "Set-Cookie": "session=1"})
        await fetch.fetch(site.url("/cookie", SITE))
        await fetch.fetch(site.url("/docs/other", SITE))
    assert len(site.received) == 3
    for request in site.received:
        assert "Cookie" not in request.headers
        assert "Referer" not in request.headers
        assert request.headers["User-Agent"] == (
            f"Script2Doc/{__version__} (reads pages that a person asked for; +https://acme.example/script2doc)"
        )


async def test_an_operators_proxy_gets_only_what_may_be_asked_for(names, vault):
    body = b"# The page\n\nThe proxy has fetched it from somewhere else."
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    names.say("public.example", ["93.184.216.34"])
    names.say("evil.example", ["127.0.0.1"])
    async with RawServer(answer) as proxy:
        limits = Limits(allowed_ports=(80, proxy.port, vault.port))
        fetch = Fetcher(limits, MemoryCache(), lookup=names, parsers=names.parsers, proxy=proxy.url())
        try:
            assert (await fetch.fetch("http://public.example/page")).title == "The page"
            await refused(fetch, f"http://evil.example:{vault.port}/", PRIVATE)
            await refused(fetch, f"http://127.0.0.1:{vault.port}/", PRIVATE)
            await refused(fetch, proxy.url(), PRIVATE)
        finally:
            await fetch.aclose()
    assert proxy.connections == 1
    assert proxy.received.startswith(b"GET http://public.example/page HTTP/1.1")


async def test_conditions_dont_follow_a_redirect(names):
    async with ReferenceSite() as site:
        cache = MemoryCache()
        allowed = site.limits(SITE)
        fetch = Fetcher(allowed, cache, lookup=names, parsers=names.parsers, fresh=0.0)
        try:
            await fetch.fetch(site.url("/versioned", SITE))
            site.put("/versioned", b"", status=302, headers={"Location": "/docs/install"})
            await fetch.fetch(site.url("/versioned", SITE))
        finally:
            await fetch.aclose()
    assert [("If-None-Match" in request.headers) for request in site.received] == [False, True, False]


async def test_a_handler_that_sends_html_with_a_wrong_charset(names):
    async with ReferenceSite() as site, fetcher(names, site.port) as fetch:
        text = "<html><body><h1>Größe</h1><p>" + "Die Straße führt über die Brücke. " * 20 + "</p></body></html>"
        site.put("/labelled", text.encode("utf-8"), "text/html; charset=iso-8859-1")
        site.put("/unknown", text.encode("utf-8"), "text/html; charset=no-such-thing")
        site.put("/latin", text.encode("cp1252"), "text/html; charset=iso-8859-1")
        site.put("/utf-16", b"\xff\xfe" + text.encode("utf-16-le"), "text/html; charset=utf-8")
        for path in ("/labelled", "/unknown", "/latin", "/utf-16"):
            page = await fetch.fetch(site.url(path, SITE))
            assert page.blocks[0].text == "Größe", path


async def test_a_slow_start_counts_too(names):
    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        await site._let_go.wait()
        return response

    async with ReferenceSite() as site, fetcher(names, site.port, fetch_seconds=0.3) as fetch:
        site.handle("/slow", slow)
        await refused(fetch, site.url("/slow", SITE), "took longer than 0.3 s")
