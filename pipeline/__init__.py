"""Transcript and options in, guide and document out; knows nothing of Slack.

Readers of the code meet the stages in the order in which data passes them: `readers`, `speech`,
`outline` and `knowledge`, `writing`, `grounding`, `assembly`, `render`; `run` joins them. What a program
needs is exported here:

    document = await make_document(data, "talk.vtt", GuideOptions(), Tools())
"""

from __future__ import annotations

from pipeline.version import VERSION

TYPE_CHECKING = False  # not from `typing`: a command passes here before it can handle Ctrl-C
if TYPE_CHECKING:
    from pipeline.errors import (
        ModelError,
        NoProcedure,
        OptionError,
        PipelineError,
        RenderError,
        TranscriptError,
    )
    from pipeline.guide import Guide, Step
    from pipeline.knowledge import Fetcher
    from pipeline.llm import Client, ModelSettings
    from pipeline.options import GuideOptions, Limits, Paper, Secrets, SourcesForm, Tone, WriterChoice
    from pipeline.readers import Sniff, Verdict, read_transcript, sniff
    from pipeline.render.formats import render_as
    from pipeline.run import Document, make_document, make_guide
    from pipeline.tools import Tools
    from pipeline.transcript import Transcript, Utterance

__version__ = VERSION

__all__ = [
    "Client",
    "Document",
    "Fetcher",
    "Guide",
    "GuideOptions",
    "Limits",
    "ModelError",
    "ModelSettings",
    "NoProcedure",
    "OptionError",
    "Paper",
    "PipelineError",
    "RenderError",
    "Secrets",
    "Sniff",
    "SourcesForm",
    "Step",
    "Tone",
    "Tools",
    "Transcript",
    "TranscriptError",
    "Utterance",
    "Verdict",
    "WriterChoice",
    "__version__",
    "make_document",
    "make_guide",
    "read_transcript",
    "render_as",
    "sniff",
]

_HOMES = {
    "pipeline.errors": "ModelError NoProcedure OptionError PipelineError RenderError TranscriptError",
    "pipeline.guide": "Guide Step",
    "pipeline.knowledge": "Fetcher",
    "pipeline.llm": "Client ModelSettings",
    "pipeline.options": "GuideOptions Limits Paper Secrets SourcesForm Tone WriterChoice",
    "pipeline.readers": "Sniff Verdict read_transcript sniff",
    "pipeline.render.formats": "render_as",
    "pipeline.run": "Document make_document make_guide",
    "pipeline.tools": "Tools",
    "pipeline.transcript": "Transcript Utterance",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A public name, loaded by its first use: `python -m pipeline --help` passes here and needs none."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
