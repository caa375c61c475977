"""A model's server whose certificate nobody vouches for, whose name nobody knows, or that is behind a proxy that isn't
there: what the person is told."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from pipeline import llm
from pipeline.llm.settings import ModelSettings
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.conftest import SAMPLES
from tests.loopback.raw_server import RawServer

TRANSCRIPT = SAMPLES / "cloudflare-create-api-token.vtt"


@pytest.fixture
async def address(tmp_path: Path, openssl: str) -> AsyncIterator[str]:
    """The address of a server on loopback with a certificate that it has signed itself."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    runner = web.AppRunner(web.Application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    yield f"https://127.0.0.1:{runner.addresses[0][1]}/v1"
    await runner.cleanup()


async def note_of(base_url: str) -> str:
    settings = replace(ModelSettings(api_key="sk-loopback", base_url=base_url), retries=0)
    client = llm.Client(settings)
    try:
        guide = await make_guide(TRANSCRIPT.read_bytes(), TRANSCRIPT.name, GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()
    assert guide.steps, "there is a guide all the same"
    return guide.making.note or ""


async def test_a_certificate_that_nobody_vouches_for_is_called_so(address: str) -> None:
    said = await note_of(address)

    assert "certificate of the language model's server at https://127.0.0.1" in said
    assert "SSL_CERT_FILE" in said


async def test_a_server_that_nobody_knows_is_called_by_its_name() -> None:
    said = await note_of("https://model.invalid/v1")

    assert "no server named model.invalid was found" in said
    assert "OPENAI_BASE_URL" in said


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "http://proxy.invalid:3128"])
async def test_a_proxy_that_is_not_there_is_blamed_and_not_the_server(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)

    said = await note_of("https://model.example/v1")

    assert f"the proxy on the way, {proxy.split('/')[2].split(':')[0]}, can't be reached" in said
    assert "HTTPS_PROXY needs to be checked" in said
    assert "model.example" not in said


async def test_a_proxy_that_asks_for_a_password_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
    async with RawServer(refusal) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")

        said = await note_of("https://model.example/v1")

    assert "refused the connection (status 407). It asks for a user name and a password. HTTPS_PROXY needs" in said
