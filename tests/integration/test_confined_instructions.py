"""Long transcripts, whose sentences are read in a process of its own."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from pipeline import progress
from pipeline.computing import LONG_WORDS
from pipeline.confined.process import Ended
from pipeline.errors import TookTooLong
from pipeline.options import GuideOptions
from pipeline.outline import Plan
from pipeline.readers import ConfinedReader
from pipeline.speech import confined_instructions
from pipeline.speech.confined_instructions import find_instructions_confined
from pipeline.speech.instructions import find_instructions
from pipeline.tools import Tools
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import GuideWriter
from pipeline.writing.choice import extractive_writer
from pipeline.writing.extractive_writer import ExtractiveWriter
from tests.conftest import HANG_SECONDS
from tests.processes import children, gone

SAID = (
    "Today I'll show you how to create an API token.",
    "You need an account with the role of an administrator.",
    "Open the `Settings` page and click “Tokens”.",
    "Run `npm install --save` in /srv/app.",
    "Be careful not to share the token with anybody.",
    "You'll see a green mark next to it.",
    "Now let's save the banner: choose File, Save As, then click Save.",
    "If you want to use another colour, you can also pick one from the list.",
    "What do we do then?",
)


MUCH = "very, " * 90
"""Of a sentence without an instruction, since these take a fifth of the time."""


def talk(words: int = 0, language: str | None = "en") -> Transcript:
    lines = [*SAID, *(f"The folder {n} was {MUCH}old." for n in range(words // 94 + 1))]
    utterances = (Utterance(n, text, "Ann" if n % 3 else "Bob", 4.0 * n, None) for n, text in enumerate(lines, 1))
    return Transcript("talk", tuple(utterances), language=language)


@pytest.mark.parametrize("language", ["en", "de", None, "xx"])
async def test_the_same_is_found_as_in_this_process(language: str | None):
    told = talk(language=language)

    assert await find_instructions_confined(told) == find_instructions(told)
    assert not children()


@pytest.mark.parametrize("pieces", [None, 5, [5], ["five"], ['[{"sentence": {}}]'], [["nested"]]])
def test_an_answer_that_is_none(pieces: Any):
    with pytest.raises(Ended):
        confined_instructions._understood(pieces)


async def planned(writer: GuideWriter, transcript: Transcript) -> Plan:
    plan, _ = [item async for item in writer.outline(transcript, GuideOptions())]
    assert isinstance(plan, Plan)
    return plan


async def test_a_long_transcript_is_read_in_a_process_and_a_short_one_is_not():
    for words, expected in ((LONG_WORDS, 1), (0, 0)):
        told, most = talk(words), 0
        work = asyncio.create_task(planned(ExtractiveWriter(read_long=find_instructions_confined), told))
        while not work.done():
            most = max(most, len(children()))
            await asyncio.sleep(0.1)  # to look at all processes takes long

        assert most == expected
        assert await work == await planned(ExtractiveWriter(), told)


async def test_a_process_reads_while_another_job_has_its_turn():
    tools = Tools(reader=ConfinedReader())
    writer, told = await extractive_writer(progress.nobody, tools), talk(LONG_WORDS)

    async with tools.computing.turn(LONG_WORDS, HANG_SECONDS):
        work = asyncio.create_task(planned(writer, told))
        while not (reading := children()):
            await asyncio.sleep(0.01)
        await gone(reading[0].pid)
        assert not work.done()

    assert (await work).steps


@pytest.mark.parametrize(
    ("seconds", "processor_seconds", "words"),
    [(0.001, HANG_SECONDS, LONG_WORDS), (HANG_SECONDS, 0.001, 8 * LONG_WORDS)],
)
async def test_a_transcript_that_takes_too_long(seconds: float, processor_seconds: float, words: int):
    """Of the processor, it gets whole seconds."""
    read = partial(find_instructions_confined, seconds=seconds, processor_seconds=processor_seconds)

    with pytest.raises(TookTooLong):
        await planned(ExtractiveWriter(read_long=read), talk(words))
    assert not children()


async def test_whoever_is_cancelled_leaves_no_process():
    work = asyncio.create_task(planned(ExtractiveWriter(read_long=find_instructions_confined), talk(LONG_WORDS)))
    while not (started := children()):
        await asyncio.sleep(0)

    work.cancel()

    with pytest.raises(asyncio.CancelledError):
        await work
    for child in started:
        await gone(child.pid)
