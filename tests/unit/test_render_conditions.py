"""The condition of a step: in its heading, or in front of its actions."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import docx
import pytest

from pipeline.guide import Action, Caution, CautionKind, Finding, FindingKind, Guide
from pipeline.render.conditions import condition
from pipeline.render.deck import deck
from pipeline.render.docx import render_docx
from pipeline.render.guide_phrases import heading
from pipeline.render.localization import CATALOGUES, words
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.ways import WAYS
from tests.unit.shown_ways import headings, paragraphs

LONG = "If you are on a machine with Windows that someone else has set up"


def only_step(when: str | None, *, title: str = "Allow long paths", optional: bool = False, **more: Any) -> Guide:
    """The guide with its first step alone, under this condition."""
    step = replace(WAYS.steps[0], title=title, when=when, optional=optional)
    return replace(WAYS, steps=(step,), **more)


def in_all_forms(guide: Guide) -> tuple[str, str, str]:
    """The heading of the first step in Word, in Markdown and on its slide, without its time."""
    page = re.search(r"^### (.*?)(?: \[[\d:]+\])?$", render_markdown(guide), re.MULTILINE)
    assert page
    return headings(guide)[1], page[1], next(s for s in deck(guide).slides if s.names == ("step_1",)).title


def test_a_short_condition_stands_in_the_heading_and_nowhere_else() -> None:
    guide = only_step("If you are on Windows")

    assert in_all_forms(guide) == ("Step 1: Allow long paths (if you are on Windows)",) * 3
    assert str(paragraphs(guide)).casefold().count("if you are on windows") == 1
    assert render_markdown(guide).casefold().count("if you are on windows") == 1
    assert "if you are on Windows:" not in str(deck(guide))


def test_a_long_condition_leads_into_its_step() -> None:
    guide = only_step(LONG)

    assert in_all_forms(guide) == ("Step 1: Allow long paths",) * 3
    assert ("Step Goal", f"{LONG}:") in paragraphs(guide)
    assert f"\n\n{LONG}:\n\n1. " in render_markdown(guide)
    assert f"{LONG}:" in str(deck(guide))
    told = replace(guide.steps[0], actions=(Action(f"{LONG}, tick Long paths."),))
    assert f"{LONG}:" not in [text for _, text in paragraphs(replace(guide, steps=(told,)))]


@pytest.mark.parametrize(
    ("language", "optional", "when", "shown"),
    [
        ("en", False, "Only on a Mac.", "Allow long paths (only on a Mac)"),
        ("en", False, "Windows is installed", "Allow long paths (Windows is installed)"),
        ("en", False, "You see the `Bullet` tab and **Save**", "Allow long paths (if you see the Bullet tab and Save)"),
        ("de", False, "Nur wenn Sie Windows nutzen", "Allow long paths (nur wenn Sie Windows nutzen)"),
        ("de", True, "Wenn Sie Windows nutzen", "Allow long paths (optional, wenn Sie Windows nutzen)"),
        ("ja", False, "Windowsの場合", "Allow long paths（Windowsの場合）"),
        ("ja", True, "Windowsの場合", "Allow long paths（任意、Windowsの場合）"),
        ("zh", True, "如果使用Windows", "Allow long paths（可选，如果使用Windows）"),
        ("ar", True, "إذا كنت تستخدم ويندوز", "Allow long paths (اختياري، إذا كنت تستخدم ويندوز)"),
        ("en", False, "", "Allow long paths"),
        ("en", False, "If it fails (a red mark)", "Allow long paths"),
        ("zh", False, "如果使用" * 8, "Allow long paths"),
        ("en", False, "You want to allow them", "Allow long paths (if you want to allow them)"),
        (
            "en",
            False,
            "You want paths that are long enough",
            "Allow long paths (if you want paths that are long enough)",
        ),
        ("en", False, "You want to allow paths of any kind", "Allow long paths"),
        ("en", False, "if " + "x" * 57, f"Allow long paths (if {'x' * 57})"),
        ("en", False, "if " + "x" * 58, "Allow long paths"),
    ],
)
def test_the_condition_of_a_heading_is_written_as_its_language_does(
    language: str, optional: bool, when: str, shown: str
) -> None:
    step = replace(WAYS.steps[0], title="Allow long paths", when=when, optional=optional)

    assert heading(words(language), step, "“Allow long paths”") == shown
    assert bool(condition(step)) == bool(when and shown == "Allow long paths"), "it stands in one of the two places"


def test_a_step_without_a_name_has_its_condition_behind_its_number() -> None:
    assert in_all_forms(only_step("if you are on Windows", title="Step 1")) == ("Step 1 (if you are on Windows)",) * 3


@pytest.mark.parametrize("language", sorted(path.stem for path in CATALOGUES.glob("*.po")))
def test_what_is_optional_stands_in_brackets_in_every_language(language: str) -> None:
    step = replace(WAYS.steps[0], optional=True, when="XX")

    assert re.search(r"(?: \(.+, XX\)|（.+[、，]XX）| \(.+، XX\))$", heading(words(language), step, "1"))


def test_a_slide_whose_title_would_be_too_long_has_the_condition_below_it() -> None:
    guide = only_step("If you are on Windows", title="Allow very long paths " * 5)
    slide = next(slide for slide in deck(guide).slides if slide.names)

    assert "Windows" not in slide.title
    assert [run.text for run in slide.rows[0].runs] == ["If you are on Windows:"]


def test_the_only_step_of_an_option_has_its_condition_below_the_options_name() -> None:
    steps = tuple(replace(s, when="If you are on Windows") if s.way == "Web page" else s for s in WAYS.steps)
    guide = replace(WAYS, steps=steps)

    assert "Option B: Web page" in headings(guide)
    assert ("Step Goal", "If you are on Windows:") in paragraphs(guide)
    assert "#### Option B: Web page [1:10]\n\nIf you are on Windows:\n\n1. " in render_markdown(guide)
    assert "If you are on Windows:" in str(next(s for s in deck(guide).slides if "option_2" in s.names))


def test_what_names_a_place_names_it_without_its_condition() -> None:
    finding = Finding(FindingKind.UNCLEAR, "What was said is unclear.")
    *others, last = WAYS.steps
    guide = replace(WAYS, steps=(*others, replace(last, actions=(replace(last.actions[0], findings=(finding,)),))))
    page = render_markdown(guide)
    document = docx.Document(io.BytesIO(render_docx(guide)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    assert "[Step 4, instruction 1](#step-4-allow-long-paths-optional-if-you-are-on-windows-130)" in page
    assert "Step 4, instruction 1" in cells
    assert "Step 4: Allow long paths (optional)" in cells, "where sources are listed by step"


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("You want to plot graphs", "If you want to plot graphs:"),
        ("The option is disabled.", "If the option is disabled:"),
        ("If you use Windows", "If you use Windows:"),
        ("only on a Mac", "Only on a Mac:"),
        ("Your Mac", "Your Mac:"),
    ],
)
def test_a_condition_is_a_clause_with_its_conjunction(when: str, shown: str) -> None:
    assert condition(replace(WAYS.steps[0], when=when), headed=False) == shown


def test_nothing_parts_a_condition_from_the_actions_below_it() -> None:
    step = WAYS.steps[0]
    note = Caution(CautionKind.WARNING, "Save first.", ("u3",), before=1)
    guide = replace(WAYS, steps=(replace(step, way=None, when=LONG, cautions=(note,)),))

    rows = [text for _, text in paragraphs(guide)]
    at = next(n for n, text in enumerate(rows) if text.startswith(f"{LONG}:"))
    assert rows[at + 1].startswith(step.actions[0].instruction[:10])
    page = render_markdown(guide)
    assert page.index("Save first.") < page.index(f"{LONG}:") < page.index("\n1. ")
