"""What /metrics tells an operator: jobs, stages, the model and the cache in figures. No label holds text from outside.

Names follow Prometheus, "Metric and label naming". Each bot has a registry of its own, so that two bots in one process
are counted apart.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from slack_sdk.errors import SlackApiError

from bot.slack_files import FileUnavailable
from bot.store.errors import StoreError
from pipeline import progress
from pipeline.cache import Cache
from pipeline.errors import GuideUnreadable, NoProcedure, OptionError, RenderError, TranscriptError
from pipeline.guide import WriterKind
from pipeline.llm import CallEnded, Ending
from pipeline.progress import Stage

CALLS = ("outline", "step", "judge", "repair", "revise", "walkthrough", "check")
"""What the model is asked for (`pipeline.llm.Call`)."""
CACHED = ("outline", "step", "judge", "repair", "revise", "walkthrough", "page")
"""What the cache keeps (`pipeline.cache.Cache`)."""

_JOB_SECONDS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)
_STAGE_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180)
_CALL_SECONDS = (0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 180)


class Outcome(StrEnum):
    """How a job has ended."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """By a person."""
    IGNORED = "ignored"
    """A dropped file that isn't for us, or can't be fetched."""
    OFFERED = "offered"
    """A dropped file that may be a transcript: the person is asked."""
    REPEATED = "repeated"
    """The same guide is there."""


class Reason(StrEnum):
    """Why a job has failed."""

    NO_PROCEDURE = "no_procedure"
    TRANSCRIPT = "transcript"
    OPTIONS = "options"
    FILE = "file"
    """Slack or our store no longer has the file."""
    DOCUMENT = "document"
    SLACK = "slack"
    """Slack refused, or couldn't be reached."""
    DATABASE = "database"
    INTERRUPTED = "interrupted"
    """Its process ended too often."""
    DEADLINE = "deadline"
    """It took too long."""
    DEFECT = "defect"


def reason_of(error: Exception) -> Reason:
    """Why a job failed that this ended."""
    match error:
        case NoProcedure():
            return Reason.NO_PROCEDURE
        case TranscriptError():
            return Reason.TRANSCRIPT
        case OptionError():
            return Reason.OPTIONS
        case FileUnavailable():
            return Reason.FILE
        case RenderError() | GuideUnreadable():
            return Reason.DOCUMENT
        case StoreError():
            return Reason.DATABASE
        case SlackApiError() | OSError():
            return Reason.SLACK
        case _:
            return Reason.DEFECT


class Metrics:
    """The figures of one bot. What can be counted is there from the start, with 0: a rate needs a first value."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._database = Gauge("script2doc_database_up", "Whether the database answers.", registry=registry)
        self._jobs = Gauge("script2doc_jobs", "Jobs in the database by state.", ["state"], registry=registry)
        self._running = Gauge("script2doc_jobs_running", "Jobs that this process has taken on.", registry=registry)
        self._ended = Counter(
            "script2doc_jobs_ended", "Jobs that this process has ended.", ["outcome"], registry=registry
        )
        self._failures = Counter("script2doc_job_failures", "Jobs that have failed.", ["reason"], registry=registry)
        self._job_seconds = Histogram(
            "script2doc_job_seconds",
            "From the request to the delivered document, of jobs that are done.",
            buckets=_JOB_SECONDS,
            registry=registry,
        )
        self._stage_seconds = Histogram(
            "script2doc_stage_seconds",
            "Reading, fetching all pages, outlining, writing and checking one step, rendering.",
            ["stage"],
            buckets=_STAGE_SECONDS,
            registry=registry,
        )
        self._steps = Counter(
            "script2doc_steps",
            "Steps by who wrote them; fallback: the model couldn't.",
            ["writer"],
            registry=registry,
        )
        self._calls = Counter(
            "script2doc_model_calls", "Calls to the model, each try by itself.", ["kind", "ending"], registry=registry
        )
        self._call_seconds = Histogram(
            "script2doc_model_call_seconds",
            "From sending a call to the end of the model's answer.",
            ["kind"],
            buckets=_CALL_SECONDS,
            registry=registry,
        )
        self._tokens = Counter(
            "script2doc_tokens",
            "Tokens used; cached_input is what the server had in its prompt cache, and isn't counted as input.",
            ["kind"],
            registry=registry,
        )
        self._cache = Counter(
            "script2doc_cache_reads", "What was looked for in the cache.", ["kind", "result"], registry=registry
        )
        _begin(self._ended, ((outcome,) for outcome in Outcome))
        _begin(self._failures, ((reason,) for reason in Reason))
        _begin(self._stage_seconds, ((stage,) for stage in Stage))
        _begin(self._steps, ((writer,) for writer in (*WriterKind, "fallback")))
        _begin(self._calls, ((kind, ending) for kind in CALLS for ending in Ending))
        _begin(self._call_seconds, ((kind,) for kind in CALLS))
        _begin(self._tokens, ((kind,) for kind in ("input", "cached_input", "output")))
        _begin(self._cache, ((kind, result) for kind in CACHED for result in ("hit", "miss")))

    def job_done(self, seconds: float) -> None:
        """A document was delivered, so many seconds after it was asked for."""
        self._ended.labels(Outcome.DONE).inc()
        self._job_seconds.observe(seconds)

    def job_failed(self, reason: Reason) -> None:
        self._ended.labels(Outcome.FAILED).inc()
        self._failures.labels(reason).inc()

    def job_ended(self, outcome: Outcome) -> None:
        """A job has ended without a document, and without a failure."""
        self._ended.labels(outcome).inc()

    def call_ended(self, call: CallEnded) -> None:
        """The listener for a model's client."""
        self._calls.labels(call.kind, call.ending).inc()
        if call.ending is Ending.ANSWERED:
            self._call_seconds.labels(call.kind).observe(call.seconds)
        usage = call.usage
        self._tokens.labels("input").inc(usage.input_tokens - usage.cached_tokens)
        self._tokens.labels("cached_input").inc(usage.cached_tokens)
        self._tokens.labels("output").inc(usage.output_tokens)

    def run(self) -> progress.Listener:
        """A listener for one run of the pipeline."""
        begun: dict[int, float] = {}

        def listen(event: progress.Event) -> None:
            match event:
                case progress.StageFinished():
                    self._stage_seconds.labels(event.stage).observe(event.seconds)
                case progress.DocumentDone():
                    self._stage_seconds.labels(Stage.RENDER).observe(event.seconds)
                case progress.StepStarted():
                    begun[event.number] = time.perf_counter()
                case progress.StepDone():
                    self._steps.labels("fallback" if event.fallback else event.writer).inc()
                    self._stage_seconds.labels(Stage.WRITE).observe(time.perf_counter() - begun.pop(event.number))

        return listen

    def cache_read(self, kind: str, *, hit: bool) -> None:
        self._cache.labels(kind if kind in CACHED else "other", "hit" if hit else "miss").inc()

    def look(self, jobs: Mapping[str, int] | None, running: int) -> None:
        """Takes in the jobs by state as the database has them now, None where it doesn't answer, and how many this
        process has taken on."""
        self._database.set(jobs is not None)
        self._jobs.clear()
        for state, number in (jobs or {}).items():
            self._jobs.labels(state).set(number)
        self._running.set(running)


class CountedCache:
    """A cache whose hits and misses are counted."""

    def __init__(self, cache: Cache, metrics: Metrics) -> None:
        self._cache = cache
        self._metrics = metrics

    async def get(self, key: str) -> bytes | None:
        value = await self._cache.get(key)
        self._metrics.cache_read(key.partition(":")[0], hit=value is not None)
        return value

    async def put(self, key: str, kind: str, value: bytes) -> None:
        await self._cache.put(key, kind, value)


def _begin(metric: Counter | Histogram, labels: Iterable[tuple[str, ...]]) -> None:
    for values in labels:
        metric.labels(*values)
