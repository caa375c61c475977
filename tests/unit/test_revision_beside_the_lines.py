"""One reading of the whole guide: what stands behind its lines and beside its steps, such as notes and questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.guide import Action, CautionKind
from pipeline.options import GuideOptions
from pipeline.outline import CitedText
from pipeline.revision import in_lines
from pipeline.revision.edited_step import drafted
from pipeline.revision.lines import Place
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import DraftCaution, Edit, RevisionRequest
from pipeline.writing.model_writer import whole
from tests.unit.edited_guides import DRAIN, END, FILL, SAID, Editor, after, edit

PUMP = CitedText("Does the pump have to run? No, it must not.", (2,))


@pytest.mark.parametrize(
    ("texts", "refused", "left"),
    [
        ((), (), ()),
        (("May the pump run? No, never.",), (), ("May the pump run? No, never.",)),
        (("May the pump run? Yes.",), ("May the pump run? Yes.",), (PUMP.text,)),
    ],
)
async def test_questions_that_are_answered_can_be_edited(
    texts: tuple[str, ...], refused: tuple[str, ...], left: tuple[str, ...]
):
    editor = Editor({PUMP.text: edit(*texts, ids=(2,))}, refuses=frozenset(refused))

    _, made = await after(editor, end=replace(END, questions=(PUMP,)))

    assert tuple(each.text for each in made.questions) == left


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("Open the valve slowly.", 2),
        ("The pump hums.", 3),
        ("Close the valve again.", 4),
        ("The boiler needs two bar.", None),
        ("Never open the valve while the pump is running.", 4),
        ("how big the bucket is", 4),
    ],
)
async def test_what_no_line_tells_becomes_a_note_behind_a_line(line: str, before: int | None):
    new = "You need a bucket too."
    added = replace(edit(new, ids=(5,)), added=CautionKind.NOTE)

    (fill, drain), _ = await after(Editor({line: added}))

    (note,) = (caution for caution in fill.cautions if caution.text == new)
    assert (note.kind, note.citations, note.before) == (CautionKind.NOTE, ("u5",), before)
    assert (fill.actions, fill.goal, fill.missing) == (FILL.actions, FILL.goal, FILL.missing), "the line stays"
    assert [caution for caution in fill.cautions if caution is not note] == list(FILL.cautions)
    assert drain == DRAIN


@pytest.mark.parametrize(
    ("line", "warning", "before"),
    [
        ("Open the valve slowly.", "Never open the valve while the pump is running!", 1),
        ("Open the valve slowly.", "Don't trust the gauge before the pump hums.", 2),
        ("Close the valve again.", "Close the valve while the pump is running.", 3),
        ("Close the valve again.", "Never leave the pump running.", 4),
        ("The pump hums.", "Close the valve before the pump hums.", 3),
    ],
)
async def test_a_warning_is_added_in_front_of_what_it_warns_of(line: str, warning: str, before: int):
    added = replace(edit(warning, ids=(2, 3)), added=CautionKind.WARNING)

    (fill, _), _ = await after(Editor({line: added}))

    assert [caution.before for caution in fill.cautions if caution.text == warning] == [before]


def test_a_warning_may_be_added_to_a_last_action_that_goes():
    lines = in_lines(END, (FILL, DRAIN))
    at = next(n for n, line in enumerate(lines.lines, 1) if line.text == "Close the valve again.")
    edits = {
        Place(0, "action", 2): Edit(at, ()),
        Place(0, "added", at): Edit(at, ("Never close the valve.",), (2,), added=CautionKind.WARNING),
    }

    draft = drafted(0, FILL, edits, lines, "en")

    assert len(draft.actions) == 2
    assert draft.cautions[-1] == DraftCaution(CautionKind.WARNING, "Never close the valve.", (2,), 3)


async def test_a_note_that_says_something_else_is_not_added():
    added = replace(edit("You need a ladder.", ids=(5,)), added=CautionKind.NOTE)

    assert (await after(Editor({"Open the valve slowly.": added}, refuses=frozenset({"You need a ladder."}))))[0] == (
        FILL,
        DRAIN,
    )


async def test_a_line_can_be_reworded_and_have_a_note_behind_it():
    class Both(Editor):
        async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
            number = next(n for n, line in enumerate(request.lines, 1) if line.text == "Open the valve slowly.")
            note = Edit(number, ("You need a bucket too.",), (5,), added=CautionKind.TIP)
            return Edit(number, ("Open the valve at the boiler slowly.",), (1,)), note

    (fill, _), _ = await after(Both())

    assert fill.actions[0].instruction == "Open the valve at the boiler slowly."
    assert CautionKind.TIP in [caution.kind for caution in fill.cautions]


@pytest.mark.parametrize(
    ("refused", "left"),
    [
        ((), "You fill the boiler. A bucket stands below."),
        (("A bucket stands below.",), "You fill the boiler. It is old."),
    ],
)
async def test_what_the_guide_is_about_takes_up_what_no_line_tells(refused: tuple[str, ...], left: str):
    end = replace(END, about="You fill the boiler. It is old.")
    editor = Editor(
        {end.about or "": edit("You fill the boiler. A bucket stands below.", ids=(6,))}, frozenset(refused)
    )

    _, done = await after(editor, end=end)

    assert done.about == left
    assert editor.compared == ["A bucket stands below."], "only what is new"


def test_who_reads_the_whole_is_shown_what_no_line_rests_on():
    transcript = Transcript("0" * 64, tuple(Utterance(n, text) for n, text in enumerate((*SAID, "Yes."), 1)))
    lines = in_lines(END, (FILL,)).lines

    assert "\nNO LINE RESTS ON: 6\n" in whole(RevisionRequest(lines, transcript, GuideOptions()))
    everything = in_lines(END, (FILL, DRAIN)).lines
    assert "NO LINE RESTS ON" not in whole(RevisionRequest(everything, transcript, GuideOptions()))


async def test_an_edit_beside_it_costs_a_line_neither_its_code_nor_itself():
    typed = Action("Open the valve slowly.", ("u1",), code="valve.open(slowly=280965)")
    fill = replace(FILL, actions=(typed, *FILL.actions[1:]))
    editor = Editor({"You need a wrench.": edit()})

    (after_edit, _), _ = await after(editor, fill, DRAIN)

    assert [action.code for action in after_edit.actions] == [typed.code, None, None]
    assert "You need a wrench." not in [caution.text for caution in after_edit.cautions]


ASKED = "What else do I need? A bucket."


def asking(*texts: str, ids: tuple[int, ...] = (5,)) -> Edit:
    return replace(edit(*texts, ids=ids), asked=True)


async def test_a_question_is_answered_beside_the_steps():
    editor = Editor({"Open the valve slowly.": asking(ASKED)})

    steps, end = await after(editor)

    assert steps == (FILL, DRAIN)
    assert [(one.text, one.utterance_ids) for one in end.questions] == [(ASKED, (5,))]
    assert ASKED in editor.compared


@pytest.mark.parametrize(("refused", "ids"), [((ASKED,), (5,)), ((), ())])
async def test_an_answer_that_was_not_said_is_left_out(refused: tuple[str, ...], ids: tuple[int, ...]):
    asked = asking(ASKED, ids=ids)

    _, end = await after(Editor({"Open the valve slowly.": asked}, refuses=frozenset(refused)))

    assert end.questions == ()


async def test_one_refused_answer_costs_no_other():
    other = "Is the pump on? It hums."
    editor = Editor({"Open the valve slowly.": asking(ASKED, other)}, refuses=frozenset({other}))

    _, end = await after(editor)

    assert [one.text for one in end.questions] == [ASKED]
