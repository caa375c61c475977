"""What went wrong, with what can be done about it on a command line."""

from __future__ import annotations

from pipeline.errors import NoModel, NoProcedure, PipelineError

_ADVICE: dict[type[PipelineError], str] = {
    NoModel: "Use --writer extractive, or set OPENAI_API_KEY in the environment or in .env.",
    NoProcedure: "To make a guide regardless, add --anyway.",
}


def told(error: PipelineError, *, anyway: bool = False) -> str:
    """The error's message, and the option that helps where there is one; `anyway`: --anyway was given already."""
    advice = next((text for kind, text in _ADVICE.items() if isinstance(error, kind)), "")
    return error.message if anyway and "--anyway" in advice else f"{error.message} {advice}".rstrip()


def no_transcript(reason: str) -> str:
    """Why a file that could be read isn't taken."""
    return f"This doesn't look like a transcript. {reason} If it is one, add --anyway."
