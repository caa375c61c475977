"""Judges what went wrong with a call, and whether another try can help."""

from __future__ import annotations

import re

from pipeline.errors import ModelError, ModelNotAllowed, ModelUnavailable
from pipeline.llm.failures import Again, Interrupted
from pipeline.llm.refusals import NEEDS_INTERNET, Lessons, Refusal, address_hint, address_setting, without_keys
from pipeline.llm.said import read_error
from pipeline.llm.settings import ModelSettings
from pipeline.llm.wire import PageSent, ServerSaidError


def judge(error: Exception, model: str, lessons: Lessons, settings: ModelSettings) -> Exception:
    """What an SDK exception means for a call to this model: Again, a ModelError, or the exception itself if it is a
    defect."""
    import openai

    if isinstance(error, (Again, ModelError)):
        return error
    # The transport reports every connection error as a time-out. What aiohttp raised says more.
    names = _names(error)
    if any("Certificate" in name or "SSLCertVerification" in name for name in names):
        return ModelNotAllowed(
            f"The certificate of the language model's server at {settings.address} isn't trusted. SSL_CERT_FILE has to "
            "name a file with the certificate of its authority."
        )
    if proxy := _proxy_at_fault(error, settings):
        return proxy
    if any(name.startswith("ClientConnectorDNS") or name == "gaierror" for name in names):
        given = settings.base_url or settings.azure_endpoint
        helps = f"{address_setting(settings)} needs to be checked." if given else NEEDS_INTERNET
        lost = f"The language model couldn't be reached: no server named {settings.host} was found."
        unknown = ModelUnavailable(f"{lost} {helps}")
        return Again("the server's name isn't known", error=unknown)
    if any(name.startswith(("ClientConnector", "ConnectError")) for name in names):
        return Again("the server can't be reached")
    if any(name in ("ServerDisconnectedError", "ClientOSError", "ConnectionResetError") for name in names):
        # Nothing of an answer came, so it doesn't count as one.
        cut = Interrupted("The connection to the language model's server broke off before it answered.")
        return Again("the connection broke before the answer", error=cut)
    if isinstance(error, (TimeoutError, openai.APITimeoutError)) or "ReadTimeout" in names:
        late = ModelUnavailable("The language model took too long to answer.")
        return Again("no answer in time", error=late, consumed=True, late=True)
    if isinstance(error, openai.APIStatusError):
        body = error.body if error.body is not None else error.response.text
        return Refusal(error.status_code, read_error(body), error.response.headers, model, lessons, settings).judged()
    if isinstance(error, ServerSaidError):
        said = read_error(error.body)
        if said.status is None and re.search(r"rate.?limit|too many requests", said.text):
            return Refusal(429, said, {}, model, lessons, settings).judged()
        if said.status is None and re.search(r"overloaded|\bbusy\b", said.text):
            return Refusal(503, said, {}, model, lessons, settings).judged()
        if said.status is None and re.search(r"unexpected endpoint|not found", said.text):
            return Refusal(404, said, {}, model, lessons, settings).judged()
        return Refusal(said.status or 500, said, {}, model, lessons, settings, told=said.status is not None).judged()
    if isinstance(error, PageSent):
        page = ModelNotAllowed(
            f"A web page came from {settings.address} where a language model should answer. "
            f"{address_setting(settings)} needs to be checked.{address_hint(settings)}"
        )
        return Again("a web page came instead of an answer", error=page, most=1)
    if isinstance(error, (UnicodeEncodeError, openai.OpenAIError)) and not isinstance(error, openai.APIError):
        return ModelNotAllowed(f"The language model can't be used: {without_keys(str(error), settings)}")
    if isinstance(error, openai.APIConnectionError):
        return Again("the connection broke", error=Interrupted(), consumed=True)
    if isinstance(error, (openai.APIError, OSError, ValueError)):
        # A broken connection, or an answer that isn't what the API promises.
        return Again(f"the answer broke off ({type(error).__name__})", error=Interrupted(), consumed=True)
    if type(error).__module__.startswith(("httpx", "aiohttp")):
        return Again(f"the connection broke ({type(error).__name__})", error=Interrupted(), consumed=True)
    return error


def _proxy_at_fault(error: Exception, settings: ModelSettings) -> Exception | None:
    """What it means if it was the proxy on the way that couldn't be reached, or refused; None if it wasn't."""
    cause: BaseException | None = error
    for _ in range(12):
        kind, host = type(cause).__name__, getattr(cause, "host", None)
        if kind == "ClientHttpProxyError":
            status = getattr(cause, "status", None)
            asks = " It asks for a user name and a password." if status == 407 else ""
            return ModelNotAllowed(
                f"The proxy on the way to the language model refused the connection (status {status}).{asks} "
                "HTTPS_PROXY needs to be checked."
            )
        if kind == "ClientProxyConnectionError" or (
            kind.startswith("ClientConnectorDNS") and host not in (None, settings.host)
        ):
            lost = ModelUnavailable(
                f"The language model couldn't be reached: the proxy on the way, {host}, can't be reached. HTTPS_PROXY "
                "needs to be checked."
            )
            return Again("the proxy on the way can't be reached", error=lost)
        if cause is None:
            return None
        cause = cause.__cause__ or cause.__context__
    return None


def _names(error: BaseException | None) -> list[str]:
    """The class names of an exception and of its causes."""
    names: list[str] = []
    while error is not None and len(names) < 12:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return names
