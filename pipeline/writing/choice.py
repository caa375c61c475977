"""Which writer makes a guide: the one that was asked for, or the one that needs no model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipeline import llm, progress
from pipeline.errors import NoModel
from pipeline.loading import load
from pipeline.options import GuideOptions, WriterChoice
from pipeline.tools import Tools
from pipeline.writing import GuideWriter

if TYPE_CHECKING:
    from pipeline.speech.read_sentences import ReadTranscript
    from pipeline.transcript import Transcript


async def choose_writer(
    options: GuideOptions, tools: Tools, meter: llm.Meter, listen: progress.Listener
) -> GuideWriter:
    """The writer that was asked for. `auto` means the model, if one is configured. Raises NoModel."""
    if options.writer is WriterChoice.EXTRACTIVE or (options.writer is WriterChoice.AUTO and tools.model is None):
        return await extractive_writer(listen, tools)
    if tools.model is None:
        raise NoModel
    await load("pipeline.writing.model_writer")  # loads the model's client, which not every run needs
    from pipeline.writing.model_writer import ModelWriter

    return ModelWriter(tools.model, meter, tools.cache)


async def extractive_writer(listen: progress.Listener, tools: Tools) -> GuideWriter:
    """The writer that needs no model."""
    await load("pipeline.writing.extractive_writer")  # not needed if all of the model's answers are good
    from pipeline.writing.extractive_writer import ExtractiveWriter

    turn = partial(tools.computing.turn, seconds=tools.limits.computing_seconds)
    if tools.reader is None:
        return ExtractiveWriter(listen, turn=turn)
    await load("pipeline.speech.confined_instructions")
    from pipeline.speech.confined_instructions import find_instructions_confined

    async def read_long(transcript: Transcript) -> ReadTranscript:
        async with tools.computing.apart():
            return await find_instructions_confined(transcript)

    return ExtractiveWriter(listen, read_long, turn)
