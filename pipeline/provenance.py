"""How a guide was made, as the guide itself tells it: by whom, on which path, and what its reader should know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.guide import Guide, Making, Step, WriterKind
from pipeline.options import GuideOptions, Tone, WriterChoice
from pipeline.readers.reading_account import note_of

if TYPE_CHECKING:
    from pipeline.llm import Meter
    from pipeline.tools import Tools
    from pipeline.transcript import Transcript


@dataclass(frozen=True)
class Path:
    """The way that a guide took: who wrote it, and how the model was asked."""

    writer: WriterKind
    name: str
    """As the meter of calls names it, or "no model"."""
    why: str
    """Empty if that goes without saying."""


def path_of(steps: tuple[Step, ...], note: str | None, options: GuideOptions, tools: Tools, meter: Meter) -> Path:
    """The path on which these steps were written. `note` says what became of the model's outline."""
    if any(step.writer is WriterKind.MODEL for step in steps):
        return Path(WriterKind.MODEL, meter.path, meter.path_reason)
    if options.writer is WriterChoice.EXTRACTIVE:
        why = "as requested"
    elif tools.model is None:
        why = "no model is configured"
    else:
        why = note or steps[0].fallback or ""
    return Path(WriterKind.EXTRACTIVE, "no model", why)


def language_of(path: Path, transcript: Transcript, options: GuideOptions) -> str | None:
    """The guide's language: the one that was asked for, if a model could write it, or the transcript's."""
    return options.language if options.language and path.writer is WriterKind.MODEL else transcript.language


def making_of(
    path: Path,
    note: str | None,
    transcript: Transcript,
    options: GuideOptions,
    tools: Tools,
    meter: Meter,
    seconds: float,
) -> Making:
    """The guide's account of how it was made, in so many seconds until now."""
    if path.writer is WriterKind.EXTRACTIVE and (without := options_without_effect(options, transcript.language)):
        note = f"{note} {without}" if note else without
    if unread := note_of(transcript.account):
        note = f"{unread} {note}" if note else unread
    return Making(
        writer=path.writer,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        path=path.name,
        model=tools.model.model if tools.model and (path.writer is WriterKind.MODEL or meter.usage.calls) else None,
        model_set_up=tools.model is not None,
        usage=meter.usage,
        note=note,
    )


def needing_a_model(options: GuideOptions, language: str | None = None) -> list[str]:
    """The names of the options that were asked for and do nothing without a language model. `language` is that of the
    transcript, as far as it is known: a guide in it needs no translation."""
    return [
        *(["language"] if options.language and options.language != language else []),
        *(["tone"] if options.tone is not Tone.NEUTRAL else []),
        *(["glossary"] if options.glossary else []),
        *(["urls"] if options.urls else []),
    ]


def options_without_effect(options: GuideOptions, language: str | None) -> str | None:
    """A sentence that names the options that had no effect without a language model, or None if there are none.
    `language` is that of the transcript. Reference pages aren't among them: the guide says what became of each."""
    asked = needing_a_model(options.but(urls=()), language)
    if not asked:
        return None
    if len(asked) == 1:
        return f"Written without a language model, so this option had no effect: {asked[0]}."
    return f"Written without a language model, so these options had no effect: {', '.join(asked)}."


def without_idle(options: GuideOptions, language: str | None = None) -> GuideOptions:
    """The options without those that do nothing where no language model writes. `language` is that of the transcript,
    as far as it is known."""
    idle = needing_a_model(options, language)
    changes = {name: getattr(GuideOptions(), name) for name in idle}
    return options.but(**changes) if changes else options


def with_effect(options: GuideOptions, guide: Guide) -> GuideOptions:
    """The options that this guide was made with, without those that had no effect on it."""
    if guide.making.writer is WriterKind.EXTRACTIVE:
        options = without_idle(options, guide.language)
    if guide.sources and all(source.start is None for source in guide.sources):
        options = options.but(sources=GuideOptions.sources)
    return options
