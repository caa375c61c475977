"""Servers and pages that want to do harm: each is told by its words, and the next page is read as ever."""

from __future__ import annotations

import contextlib
import gzip
import zipfile
from io import BytesIO

import brotli  # type: ignore[import-untyped]
import pytest
from aiohttp import web

from pipeline.cache import MemoryCache
from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge import Fetcher
from tests.conftest import HANG_SECONDS, further
from tests.loopback.name_server import SITE, fetcher, refused
from tests.loopback.raw_server import RawServer
from tests.loopback.reference_site import Answer, ReferenceSite, docx_of, gzip_bomb

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
