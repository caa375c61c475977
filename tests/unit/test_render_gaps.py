"""What isn't said, mended names, and what stands around the steps, as a document shows them."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from pipeline.guide import Action, Gap, MendedName
from pipeline.render.docx import render_docx
from pipeline.render.gaps import gaps_of_guide
from pipeline.render.guide_phrases import making, quoted_line
from pipeline.render.layout import labels
from pipeline.render.localization import words
from pipeline.render.markdown import render_markdown
from pipeline.render.marks import Marks, Place
from pipeline.render.text import on_one_line
from tests.fixtures.guides.ways import WAYS
from tests.unit.shown_ways import opened, paragraphs


@pytest.mark.parametrize("text", ["Click **New** and **Save as**.", "Click:\n- **New**\n- **Save as**"])
def test_what_is_on_the_screen_is_set_off(text: str) -> None:
    steps = (replace(WAYS.steps[0], actions=(Action(text, ("u3",)),)),)
    guide = replace(WAYS, steps=steps)

    assert "**New**" in render_markdown(guide)
    bold = [
        run.text
        for paragraph in docx.Document(io.BytesIO(render_docx(guide))).paragraphs
        for run in paragraph.runs
        if run.style.name == "Strong"
    ]
    assert [piece for piece in bold if piece in ("New", "Save as")] == ["New", "Save as"]
    assert "**" not in on_one_line(text)


def test_what_isnt_said_is_one_list_with_the_steps_that_lack_it() -> None:
    texts = [text for _, text in paragraphs()]
    at = texts.index("Not said in the recording")

    assert texts[at + 1 : at + 3] == [
        "Step A1: The address was shown, not said.\u00a0[00:00:50]",
        "Where the archive is saved.\u00a0[00:01:20]",
    ]
    assert sum("The address was shown" in text for text in texts) == 1


def test_the_gaps_of_the_steps_come_as_the_steps_do() -> None:
    first, second, *rest = WAYS.steps
    gaps = (Gap("where the option is found", ("u3",)), Gap("Which button creates the model?"))
    steps = (replace(first, missing=gaps), replace(second, missing=(Gap("what it costs."),)), *rest)
    lacking = replace(WAYS, steps=steps, not_said=())

    assert render_markdown(lacking).partition("## Not said in the recording\n\n")[2].partition("\n\n")[0] == (
        "- Step 1: Where the option is found [0:30]\n"
        "- Step 1: Which button creates the model?\n"
        "- Step A1: What it costs."
    )


def test_what_a_step_lacks_is_not_said_once_more_for_the_whole() -> None:
    first, *rest = WAYS.steps
    gap = Gap("where an archive was saved", ("u3",))
    lacking = replace(WAYS, steps=(replace(first, missing=(gap,)), *(replace(step, missing=()) for step in rest)))
    others = ("Where the archive isn't saved.", "How the archive is saved.", "Where the key is saved.")
    more = replace(lacking, not_said=(*WAYS.not_said, *map(Gap, others)))
    texts = [text for _, text in paragraphs(lacking)]

    at = texts.index("Not said in the recording")
    assert texts[at + 1] == "Step 1: Where an archive was saved\u00a0[00:00:30]\u00a0[00:01:20]"
    assert "Where the archive is saved.\u00a0[00:01:20]" not in texts
    assert Marks(lacking).places("u8") == (Place(0, section="not_said"), Place(5, 1))
    assert tuple(gap.text for gap in gaps_of_guide(more)) == others


@pytest.mark.parametrize(
    ("language", "text", "ended"),
    [
        ("en", "Who asks", "Who asks."),
        ("en", "It says “Save.”", "It says “Save.”"),
        ("ja", "保存先", "保存先。"),
        ("hi", "कहाँ", "कहाँ।"),
        ("ar", "أين؟", "أين؟"),
        ("en", "", ""),
    ],
)
def test_a_sentence_ends_as_its_language_does(language: str, text: str, ended: str) -> None:
    assert words(language).ended(text) == ended


def test_mended_names_are_listed_where_the_making_is_told() -> None:
    texts = [text for _, text in paragraphs()]

    assert "Names as heard → as written: nebulous → Nebius" in texts[texts.index("How this guide was made") :]


@pytest.mark.parametrize(
    ("language", "name", "shown"),
    [
        ("de", MendedName("Nebius", ("nebulous", "Nebel")), "nebulous, Nebel → Nebius"),
        ("he", MendedName("Nebius", ("nebulous",)), "\u200enebulous → Nebius\u200e\u200f"),
        ("he", MendedName("נביוס", ("ערפל",)), "ערפל ← נביוס"),
        ("he", MendedName("Nebius", ("ערפל",)), "ערפל ← Nebius"),
        ("en", MendedName("נביוס", ("ערפל",)), "\u200fערפל ← נביוס\u200f\u200e"),
    ],
)
def test_the_arrow_points_to_what_is_written(language: str, name: MendedName, shown: str) -> None:
    guide = replace(WAYS, language=language, names=(name,))

    assert dict(making(words(language), guide, labels(guide)))["Names as heard → as written"] == shown


def test_what_it_is_about_stands_under_the_title() -> None:
    texts = [p.text for p in docx.Document(io.BytesIO(render_docx(WAYS))).paragraphs]

    assert texts[:2] == [WAYS.title, WAYS.about]


def test_a_heading_has_the_time_of_its_first_action() -> None:
    begins = Marks(WAYS).beginning(WAYS.steps[1])

    assert begins is not None
    assert begins.source == WAYS.source("u5")
    mark = opened(WAYS)["Step A1: Clone with SSH\u00a0[00:00:50]"].hyperlinks[0].runs[0]
    assert (mark.style.name, mark.font.bold) == ("Citation Mark", False)
    assert ("Heading 4", "Step A1: Clone with SSH\u00a0[00:00:50]") in paragraphs()


def test_a_source_leads_back_to_what_stands_outside_the_steps() -> None:
    marks = Marks(WAYS)

    assert marks.places("u2") == (Place(0, section="glance"),)
    assert marks.places("u4") == (Place(0, section="option_1"),)
    assert marks.places("u8") == (Place(0, section="not_said"), Place(5, 1))


def test_quotation_marks_inside_a_line_to_check_are_single_ones() -> None:
    english = words("en")
    assert quoted_line(english, 'See “Reset” and "Save", it’s 5" wide') == '“See ‘Reset’ and ‘Save’, it’s 5" wide”'
