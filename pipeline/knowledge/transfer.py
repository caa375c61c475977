"""Fetches one page. Redirects are followed here, and each is checked. Bytes are counted after decompression."""

from __future__ import annotations

import errno
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from yarl import URL

from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge.addresses import Rules
from pipeline.knowledge.connect import Refused
from pipeline.knowledge.trouble import OutOfResources, Unreachable

try:
    import brotli  # type: ignore[import-untyped]
except ImportError:  # br isn't accepted then
    brotli = None

_DAMAGED: tuple[type[Exception], ...] = (zlib.error, ValueError) + ((brotli.error,) if brotli else ())

REDIRECTS = 5
CHUNK = 65_536
ACCEPT = "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,application/pdf;q=0.9,*/*;q=0.5"
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.EAGAIN, errno.EADDRNOTAVAIL)


@dataclass(frozen=True)
class Answer:
    """A server's final answer."""

    url: str
    """The URL after the last redirect."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    """The decompressed body. Empty for 304."""


async def get(
    session: aiohttp.ClientSession,
    url: URL,
    rules: Rules,
    *,
    most: int,
    headers: Mapping[str, str] | None = None,
    proxy: str | None = None,
) -> Answer:
    """The answer to a GET after at most five redirects. `most` limits the body, in bytes. `url` was checked by the
    rules. `headers` (the conditions) go with the first request only. The caller limits the time. Raises
    ReferenceUnavailable."""
    seen = {url}
    for _ in range(REDIRECTS + 1):
        try:
            async with session.get(
                url,
                allow_redirects=False,
                headers={"Accept": ACCEPT, "Accept-Encoding": accepted_encodings(), **(headers or {})},
                proxy=proxy,
            ) as response:
                if response.status not in (301, 302, 303, 307, 308) or "Location" not in response.headers:
                    return await _read(response, most)
                location = response.headers["Location"]
        except (aiohttp.ClientError, OSError) as error:
            raise in_words(error, url) from error
        url, headers = redirected(url, location, rules), None
        if url in seen:
            raise ReferenceUnavailable("The page redirects in a circle.")
        seen.add(url)
    raise ReferenceUnavailable(f"The page redirects more than {REDIRECTS} times.")


def redirected(url: URL, location: str, rules: Rules) -> URL:
    """The URL to which a redirect leads. Raises ReferenceUnavailable, which names the redirect as the reason."""
    try:
        target = url.join(URL(location.strip()))
    except ValueError:
        raise ReferenceUnavailable("The page redirects to something that isn't a web address.") from None
    try:
        return rules.check(target)
    except ReferenceUnavailable as why:
        raise ReferenceUnavailable(f"The page redirects elsewhere: {why.message}") from None


def accepted_encodings() -> str:
    return "gzip, deflate, br" if brotli else "gzip, deflate"


async def _read(response: aiohttp.ClientResponse, most: int) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    final = str(response.url)
    if response.status != 200:
        return Answer(final, response.status, headers, b"")
    if (declared := response.content_length) is not None and declared > most:
        raise _too_large(most)
    chunks, size = [], 0
    async for chunk in unpacked(response.content.iter_chunked(CHUNK), headers.get("content-encoding", ""), most):
        size += len(chunk)
        if size > most:
            raise _too_large(most)
        chunks.append(chunk)
    return Answer(final, response.status, headers, b"".join(chunks))


async def unpacked(chunks: AsyncIterator[bytes], encoding: str, most: int) -> AsyncIterator[bytes]:
    """The chunks, decompressed by their Content-Encoding. No more than CHUNK bytes come at once, even from a bomb.
    Raises ReferenceUnavailable."""
    unpacker = unpacker_of(encoding.strip().lower())
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        if received > most:  # also if nothing comes out of it
            raise _too_large(most)
        if unpacker is None:
            yield chunk
            continue
        try:
            while piece := unpacker.feed(chunk):
                yield piece
                chunk = b""
        except _DAMAGED:
            raise ReferenceUnavailable("The page's compressed data is damaged.") from None
    if unpacker is not None and received and not unpacker.finished:
        raise ReferenceUnavailable("The page was cut off before its end.")


class Unpacker(Protocol):
    @property
    def finished(self) -> bool: ...

    def feed(self, data: bytes) -> bytes:
        """At most CHUNK bytes more. Empty once everything was used."""


def unpacker_of(encoding: str) -> Unpacker | None:
    match encoding:
        case "" | "identity":
            return None
        case "gzip" | "x-gzip" | "deflate":
            return _Zlib(encoding)
        case "br" if brotli:
            return _Brotli()
    raise ReferenceUnavailable(f"The page uses a compression that isn't supported ({encoding[:30]}).")


class _Zlib:
    def __init__(self, encoding: str) -> None:
        self._raw = encoding == "deflate"
        self._object = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._begun = False
        self.finished = False

    def feed(self, data: bytes) -> bytes:
        if self.finished:
            return b""
        data = self._object.unconsumed_tail + data
        try:
            piece = self._object.decompress(data, CHUNK)
        except zlib.error:
            if self._begun or not self._raw:
                raise
            # "deflate" without zlib's header, as some servers send it.
            self._object = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            piece = self._object.decompress(data, CHUNK)
        self._begun = True
        self.finished = self._object.eof
        return piece


class _Brotli:
    def __init__(self) -> None:
        self._object = brotli.Decompressor()

    @property
    def finished(self) -> bool:
        return bool(self._object.is_finished())

    def feed(self, data: bytes) -> bytes:
        if self.finished:
            return b""
        return bytes(self._object.process(data, output_buffer_limit=CHUNK))


def _too_large(most: int) -> ReferenceUnavailable:
    return ReferenceUnavailable(f"The page is larger than {most / 1_000_000:g} MB.")


def in_words(error: BaseException, url: URL) -> ReferenceUnavailable:
    """What a failed connection means, in words for a person."""
    host = url.raw_host
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Refused):
            return cause.why
        if isinstance(cause, OSError) and cause.errno in _EXHAUSTED:
            return OutOfResources()
        cause = getattr(cause, "os_error", None) or cause.__cause__
    match error:
        case aiohttp.ClientConnectorDNSError():
            return Unreachable(f"The host {host} doesn't exist.")
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return Unreachable(f"The certificate of {host} isn't valid.")
        case aiohttp.ClientConnectorError():
            return Unreachable(f"{host} can't be reached.")
        case aiohttp.ClientPayloadError():
            return Unreachable("The page was cut off before its end.")
        case aiohttp.ServerDisconnectedError() | ConnectionError():
            return Unreachable(f"{host} closed the connection without an answer.")
        case aiohttp.ClientResponseError():
            return Unreachable(f"{host} gave an answer that isn't proper HTTP.")
        case aiohttp.InvalidURL():
            return ReferenceUnavailable("This isn't a web address.")
    return Unreachable(f"{host} can't be reached.")
