"""Words what went wrong, and what can be done about it on a command line."""

from __future__ import annotations

import errno
from pathlib import Path

from pipeline.errors import NoModel, NoProcedure, PipelineError

_ADVICE: dict[type[PipelineError], str] = {
    NoModel: "Use --writer extractive, or set OPENAI_API_KEY in the environment or in .env.",
    NoProcedure: "To make a guide regardless, add --anyway.",
}


def told(error: PipelineError) -> str:
    """The error's message, with the option that helps if there is one."""
    advice = next((text for kind, text in _ADVICE.items() if isinstance(error, kind)), "")
    return f"{error.message} {advice}".rstrip()


def no_transcript(reason: str) -> str:
    """Why a readable file isn't used."""
    return f"This doesn't look like a transcript. {reason} If the file is a transcript, add --anyway."


def not_by_the_model(reason: str) -> str:
    """Why there is no guide where the model was asked for by name and wrote no part of it."""
    return (
        f"{reason} No guide was made, because --writer model asks for one that the model writes. Leave that out to get "
        "one in the speaker's own words."
    )


def unwritten(path: Path, error: OSError) -> str:
    """Why a guide can't be written to a file or a folder, and what helps."""
    full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    helps = "Free up some space" if full else "Choose another output with -o"
    return f"{path} can't be written: {error.strerror}. {helps}, and try again."
