"""A web site on loopback with the pages that guides refer to, and the ones that want to do harm.

async with ReferenceSite(delay=0.5) as site:
    page = await Fetcher(site.limits(), MemoryCache()).fetch(site.url("/docs/install"))
    assert site.requests["/docs/install"] == 1
"""

from __future__ import annotations

import asyncio
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import cache
from types import TracebackType
from typing import Any

from aiohttp import web

from pipeline.options import Limits
from tests.conftest import HANG_SECONDS

PARAGRAPH = (
    "The gateway keeps a record of every request that it has passed on, and an administrator can read that record on "
    "the page Audit. Records are kept for ninety days unless the retention of the workspace says otherwise. "
)

DOCUMENTATION = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{{title}} · Acme Gateway docs</title>
<script>var tracker = "do not read me";</script></head><body>
<header><nav><a href="/">Home</a> <a href="/docs">Docs</a> <a href="/blog">Blog</a></nav></header>
<main><article><h1>{{title}}<a class="headerlink" href="#t">¶</a></h1>
<p>This page explains how to get Acme Gateway {{title}} done on Linux and on macOS.</p><p>{PARAGRAPH}</p>
<h2>Before you begin</h2><ul><li>An account with the role <b>Administrator</b></li><li>Docker 24 or later<ul><li>with
Compose</li></ul></li></ul>
<h2>Run the installer</h2><ol><li>Open a terminal.</li><li>Type this command:
<pre><code>curl -fsSL https://get.acme.example | sh
gateway start --port 8443
    --verbose</code></pre></li><li>Wait until it says <code>ready</code>.</li></ol>
<h2>Ports</h2><table><thead><tr><th>Port</th><th>Used for</th></tr></thead><tbody>
<tr><td>8443</td><td>the admin console</td></tr><tr><td>9090</td><td>metrics</td></tr></tbody></table>
<p>{PARAGRAPH}</p></article></main><footer>© Acme <a href="/privacy">Privacy</a></footer></body></html>"""

MARKDOWN = f"""---
title: Rotate the keys
---
# Rotate the keys

{PARAGRAPH}

## With the command line

1. Run `gateway keys rotate`.
2. Copy the **new key**.

```console
$ gateway keys rotate --all
rotated 3 keys
```

| Flag | Meaning |
|------|---------|
| `--all` | every key |
"""

TEXT = f"""Release notes
=============

{PARAGRAPH}

The console has moved to port 8443.
"""

LOGIN = """<html><head><title>Sign in</title></head><body><main><h1>Sign in</h1><form><input name=u>
<input type=password name=p><button>Sign in</button></form></main></body></html>"""
NOT_FOUND = """<html><head><title>Page not found · Acme</title></head><body><h1>Oops</h1><p>The page you were looking
for is not here. Try the search.</p></body></html>"""
CAPTCHA = """<html><head><title>Just a moment...</title></head><body><h1>acme.example</h1>
<p>Verifying you are human.
This may take a few seconds.</p><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>
</body></html>"""
APP = """<!doctype html><html><head><title>Acme</title></head><body><noscript>You need to enable JavaScript to run
this app.</noscript><div id="root"></div><script src="/static/main.js"></script></body></html>"""


@dataclass
class Answer:
    """What the site sends for one path."""

    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ReferenceSite:
    """Answers under /docs/NAME with a page of documentation, and with whatever else was put there."""

    def __init__(self, delay: float = 0.0) -> None:
        """`delay`: seconds before each answer."""
        self.delay = delay
        self.answers: dict[str, Answer] = {}
        self.handlers: dict[str, Handler] = {}
        self.requests: Counter[str] = Counter()
        """How often each path was asked for."""
        self.not_modified = 0
        """How often the answer was 304."""
        self.most_at_once = 0
        self.received: list[web.Request] = []
        self.connections = 0
        """Connections that were opened."""
        self.port = 0
        self._at_once = 0
        self._came = asyncio.Condition()
        self._held: Callable[[], Awaitable[object]] | None = None
        self._runner: web.AppRunner | None = None
        self._let_go = asyncio.Event()
        self._standing_answers()
        self._hostile_answers()

    async def __aenter__(self) -> ReferenceSite:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        made = self._runner.server
        assert made is not None

        def counted() -> Any:
            self.connections += 1
            return made()

        self._server = await asyncio.get_running_loop().create_server(counted, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go.set()
        self._server.close()
        assert self._runner is not None
        await self._runner.cleanup()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def limits(self, *hosts: str, **more: Any) -> Limits:
        """Limits under which this site may be asked although it is on loopback, under these names too; a slow machine
        has all the time it needs."""
        allowed = Limits(
            allow_private_hosts=("127.0.0.1", *hosts),
            allowed_ports=(80, 443, self.port),
            fetch_seconds=HANG_SECONDS,
        )
        return replace(allowed, **more)

    def put(self, path: str, body: str | bytes, type: str = "text/html; charset=utf-8", **more: Any) -> str:
        """Puts a page there, and returns its URL."""
        self.answers[path] = Answer(body.encode() if isinstance(body, str) else body, type, **more)
        return self.url(path)

    def handle(self, path: str, handler: Handler) -> str:
        """Has a path answered by a function, and returns its URL."""
        self.handlers[path] = handler
        return self.url(path)

    async def asked(self, number: int) -> None:
        """Waits until so many requests have come, answered or not."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.received) >= number)

    def hold(self) -> asyncio.Event:
        """Keeps every answer back until the event is set."""
        let_go = asyncio.Event()
        self._held = let_go.wait
        return let_go

    def hold_until(self, number: int) -> None:
        """Keeps every answer back until so many requests are there."""
        self._held = lambda: self.asked(number)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        self.requests[path] += 1
        async with self._came:
            self.received.append(request)
            self._came.notify_all()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if self.delay:
                await asyncio.sleep(self.delay)
            if self._held:
                await self._held()
            if path in self.handlers:
                return await self.handlers[path](request)
            answer = self.answers.get(path)
            if answer is None and path.startswith("/docs/"):
                name = path.removeprefix("/docs/").replace("-", " ").title()
                answer = Answer(DOCUMENTATION.replace("{title}", name).encode())
            if answer is None:
                return web.Response(status=404, text="not found")
            if answer.etag and request.headers.get("If-None-Match") == answer.etag:
                self.not_modified += 1
                return web.Response(status=304, headers={"ETag": answer.etag})
            headers = {"Content-Type": answer.type, **({"ETag": answer.etag} if answer.etag else {}), **answer.headers}
            return web.Response(status=answer.status, body=answer.body, headers=headers)
        except ConnectionError:  # the reader has had enough, and left
            return web.Response()
        finally:
            self._at_once -= 1

    def _standing_answers(self) -> None:
        self.answers |= {
            "/manual.pdf": Answer(pdf_of("The gateway listens on port 8443.", PARAGRAPH), "application/pdf"),
            "/notes.txt": Answer(TEXT.encode(), "text/plain"),
            "/keys.md": Answer(MARKDOWN.encode(), "text/markdown"),
            "/manual.docx": Answer(docx_of(), "application/octet-stream"),
            "/versioned": Answer(DOCUMENTATION.replace("{title}", "Versioned").encode(), etag='"v1"'),
            "/login": Answer(LOGIN.encode()),
            "/private": Answer(status=302, headers={"Location": "/login?next=/private"}),
            "/gone": Answer(NOT_FOUND.encode()),
            "/captcha": Answer(CAPTCHA.encode()),
            "/app": Answer(APP.encode()),
            "/moved": Answer(status=301, headers={"Location": "/docs/install"}),
            "/moved-in-text": Answer(
                b'<html><head><meta http-equiv="refresh" content="0; url=/docs/install"></head></html>'
            ),
        }

    def _hostile_answers(self) -> None:
        self.answers |= {
            "/circle": Answer(status=302, headers={"Location": "/circle-2"}),
            "/circle-2": Answer(status=302, headers={"Location": "/circle"}),
            **{f"/hop-{n}": Answer(status=302, headers={"Location": f"/hop-{n + 1}"}) for n in range(20)},
        }
        self.handlers |= {"/drip": self._drip, "/hang": self._hang, "/endless": self._endless, "/bomb": self._bomb}

    async def _hang(self, request: web.Request) -> web.StreamResponse:
        """Never answers."""
        await self._let_go.wait()
        return web.Response()

    async def _bomb(self, request: web.Request) -> web.StreamResponse:
        """Fifty kilobytes that unpack to fifty megabytes."""
        return web.Response(body=gzip_bomb(50), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        """One byte at a time, for ever."""
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while not self._let_go.is_set():
            await response.write(b"x")
            await asyncio.sleep(0.02)
        return response

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        """As much as is taken, for ever."""
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while not self._let_go.is_set():
            await response.write(b"<p>more</p>" * 5000)
        return response


def pdf_of(*paragraphs: str) -> bytes:
    """A PDF of one page with these paragraphs, each wrapped by words."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 80:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    escaped = (line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines)
    text = "BT /F1 11 Tf 14 TL 50 780 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
    stream = text.encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


@cache
def docx_of() -> bytes:
    """A small Word file with a heading, a list and a table."""
    import docx

    document = docx.Document()
    document.add_heading("Set up the console", 1)
    document.add_paragraph(PARAGRAPH)
    document.add_paragraph("Open the console on port 8443.", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ("Key", "Value", "port", "8443"), strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def gzip_bomb(megabytes: int) -> bytes:
    """Zeros that unpack to a thousand times their size."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    block = b"\0" * 1_000_000
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode())
