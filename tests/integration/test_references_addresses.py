"""Addresses, names, redirects and proxies that lead to a private network: none gets a byte from there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from pipeline import __version__
from pipeline.cache import MemoryCache
from pipeline.knowledge import Fetcher
from pipeline.options import Limits
from tests.loopback.name_server import SITE, fetcher, refused
from tests.loopback.raw_server import RawServer
from tests.loopback.reference_site import ReferenceSite

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def vault() -> AsyncIterator[RawServer]:
    """What must never be reached, though its port is allowed: a page with a secret on a private address."""
    secret = b"the secret of the private network " * 50
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(secret), secret)
    async with RawServer(answer) as server:
        yield server
        assert server.connections == 0


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
