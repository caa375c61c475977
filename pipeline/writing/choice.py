"""Which writer makes a guide: the one that was asked for, or the one that needs no model."""

from __future__ import annotations

from pipeline import llm, progress
from pipeline.errors import NoModel
from pipeline.options import GuideOptions, WriterChoice
from pipeline.tools import Tools
from pipeline.writing import GuideWriter


def choose_writer(options: GuideOptions, tools: Tools, meter: llm.Meter, listen: progress.Listener) -> GuideWriter:
    """The writer that was asked for. `auto` means the model, if one is configured. Raises NoModel."""
    if options.writer is WriterChoice.EXTRACTIVE or (options.writer is WriterChoice.AUTO and tools.model is None):
        return extractive_writer(listen, tools)
    if tools.model is None:
        raise NoModel
    from pipeline.writing.model_writer import ModelWriter  # loads the model's client, which not every run needs

    return ModelWriter(tools.model, meter, tools.cache)


def extractive_writer(listen: progress.Listener, tools: Tools) -> GuideWriter:
    """The writer that needs no model."""
    from pipeline.writing.extractive_writer import ExtractiveWriter  # not needed if all of the model's answers are good

    if tools.reader is None:
        return ExtractiveWriter(listen)
    from pipeline.speech.confined_instructions import find_instructions_confined

    return ExtractiveWriter(listen, find_instructions_confined)
