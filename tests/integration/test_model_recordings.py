"""Guides that a strong model would write, replayed: whole, for real transcripts, whatever becomes of the prompts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

import jsonschema
import pytest

from pipeline import llm, prompts
from pipeline.cache import MemoryCache
from pipeline.options import Limits
from pipeline.outline import outline_answer
from pipeline.prompts import as_ranges
from pipeline.readers import read_transcript
from pipeline.transcript import Transcript
from pipeline.writing.draft_answer import schema
from tests.integration.test_model_jobs import Done, run_job
from tests.loopback.model_answers import Asked
from tests.loopback.model_server import ModelServer
from tests.loopback.recordings import Recording, load_all

ROOT = Path(__file__).parents[2]
RECORDINGS = load_all()
MOST_REPAIRED_SHARE = 0.05
"""Of the input tokens of a guide whose lines are honest."""
each_recording = pytest.mark.parametrize("recording", RECORDINGS, ids=lambda r: r.name)


async def transcript_of(recording: Recording) -> Transcript:
    file = ROOT / recording.about["file"]
    return await read_transcript(file.read_bytes(), file.name, Limits())


@dataclass(frozen=True)
class Replay:
    """A guide that was made with a recording, and the server with what it was asked."""

    transcript: Transcript
    done: Done
    server: ModelServer


@cache
def _made(name: str) -> Replay:
    """Once for all tests of a recording."""
    return asyncio.run(_making(next(recording for recording in RECORDINGS if recording.name == name)))


async def _making(recording: Recording) -> Replay:
    transcript = await transcript_of(recording)
    async with ModelServer() as server:
        server.replays()
        client = llm.Client(server.settings())
        try:
            return Replay(transcript, await run_job(client, MemoryCache(), transcript), server)
        finally:
            await client.aclose()


def read_step(line: str) -> outline_answer.StepAnswer:
    return outline_answer.StepAnswer.model_validate(outline_answer.StepAnswer.of_line(line))


@pytest.fixture
def replay(recording: Recording) -> Replay:
    return _made(recording.name)


def test_there_are_recordings_of_three_guides() -> None:
    assert [recording.name for recording in RECORDINGS] == [
        "apollo13-co2-adapter",
        "bitcoin-core-debugging",
        "cloudflare-create-api-token",
    ]


@each_recording
def test_every_recorded_answer_is_in_the_form_that_was_asked_for(recording: Recording) -> None:
    jsonschema.validate(recording.outline, outline_answer.SCHEMA)
    for step in (*recording.steps, *recording.repairs):
        jsonschema.validate(step.answer, schema(translated=False, pages=False))


@each_recording
def test_the_recorded_guide_is_made_again(replay: Replay, recording: Recording) -> None:
    done = replay.done
    assert [step.title for step in done.planned] == [read_step(line).title for line in recording.outline["steps"]]
    recorded = [step.answer["actions"] for step in recording.steps]
    written = [written.draft.actions for written in done.written]
    assert [[a.instruction for a in actions] for actions in written] == [
        [a["instruction"] for a in actions] for actions in recorded
    ]
    assert all(action.utterance_ids for actions in written for action in actions)


@each_recording
def test_what_is_asked_is_not_much_more_than_what_was_said(replay: Replay) -> None:
    transcript, server = replay.transcript, replay.server
    said = sum(len(utterance.text) + 1 for utterance in transcript.utterances) // 4
    steps = [request.asked for request in server.of("step")]
    same = sum(
        1 for _ in takewhile(lambda some: len(set(some)) == 1, zip(*(each.user for each in steps), strict=False))
    )
    repeated = (len(prompts.load("step").text) + same) // 4 * (len(steps) - 1)
    asked = sum(request.prompt_tokens for request in server.requests)
    assert asked - repeated <= 6 * said + 2_000 * len(server.requests)


@each_recording
def test_little_of_an_honest_guide_is_repaired(replay: Replay, recording: Recording) -> None:
    server = replay.server
    asked = sum(request.prompt_tokens for request in server.requests)
    repairs = server.of("repair")
    share = sum(request.prompt_tokens for request in repairs) / asked
    print(f"{recording.name}: {len(repairs)} repairs, {share:.1%} of {asked:,} input tokens")
    assert share <= MOST_REPAIRED_SHARE


@each_recording
def test_another_way_to_cut_utterances_does_not_kill_a_recording(recording: Recording) -> None:
    halves: dict[int, str] = {}
    of: dict[int, set[int]] = {}
    for then, text in sorted(recording.utterances.items()):
        words = text.split()
        for part in (words[: len(words) // 2], words[len(words) // 2 :]):
            if part:
                halves[len(halves) + 1] = " ".join(part)
                of.setdefault(then, set()).add(len(halves))

    answer = recording.answer(Asked("outline", None, halves, halves, ""))

    assert answer is not None
    for step, now in zip(recording.outline["steps"], answer["steps"], strict=True):
        then_ids, now_ids = read_step(step).ids(1, 10**6), read_step(now).ids(1, 10**6)
        expected = {n for then in then_ids for n in of.get(then, ())}
        assert len(now_ids & expected) >= 0.9 * len(expected), as_ranges(expected ^ now_ids)


@each_recording
def test_another_transcript_is_not_answered_with_it(recording: Recording) -> None:
    other = {n: f"Slice the {n}th onion and put it into the pan with the butter." for n in range(1, 30)}

    assert recording.answer(Asked("outline", None, other, other, "")) is None


def test_ids_are_written_as_ranges() -> None:
    assert as_ranges({5, 3, 4, 9}) == "3-5, 9"
