"""The SDK for one server: loaded while something else is done, and kept with its connections."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from pipeline.errors import ModelError, ModelNotAllowed
from pipeline.llm.keys import flaw
from pipeline.llm.loading import load_sdk
from pipeline.llm.settings import ModelSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

OPENAI = "https://api.openai.com/v1"
NO_KEY = "none"
"""What is sent to servers that need no key; the SDK wants one."""


class Connection:
    """One for a client."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._sdk: AsyncOpenAI | None = None
        self._making: asyncio.Task[AsyncOpenAI] | None = None
        self._closers: list[Callable[[], Awaitable[None]]] = []

    def warm(self) -> None:
        """Begins to load the SDK (half a second of work), beside whatever else is being done."""
        if self._making is None:
            self._making = asyncio.create_task(self._make())

    async def warmed(self) -> None:
        """Waits until the SDK is loaded, where that has begun, or can't be: the first call says why."""
        if self._making is not None:
            await asyncio.wait({self._making})

    async def aclose(self) -> None:
        """Closes all connections. Calls under way fail."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)
        if self._sdk is not None:
            await self._sdk.close()
        for close in self._closers:
            await close()

    async def sdk(self) -> AsyncOpenAI:
        """The SDK, once it is loaded. Raises ModelError."""
        if self._sdk is None:
            self.warm()
            assert self._making is not None
            making = self._making
            try:
                self._sdk = await asyncio.shield(making)
            except ModelError:
                if self._making is making:
                    self._making = None
                raise
        return self._sdk

    async def _make(self) -> AsyncOpenAI:
        openai = await asyncio.to_thread(load_sdk)
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would log each request at INFO
        settings = self.settings
        for name, secret in (("OPENAI_API_KEY", settings.api_key), ("AZURE_OPENAI_AD_TOKEN", settings.azure_ad_token)):
            if secret and (problem := flaw(name, secret)):
                raise ModelNotAllowed(f"The language model can't be used: {problem}")
        # The client itself keeps the time of each call, which can grow while others are being answered.
        timeout = openai.Timeout(None, connect=settings.connect_seconds)
        http = openai.DefaultAioHttpClient(timeout=timeout)
        if settings.azure_endpoint is None:
            sdk: AsyncOpenAI = openai.AsyncOpenAI(
                api_key=settings.api_key or NO_KEY,
                base_url=settings.base_url or OPENAI,
                max_retries=0,
                timeout=timeout,
                http_client=http,
            )
            return await asyncio.to_thread(_loaded, sdk)
        provider = None
        if settings.azure_identity:
            from pipeline.llm.azure import token_provider

            provider, close = await token_provider()
            self._closers.append(close)
        azure: AsyncOpenAI = openai.AsyncAzureOpenAI(
            azure_endpoint=settings.azure_endpoint,
            api_version=settings.azure_api_version,
            api_key=settings.api_key or None,
            azure_ad_token=settings.azure_ad_token,
            azure_ad_token_provider=provider,
            max_retries=0,
            timeout=timeout,
            http_client=http,
        )
        return await asyncio.to_thread(_loaded, azure)


def _loaded(sdk: AsyncOpenAI) -> AsyncOpenAI:
    """The SDK with the parts in place that it would load with the first call, on the event loop."""
    _ = sdk.chat.completions.with_raw_response
    return sdk
