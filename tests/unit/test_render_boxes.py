"""Warnings stand in front of what they warn of, notes and tips behind what they explain."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from pipeline.guide import Action, Caution, CautionKind, Confidence, Level, Source, Step, WriterKind
from pipeline.render.boxes import placed
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.cloning import GUIDE

SOURCES = (*(Source(f"u{n}", "Words.") for n in (1, 2, 4, 7, 8, 9)), Source("p1", "Text.", reference="r1"))


def step(*cautions: Caution) -> Step:
    actions = tuple(Action(f"Do {source_id}.", (source_id,)) for source_id in ("u1", "u2", "u8"))
    return Step(1, "A step", actions, Confidence(Level.HIGH, ""), cautions=cautions)


@pytest.mark.parametrize(
    ("kind", "citations", "before", "stands"),
    [
        (CautionKind.NOTE, ("u2",), None, ("behind", 2)),
        (CautionKind.TIP, ("u9",), 1, ("behind", 3)),
        (CautionKind.NOTE, ("u4",), 1, ("behind", 2)),  # u3 in between is in no line
        (CautionKind.NOTE, ("u7",), 2, ("before", 2)),  # u5 and u6 are in between
        (CautionKind.NOTE, ("u1", "u8"), 3, ("behind", 3)),  # the nearest to its own place
        (CautionKind.NOTE, ("p1",), 2, ("before", 2)),
        (CautionKind.NOTE, (), None, ("explanations", 0)),
        (CautionKind.TIP, (), None, ("first", 0)),
        (CautionKind.NOTE, (), 4, ("last", 0)),
        (CautionKind.NOTE, ("u404",), 9, ("last", 0)),
        (CautionKind.WARNING, ("u2",), None, ("first", 0)),
        (CautionKind.WARNING, ("u9",), 2, ("before", 2)),
    ],
)
def test_a_box_has_its_place(
    kind: CautionKind, citations: tuple[str, ...], before: int | None, stands: tuple[str, int]
) -> None:
    caution = Caution(kind, "Mind this.", citations, before)

    boxes = placed(step(caution), SOURCES)

    there = {("explanations", 0): boxes.explanations, ("first", 0): boxes.first, ("last", 0): boxes.last}
    there |= {("before", n): some for n, some in boxes.before.items()}
    there |= {("behind", n): some for n, some in boxes.behind.items()}
    assert [place for place, some in there.items() if some] == [stands]
    assert there[stands] == (caution,)


@pytest.mark.parametrize(("before", "stands"), [(2, ("behind", 1)), (4, ("behind", 3))])
def test_a_model_has_decided_where_its_notes_stand(before: int | None, stands: tuple[str, int]) -> None:
    note = Caution(CautionKind.NOTE, "Mind this.", ("u2",), before)

    boxes = placed(replace(step(note), writer=WriterKind.MODEL), SOURCES)

    assert getattr(boxes, stands[0]) == {stands[1]: (note,)}


def test_a_note_before_the_first_action_explains_and_a_tip_stays_in_its_box() -> None:
    note = Caution(CautionKind.NOTE, "It has two parts.", ("u2",), 1)
    tip, warning = replace(note, kind=CautionKind.TIP), replace(note, kind=CautionKind.WARNING)

    boxes = placed(replace(step(warning, note, tip), writer=WriterKind.MODEL), SOURCES)

    assert (boxes.explanations, boxes.first, boxes.before, boxes.behind) == ((note,), (), {1: (warning, tip)}, {})


def test_boxes_of_one_place_keep_their_order() -> None:
    cautions = tuple(Caution(CautionKind.NOTE, text, ("u2",), 1) for text in "abc")

    assert placed(step(*cautions), SOURCES).behind == {2: cautions}


def test_a_note_follows_its_action_and_what_belongs_to_it() -> None:
    texts = [p.text.partition("\u00a0")[0] for p in docx.Document(io.BytesIO(render_docx(GUIDE))).paragraphs]
    at = texts.index("Enter your name, and the token instead of your password.")
    page = render_markdown(GUIDE)

    assert texts[at + 1].startswith("Note: You make a token")
    assert page.index("2. Enter your name") < page.index("   > **Note:** You make a token")
    warning = next(i for i, text in enumerate(texts) if text.startswith("Warning: Never give"))
    assert texts[warning + 1].startswith("In your settings")


def test_an_action_and_its_note_stay_on_one_page() -> None:
    done = replace(GUIDE, steps=GUIDE.steps[4:5])
    shown = docx.Document(io.BytesIO(render_docx(done))).paragraphs
    at = next(i for i, p in enumerate(shown) if p.text.startswith("Enter your name"))

    assert shown[at].paragraph_format.keep_with_next
    assert not shown[at + 1].paragraph_format.keep_with_next
