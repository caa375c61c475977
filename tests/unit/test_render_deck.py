"""A guide as slides: everything is there, nothing runs over the edge, links lead to their slides."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from pipeline.guide import Action, Guide, Source
from pipeline.render.deck import deck
from pipeline.render.pptx import render_pptx
from pipeline.render.slide_rows import BODY_POINTS, Kind
from tests.conftest import further
from tests.fixtures.guides import large
from tests.fixtures.guides.cloning import GUIDE as CLONING
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import ARABIC, JAPANESE
from tests.unit.test_render_any_guide import GUIDES

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def opened(guide: Guide) -> Any:
    return Presentation(io.BytesIO(render_pptx(guide)))


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def shown(slide: Any) -> str:
    return str(slide.placeholders[1].text_frame.text)


def with_instruction(text: str, **more: Any) -> Guide:
    step = replace(GUIDE.steps[0], actions=(Action(text, **more),), cautions=(), goal=None)
    return replace(GUIDE, steps=(step,))


def test_each_step_has_a_slide_with_its_title_in_the_order_of_the_guide():
    titles = [title(slide) for slide in opened(GUIDE).slides]
    steps = [each for each in titles if each.startswith("Step ")]
    assert [each.split(": ")[1].split("  ")[0] for each in steps] == [step.title for step in GUIDE.steps]
    assert titles[0] == GUIDE.title


@pytest.mark.parametrize("guide", [GUIDE, CLONING, ARABIC, JAPANESE, large.GUIDE])
def test_every_instruction_and_command_is_on_a_slide(guide: Guide):
    text = "\n".join(shown(slide) for slide in opened(guide).slides)
    for step in guide.steps:
        for action in step.actions:
            assert action.instruction.split("\n")[0].replace("**", "").replace("`", "") in text
            assert all(row in text for row in (action.code or "").splitlines())


def test_what_was_said_for_a_slide_is_in_its_notes_word_for_word_with_its_time():
    guide = replace(
        with_instruction("Click Save.", citations=("u1",)),
        sources=(Source("u1", "Then you click save, OK?", "Ann", 83.0, 85.0),),
    )
    slide = next(slide for slide in opened(guide).slides if title(slide).startswith("Step 1"))
    assert slide.notes_slide.notes_text_frame.text == "[00:01:23] Ann: “Then you click save, OK?”"
    assert "Click Save. [1:23]" in shown(slide)
    assert "[1:23]" in title(slide)


def test_a_mark_opens_the_recording_at_its_second():
    guide = replace(
        with_instruction("Click Save.", citations=("u1",)),
        sources=(Source("u1", "Click save.", None, 83.0),),
        recording="https://youtu.be/abc",
    )
    slide = next(slide for slide in opened(guide).slides if title(slide).startswith("Step 1"))
    links = [run.hyperlink.address for p in slide.placeholders[1].text_frame.paragraphs for run in p.runs]
    assert "https://youtu.be/abc?t=83s" in links


def test_the_list_of_steps_links_to_their_slides_and_options_to_theirs():
    presentation = opened(CLONING)
    contents = next(slide for slide in presentation.slides if title(slide) == "Steps")
    links = list(contents.placeholders[1]._element.iter("{*}hlinkClick"))
    led = [title(contents.part.related_part(link.get(f"{R}id")).slide).split("  ")[0] for link in links]
    runs = [run.text for p in contents.placeholders[1].text_frame.paragraphs for run in p.runs]
    assert led == runs
    assert any(name.startswith("Option A") for name in runs)


def test_a_long_step_goes_on_on_further_slides_that_are_numbered_and_hold_what_fits():
    step = replace(GUIDE.steps[0], actions=tuple(Action(f"Press key {n}.") for n in range(1, 41)), cautions=())
    slides = [slide for slide in deck(replace(GUIDE, steps=(step,))).slides if slide.title.startswith("Step 1")]
    assert len(slides) > 1
    assert [slide.title.rsplit(" ", 1)[1] for slide in slides] == [
        f"({n}/{len(slides)})" for n in range(1, len(slides) + 1)
    ]
    assert [row.number for slide in slides for row in slide.rows if row.kind is Kind.ACTION] == list(range(1, 41))
    heights = [sum(row.height for row in slide.rows) for slide in slides]
    assert max(heights) <= BODY_POINTS
    assert min(heights) > max(heights) / 2, "about equally long"


def test_the_list_of_an_instruction_stays_with_it():
    first = [Action(f"Press key {n}.") for n in range(1, 13)]
    listed = Action("Fill in:\n" + "\n".join(f"- the field number {n}" for n in range(1, 9)))
    step = replace(GUIDE.steps[0], actions=(*first, listed), cautions=())
    slides = [slide for slide in deck(replace(GUIDE, steps=(step,))).slides if slide.title.startswith("Step 1")]
    last = slides[-1].rows
    assert last[-9].kind is Kind.ACTION
    assert [row.kind for row in last[-8:]] == [Kind.ITEM] * 8


def test_an_instruction_that_is_too_long_for_any_slide_is_cut_between_words_and_nothing_is_lost():
    words = [*(f"word{n}" for n in range(1499)), "word1499."]
    slides = [s for s in deck(with_instruction(" ".join(words))).slides if s.title.startswith("Step 1")]
    assert len(slides) > 1
    assert all(sum(row.height for row in slide.rows) <= BODY_POINTS for slide in slides)
    said = " ".join(run.text for slide in slides for row in slide.rows for run in row.runs)
    assert [word for word in said.split() if word.startswith("word")] == words


def test_slides_are_in_the_direction_and_the_fonts_of_the_language():
    page = next(slide for slide in opened(ARABIC).slides if shown(slide))
    assert all(p._p.pPr.get("rtl") == "1" for p in page.placeholders[1].text_frame.paragraphs)
    theme = next(rel.target_part for rel in opened(JAPANESE).slide_master.part.rels.values() if "theme" in rel.reltype)
    assert b"Yu Gothic" in theme.blob


@pytest.mark.parametrize("guide", [ARABIC, large.GUIDE, *further(GUIDE, CLONING)])
def test_every_part_is_valid(guide: Guide, tmp_path: Path):
    path = tmp_path / "guide.pptx"
    path.write_bytes(render_pptx(guide))
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_the_same_guide_gives_the_same_bytes_and_names_itself():
    assert render_pptx(GUIDE) == render_pptx(GUIDE)
    assert opened(GUIDE).core_properties.title == GUIDE.title


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(GUIDES)
def test_any_guide_becomes_slides_that_can_be_opened(guide: Guide):
    presentation = opened(guide)
    assert len(presentation.slides) >= 3
    for slide in presentation.slides:
        for link in slide._element.iter("{*}hlinkClick"):
            assert link.get(f"{R}id") in slide.part.rels
