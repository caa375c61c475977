"""What is known of options before the work: that they will have no effect."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.options import GuideOptions

_BY_FIELD = {"urls": "--url", "language": "--language (unless it is the recording's)"}
_PAGES = (".docx", ".pdf")
"""The files that have pages, and list what was said as it was asked for."""


def without_effect(
    options: GuideOptions,
    suffixes: Iterable[str] = (".docx",),
    *,
    model: bool,
    template: bool = False,
    named: bool = False,
) -> str:
    """A line that names the options without effect, as they are written here, and why; empty if there are none.
    `suffixes`: of the files that are written. `model`: whether a language model is to write. `template`: whether a
    company's document gives the look, and `named`: whether an option names it."""
    told: list[str] = []
    if not model and (options.language or options.glossary or options.urls or options.tone != GuideOptions.tone):
        from pipeline.provenance import needing_a_model

        names = [_BY_FIELD.get(name, f"--{name}") for name in needing_a_model(options)]
        told.append(_none(names, "No language model is used"))
    pages = any(map(has_pages, suffixes))
    looks = {
        "paper": options.paper != GuideOptions.paper,
        "sources": options.sources != GuideOptions.sources,
        "template": named,
    }
    if not pages and (names := [f"--{name}" for name, asked in looks.items() if asked]):
        told.append(_none(names, "Only Word and PDF have pages"))
    elif template and looks["paper"]:
        told.append(_none(["--paper"], "The template has its own"))
    if options.recording:
        from pipeline.render.disclosures import not_opening
        from pipeline.render.localization import words

        told.append(not_opening(words("en"), options.recording))
    return " ".join(filter(None, told))


def has_pages(suffix: str) -> bool:
    """Whether files that end so have pages, and list what was said."""
    return suffix.lower() in _PAGES


def _none(names: list[str], why: str) -> str:
    what = "this option has" if len(names) == 1 else "these options have"
    return f"{why}, so {what} no effect: {', '.join(names)}."
