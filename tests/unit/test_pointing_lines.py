"""A line without a model that says "it" or "that" with nothing before it is marked, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.grounding.pointing import POINTS, UNNAMED, UNSEEN, lacks_object, points
from pipeline.grounding.settling import settle
from pipeline.guide import Finding, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.writing import Draft, DraftAction, StepRequest
from tests.unit.extractive_guides import transcript


@pytest.mark.parametrize(
    ("line", "before", "lacks"),
    [
        ("Trim it off with the scissors.", None, True),
        ("Trim it off with the scissors.", "Fold the bag.", False),
        ("Trim the bag.", None, False),
        ("Type that in the box.", "Click Save.", True),
        ("Paste that in the box.", "Copy the key.", False),
        ("Type that in the box.", "Find port 8080.", False),
        ("Click that button.", None, False),
    ],
)
def test_an_object_is_lacking_where_nothing_names_it(line: str, before: str | None, lacks: bool) -> None:
    assert lacks_object(line, before, "en") is lacks


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        (("Trim it off.",), [True]),
        (("Fold it over.", "Trim it off."), [True, True]),
        (("Fold the bag.", "Fold it over.", "Trim it off."), [False, False, False]),
    ],
)
def test_such_a_line_is_marked(lines: tuple[str, ...], marked: list[bool]) -> None:
    said = transcript(*lines)
    step = PlannedStep(1, "The bag", tuple(range(1, len(lines) + 1)))
    draft = Draft("The bag", tuple(DraftAction(line, (n,)) for n, line in enumerate(lines, 1)))
    timed = replace(said, utterances=tuple(replace(each, start=3.0 * each.id) for each in said.utterances))
    for told, finding in ((timed, UNNAMED), (said, UNSEEN)):
        settled = settle(StepRequest(step, (step,), told, GuideOptions()), draft, WriterKind.EXTRACTIVE)
        assert [finding in action.findings for action in settled.step.actions] == marked


@pytest.mark.parametrize(("start", "finding"), [(4.0, POINTS), (None, UNSEEN)])
def test_nobody_is_told_to_look_at_the_recording_of_a_text_without_times(start: float | None, finding: Finding) -> None:
    plain = transcript("Run this command.")
    said = replace(plain, utterances=(replace(plain.utterances[0], start=start),))
    step = PlannedStep(1, "Run it", (1,))
    draft = Draft("Run it", (DraftAction("Run this command.", (1,)),))
    settled = settle(StepRequest(step, (step,), said, GuideOptions()), draft, WriterKind.MODEL)
    assert settled.step.actions[0].findings == (finding,)


@pytest.mark.parametrize(
    ("language", "line", "before", "unclear"),
    [
        ("en", "Press this button.", None, True),
        ("de", "Drücken Sie diesen Knopf.", None, True),
        ("es", "Pulse este botón.", None, True),
        ("fr", "Appuyez sur ce bouton.", None, True),
        ("fr", "Appuyez sur ce bouton.", "Cherchez le bouton rouge.", False),
        ("fr", "Cochez ces cases.", None, True),
        ("fr", "Cliquez ici.", None, True),
        ("fr", "Appuyez sur le bouton rouge.", None, False),
    ],
)
def test_what_is_pointed_at_is_unclear_where_nothing_named_it(
    language: str, line: str, before: str | None, unclear: bool
) -> None:
    assert points(line, language, before) is unclear
