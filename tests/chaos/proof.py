"""What must hold in the end, read in the database and in the logs of the stand-ins for Slack and for the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.playground import Playground
from bot.playground.workspace import Message
from pipeline import prompts
from pipeline.cache import cache_key
from pipeline.llm.dialect import EFFORTS
from pipeline.writing.model_writer import READERS
from tests.chaos.fleet import Fleet, Rows
from tests.chaos.people import ROOM, Asked
from tests.loopback.model_server import ModelServer, Request

MADE = "is in this thread"
"""What the summary of a guide says."""
JOBS = "SELECT id, key, state, error, losses, attempts, thread_ts, upload FROM jobs"
KEPT = "SELECT key FROM cache WHERE kind <> 'page'"


@dataclass
class Answers:
    """The model's answers that the database is known to have, and since when (`time.monotonic`)."""

    since: dict[str, float] = field(default_factory=dict)

    def saw(self, rows: Rows, at: float) -> None:
        for (key,) in rows:
            self.since.setdefault(key, at)


@dataclass
class Counted:
    """What is printed of a run."""

    asked: int = 0
    unheard: int = 0
    """Commands that Slack got no answer to: whether they were taken, nobody knows."""
    refused: int = 0
    """Commands that were answered with the request to send them again."""
    done: int = 0
    resumed: int = 0
    """How often a job was taken up again, since its process had died."""
    calls: int = 0
    again: int = 0
    """Calls of the model that were made before, and whose answers died with a process."""
    delivered_again: int = 0
    """Events that Slack has sent again."""

    def __str__(self) -> str:
        return (
            f"{self.asked} asked for ({self.unheard} commands unheard, {self.refused} refused in words), {self.done} "
            f"guides, {self.resumed} times a job was taken up again, {self.delivered_again} events sent again, "
            f"{self.calls} calls of the model ({self.again} again, since their answers weren't kept yet)"
        )


def finished(playground: Playground, fleet: Fleet, asked: Iterable[Asked]) -> bool:
    """Whether there is nothing left to do."""
    if fleet.query("SELECT 1 FROM requests"):
        return False
    jobs = fleet.query(JOBS)
    if any(state not in ("done", "failed", "cancelled") for _, _, state, *_ in jobs):
        return False
    return all(any(key.startswith(each.key) for _, key, *_ in jobs) for each in asked if each.known)


def breaches(
    playground: Playground, model: ModelServer, fleet: Fleet, asked: list[Asked], answers: Answers, counted: Counted
) -> Iterator[str]:
    """A line for each thing that mustn't be; also counts."""
    jobs = fleet.query(JOBS)
    messages = [message for message in playground.workspace.messages.values() if message.by_app]
    counted.asked, counted.done = len(asked), sum(state == "done" for _, _, state, *_ in jobs)
    counted.resumed = sum(max(0, attempts - 1) for *_, attempts, _, _ in jobs)
    counted.unheard = sum(each.known is None for each in asked)
    counted.refused = sum(each.known is False and each.what != "drop" for each in asked)
    counted.delivered_again = sum(receipt.delivery.retry > 0 for receipt in playground.receipts)
    yield from _of_what_was_asked(jobs, asked)
    yield from _of_jobs(jobs, messages)
    yield from _of_threads(playground, jobs)
    yield from _of_posts(messages)
    yield from _of_calls(model, answers, counted)
    if left := fleet.query("SELECT kind, attempts FROM requests"):
        yield f"{len(left)} requests are left that nobody deals with: {left[:5]}"


def _of_what_was_asked(jobs: Rows, asked: list[Asked]) -> Iterator[str]:
    for each in asked:
        found = [job for job in jobs if job[1].startswith(each.key)]
        if each.known and not found:
            yield f"lost: {each.what}, though it was acknowledged"
        if each.known is None and each.what == "drop" and not found:
            yield f"lost: {each.what}, which Slack has sent again and again"
        if each.known is False and each.what != "drop" and found:
            yield f"made all the same: {each.what}, though the person was told to send it again"
        if len(found) > 1:
            yield f"{len(found)} jobs of one {each.what}"
    for job in jobs:
        if not any(job[1].startswith(each.key) for each in asked):
            yield f"job {job[0]} was asked for by nobody: {job[1]}"


def _of_jobs(jobs: Rows, messages: list[Message]) -> Iterator[str]:
    for job_id, _, state, error, losses, attempts, thread_ts, upload in jobs:
        about = f"job {job_id} ({losses} processes died with it, {attempts} attempts)"
        if state != "done":
            yield f"{about} is {state}: {error}"
            continue
        mine = [message for message in messages if _mark(message).get("job") == job_id and not message.deleted]
        parts = Counter(_mark(message)["part"] for message in mine)
        if parts != {"progress": 1, "announcement": 1}:
            yield f"{about} has said {dict(parts)}"
        if [message for message in mine if message.thread_ts != thread_ts]:
            yield f"{about} has said something elsewhere than in its thread"
        summaries = [
            message for message in mine if _mark(message)["part"] == "progress" and MADE in str(message.blocks)
        ]
        if len(summaries) != 1:
            yield f"{about} has {len(summaries)} summaries: {[message.text for message in mine]}"
        holding = [message for message in messages if upload in message.files and not message.deleted]
        if len(holding) != 1 or holding[0].thread_ts != thread_ts:
            yield f"{about} has its document {len(holding)} times in its thread"


def _of_threads(playground: Playground, jobs: Rows) -> Iterator[str]:
    done = Counter(thread_ts for _, _, state, _, _, _, thread_ts, _ in jobs if state == "done")
    for message in playground.messages(ROOM):
        replies = [reply for reply in playground.thread(ROOM, message.ts) if reply.by_app and not reply.deleted]
        documents = sum(len(reply.files) for reply in replies)
        summaries = sum(MADE in str(reply.blocks) and _mark(reply).get("part") == "progress" for reply in replies)
        if not documents == summaries == done[message.ts]:
            yield (
                f"the thread of {message.ts} has {documents} documents and {summaries} summaries of "
                f"{done[message.ts]} guides"
            )


def _of_posts(messages: list[Message]) -> Iterator[str]:
    """Also what was deleted again was posted."""
    posted = Counter(tuple(sorted(_mark(message).items())) for message in messages if _mark(message))
    for mark, times in posted.items():
        if times > 1:
            yield f"posted {times} times: {dict(mark)}"
    shared = Counter(file for message in messages for file in message.files)
    for file, times in shared.items():
        if times > 1:
            yield f"shared {times} times: {file}"


def _of_calls(model: ModelServer, answers: Answers, counted: Counted) -> Iterator[str]:
    asked: set[frozenset[str]] = set()
    explained: set[str] = set()
    for request in model.requests:
        keys = _keys(request)
        counted.calls += 1
        counted.again += keys in asked
        asked.add(keys)
        explained |= keys
        if any(answers.since.get(key, request.began) < request.began for key in keys):
            yield f"asked again though its answer was kept: {request.kind} {request.step or ''}"
    if strange := set(answers.since) - explained:
        yield f"{len(strange)} answers are kept that no call explains, so this proves nothing: {sorted(strange)[:3]}"


def _keys(request: Request) -> frozenset[str]:
    """The keys under one of which the answer to a request is kept."""
    body = request.body
    said = {message["role"]: message["content"] for message in body["messages"]}
    form = (body.get("response_format") or {}).get("json_schema") or {}
    return frozenset(
        cache_key(
            request.kind,
            prompt=version,
            model=body["model"],
            system=said.get("system") or said.get("developer"),
            user=said["user"],
            schema=form.get("schema"),
            max_output_tokens=body.get("max_completion_tokens") or body.get("max_tokens"),
            temperature=0.0,
            effort=effort,
        )
        for version in _versions()
        for effort in EFFORTS
    )


def _versions() -> list[str]:
    step, repair = prompts.load("step").version, prompts.load("repair").version
    form = prompts.load("edits").version
    edits = [f"{prompts.load(name).version}+{form}" for name in READERS]
    return [*(prompts.load(name).version for name in ("outline", "step", "judge")), f"{step}+{repair}", *edits]


def _mark(message: Message) -> dict[str, Any]:
    return (message.metadata or {}).get("event_payload") or {}
