"""Entra ID tokens for Azure OpenAI, from the azure-identity package if an operator has installed it."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable

from pipeline.errors import ModelNotAllowed

SCOPE = "https://cognitiveservices.azure.com/.default"
"""From “How to configure Azure OpenAI with Microsoft Entra ID authentication”."""


async def token_provider() -> tuple[Callable[[], Awaitable[str]], Callable[[], Awaitable[None]]]:
    """(a function that returns a token, a function that closes it). Raises ModelNotAllowed if the package isn't
    installed."""
    try:
        identity = importlib.import_module("azure.identity.aio")
    except ImportError:
        raise ModelNotAllowed(
            "AZURE_OPENAI_USE_IDENTITY needs the package azure-identity. Install it, or set AZURE_OPENAI_API_KEY."
        ) from None
    credential = identity.DefaultAzureCredential()
    provider: Callable[[], Awaitable[str]] = identity.get_bearer_token_provider(credential, SCOPE)
    return provider, credential.close
