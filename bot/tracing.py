"""Traces for OpenTelemetry, where its packages are installed (requirements-otel.txt) and its own settings name a place
to send them to: a span for each job, and in it one for each stage and each call of the model.

A span says what was done, for how long and how it ended. None holds a text, a name of a file or an error's message.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline import __version__, progress
from pipeline.llm import CallEnded, Ending
from pipeline.progress import Stage

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import Tracer

log = logging.getLogger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""Where traces are sent to (OpenTelemetry, "OTLP Exporter Configuration")."""
HEADERS = ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
"""What is sent along, such as a key: name=value, with commas between."""
DISABLED = "OTEL_SDK_DISABLED"
CLOSING_SECONDS = 3.0
"""How long what is left to send may take at the end."""
NOT_INSTALLED = (
    "{name} is set, but OpenTelemetry isn't installed, so there are no traces. Install it with `pip install -r "
    "requirements-otel.txt`."
)

Attributes = dict[str, str | int | float]


class Tracing:
    """The spans of one bot. They go nowhere until `export` is called."""

    def __init__(self) -> None:
        self._provider: TracerProvider | None = None
        self._tracer: Tracer | None = None

    @property
    def on(self) -> bool:
        return self._tracer is not None

    def export(self, processor: SpanProcessor) -> None:
        """Sends spans this way from now on."""
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        named = {"service.name": os.environ.get("OTEL_SERVICE_NAME") or "script2doc", "service.version": __version__}
        self._provider = TracerProvider(resource=Resource.create(named))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("script2doc", __version__)

    @contextmanager
    def job(self, job_id: str, attempt: int, state: Callable[[], str]) -> Iterator[None]:
        """What is done of a job from here on, also by tasks that are started in it. `state`: how it ends."""
        if self._tracer is None:
            yield
            return
        from opentelemetry.trace import Status, StatusCode

        about: Attributes = {"script2doc.job": job_id, "script2doc.attempt": attempt}
        with self._tracer.start_as_current_span(
            "job", attributes=about, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                # An error's message may quote a file.
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise
            finally:
                span.set_attribute("script2doc.state", state())

    def run(self) -> progress.Listener:
        """A listener for one run of the pipeline, which is a part of the job under way."""
        if self._tracer is None:
            return progress.nobody
        begun: dict[int, float] = {}

        def listen(event: progress.Event) -> None:
            match event:
                case progress.StageFinished():
                    self._ended(f"stage {event.stage}", event.seconds)
                case progress.DocumentDone():
                    self._ended(f"stage {Stage.RENDER}", event.seconds, {"script2doc.bytes": event.bytes})
                case progress.StepStarted():
                    begun[event.number] = time.perf_counter()
                case progress.StepDone():
                    seconds = time.perf_counter() - begun.pop(event.number, time.perf_counter())
                    by = "fallback" if event.fallback else str(event.writer)
                    about: Attributes = {"script2doc.step": event.number, "script2doc.writer": by}
                    self._ended(f"stage {Stage.WRITE}", seconds, about)

        return listen

    def call_ended(self, call: CallEnded) -> None:
        """The listener for a model's client."""
        if self._tracer is None:
            return
        about: Attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.usage.input_tokens": call.usage.input_tokens,
            "gen_ai.usage.output_tokens": call.usage.output_tokens,
            "script2doc.ending": str(call.ending),
        }
        self._ended(f"model {call.kind}", call.seconds, about, failed=call.ending in (Ending.FAILED, Ending.BUSY))

    def _ended(
        self, name: str, seconds: float, about: Mapping[str, str | int | float] | None = None, *, failed: bool = False
    ) -> None:
        """A span of what has just ended, after so many seconds."""
        from opentelemetry.trace import Status, StatusCode

        assert self._tracer is not None
        ended = time.time_ns()
        span = self._tracer.start_span(name, attributes=about, start_time=ended - int(seconds * 1e9))
        if failed:
            span.set_status(Status(StatusCode.ERROR))
        span.end(ended)

    async def aclose(self) -> None:
        """Sends what is left, for a moment."""
        if self._provider is None:
            return
        loop, closed = asyncio.get_running_loop(), asyncio.Event()

        def close(provider: TracerProvider) -> None:
            provider.shutdown()
            loop.call_soon_threadsafe(closed.set)

        # A thread that nothing waits for: a collector that doesn't answer mustn't keep the process.
        threading.Thread(target=close, args=(self._provider,), daemon=True, name="last traces").start()
        self._provider = self._tracer = None
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await closed.wait()
        except TimeoutError:
            log.warning("the last traces couldn't be sent within %g s", CLOSING_SECONDS)


def wanted(env: Mapping[str, str]) -> str | None:
    """The setting that says where traces go, if one does."""
    if env.get(DISABLED, "").strip().lower() == "true":
        return None
    return next((name for name in ENDPOINTS if env.get(name, "").strip()), None)


def installed() -> bool:
    """Whether the packages are there."""
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter
        import opentelemetry.sdk.trace  # noqa: F401
    except ModuleNotFoundError:
        return False
    return True


def opened(env: Mapping[str, str]) -> Tracing:
    """The tracing that an environment asks for; nothing is loaded where it asks for none."""
    tracing = Tracing()
    name = wanted(env)
    if name is None:
        return tracing
    if not installed():
        log.warning(NOT_INSTALLED.format(name=name))
        return tracing
    # The packages read their settings by themselves, but not in .env.
    os.environ.update({key: value for key, value in env.items() if key.startswith("OTEL_")})
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    tracing.export(BatchSpanProcessor(OTLPSpanExporter()))
    log.info("traces are sent to %s", env[name].partition("?")[0])
    return tracing


def secrets(env: Mapping[str, str]) -> list[str]:
    """What stands in the headers that are sent along."""
    pairs = (pair for name in HEADERS for pair in env.get(name, "").split(","))
    return [value.strip() for pair in pairs if (value := pair.partition("=")[2].strip())]
