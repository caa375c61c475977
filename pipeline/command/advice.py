"""Words what went wrong, and what can be done about it on a command line."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ModelUnavailable, NoModel, NoProcedure, PipelineError

if TYPE_CHECKING:
    from pipeline.llm import ModelSettings

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


def not_by_the_model(reason: str, model: ModelSettings | None = None) -> str:
    """Why there is no guide where the model was asked for by name and wrote no part of it."""
    why = with_its_address(reason, model) if model else reason
    return (
        f"{why} No guide was made, because --writer model asks for one that the model writes. Leave that out to get "
        "one in the speaker's own words."
    )


def with_its_address(reason: str, model: ModelSettings) -> str:
    """Why the model wrote nothing; if it couldn't be reached, also where it was looked for, and the setting of that.
    Readers of the guide aren't told, who may be anybody."""
    if reason != ModelUnavailable().message:
        return reason
    from pipeline.llm.refusals import where_to_look

    return f"{reason.rstrip('.')} at {model.address}. {where_to_look(model)}"


def unwritten(path: Path, error: OSError) -> str:
    """Why a guide can't be written to a file or a folder, and what helps."""
    full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    helps = "Free up some space" if full else "Choose another output with -o"
    if path.is_dir() and error.errno == errno.ENOENT:  # as in /proc
        return f"Files can't be created in {path}. {helps}, and try again."
    return f"{path} can't be written: {error.strerror}. {helps}, and try again."
