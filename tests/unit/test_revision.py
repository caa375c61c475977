"""One reading of the whole guide: what it may change, and what stays whatever it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import listing
from pipeline.guide import Action, CautionKind, Gap
from pipeline.outline import CitedText, PlannedChoice
from pipeline.revision import in_lines
from pipeline.writing import Edit, RevisionRequest
from tests.unit.edited_guides import DRAIN, END, FILL, LAST, Editor, after, edit


async def test_an_action_that_another_step_tells_may_go_and_no_other():
    editor = Editor({"Open the valve again.": edit(), "Close the valve again.": edit()})

    (fill, drain), _ = await after(editor)

    assert [action.instruction for action in drain.actions] == ["Put the bucket under the tap."]
    assert fill == FILL


MERGED = "Open the valve slowly:\n- Wait until the gauge shows two bar\n- Close the valve again"


@pytest.mark.parametrize("refused", [False, True])
async def test_actions_may_go_into_an_edited_one_and_come_back_where_that_does_not_hold(refused: bool):
    editor = Editor(
        {
            "Open the valve slowly.": edit(MERGED, ids=(1, 3, 4)),
            "Wait until the gauge shows two bar.": edit(),
            "Close the valve again.": edit(),
        },
        frozenset([listing.on_one_line(MERGED)] if refused else []),
    )

    (fill, _), _ = await after(editor)

    told = [action.instruction for action in fill.actions]
    assert told == ([action.instruction for action in FILL.actions] if refused else [MERGED])
    if refused:
        assert fill.actions == FILL.actions


@pytest.mark.parametrize("refused", [False, True])
async def test_a_steps_condition_is_changed_if_the_new_one_was_said(refused: bool):
    drain = replace(DRAIN, when="if the gauge shows two bar")
    new = "once the gauge shows two bar and the pump hums"
    editor = Editor({"if the gauge shows two bar": edit(new, ids=(3,))}, frozenset([new] if refused else []))

    (_, after_it), _ = await after(editor, FILL, drain)

    assert editor.compared == [new]
    assert after_it == (drain if refused else replace(drain, when=new))


async def test_gaps_may_be_added_to_a_step_and_to_the_whole():
    lacking = [Edit(0, ("how hot it gets",), (3,), lacking=True), Edit(0, ("who pays",), (), lacking=True)]
    editor = Editor({"Close the valve again.": lacking[0], "A wrench": lacking[1]})

    (fill, _), end = await after(editor)

    assert fill == replace(FILL, missing=(*FILL.missing, Gap("how hot it gets", ("u3",))))
    assert end.not_said == (*END.not_said, CitedText("who pays"))


async def test_an_action_that_an_edit_tells_no_more_does_not_let_another_go():
    editor = Editor(
        {"Open the valve slowly.": edit("Close the valve again.", ids=(4,)), "Open the valve again.": edit()}
    )

    (_, drain), _ = await after(editor)

    assert drain == DRAIN


async def test_the_editor_is_told_what_code_noticed():
    silent, editor = Editor(), Editor()

    await after(silent)
    early = replace(FILL, actions=(Action("Open the valve slowly.", ("u1",)),), cautions=())
    await after(editor, replace(DRAIN, actions=(Action("Close the valve.", ("u4",)),)), early)

    assert not silent.told
    (said,) = editor.told
    assert said.startswith("The step of LINE 4 was said before")


async def test_a_deed_that_is_told_twice_is_settled_by_who_reads_the_whole():
    again = replace(DRAIN, actions=(Action("Open the valve slowly.", ("u1",)), *DRAIN.actions))
    lets_stand, fails = Editor(), Editor(fails=True)

    (_, kept), end = await after(lets_stand, FILL, again)
    (_, left), end_of_failed = await after(fails, FILL, again)

    assert "LINE" in str(lets_stand.told)
    assert [action.instruction for action in kept.actions] == [action.instruction for action in again.actions]
    assert end.revised
    assert left == again
    assert not end_of_failed.revised, "then code drops what is told twice"


async def test_a_warning_stays_whatever_is_proposed():
    (fill, _), _ = await after(Editor({"Never open the valve while the pump is running.": edit()}))

    assert fill.cautions == FILL.cautions


async def test_notes_goals_results_and_gaps_may_go():
    lines = ("You need a wrench.", FILL.goal or "", "The pump hums.", "how big the bucket is")

    (fill, _), _ = await after(Editor({text: edit() for text in lines if text}))

    assert [caution.text for caution in fill.cautions] == ["Never open the valve while the pump is running."]
    assert fill.goal is None
    assert fill.missing == ()
    assert fill.actions[1].expected is None


async def test_a_new_line_is_compared_and_an_old_one_is_not():
    new = "Open the valve at the boiler slowly."
    editor = Editor({"Open the valve slowly.": edit(new, ids=(1,))})

    (fill, drain), _ = await after(editor)

    assert fill.actions[0] == Action(new, ("u1",))
    assert fill.actions[1:] == FILL.actions[1:]
    assert fill.cautions == FILL.cautions
    assert drain == DRAIN
    assert editor.compared == [new]


async def test_a_new_result_rests_on_what_its_edit_names_too():
    hums = "The pump hums, and you have a bucket."
    editor = Editor({"The pump hums.": edit(hums, ids=(5,))})

    (fill, _), _ = await after(editor)

    assert fill.actions[1] == replace(FILL.actions[1], expected=hums, citations=("u3", "u5"))


@pytest.mark.parametrize(
    ("new", "refuses"),
    [
        ("Open the valve at the boiler until the gauge shows 9 bar.", False),  # never said
        ("Open the valve at the boiler.", True),
    ],
)
async def test_a_new_line_that_does_not_hold_leaves_the_old_one(new: str, refuses: bool):
    editor = Editor({"Open the valve slowly.": edit(new, ids=(1,))}, frozenset([new] if refuses else []))

    (fill, _), _ = await after(editor)

    assert fill == FILL


async def test_of_several_edits_those_that_hold_are_made():
    wrong, right = "Wait until the gauge shows 9 bar.", "Close the valve."
    editor = Editor(
        {"Close the valve again.": edit(right, ids=(4,)), "Wait until the gauge shows two bar.": edit(wrong, ids=(3,))}
    )

    (fill, _), _ = await after(editor)

    assert [action.instruction for action in fill.actions][1:] == ["Wait until the gauge shows two bar.", right]


async def test_a_warning_moves_in_front_of_what_it_warns_of():
    editor = Editor()
    moved = edit(before="Open the valve slowly.")
    editor.edits = {"Never open the valve while the pump is running.": replace(moved, texts=None)}

    (fill, _), _ = await after(editor)

    assert fill.cautions[0] == replace(FILL.cautions[0], before=1)
    assert fill.actions == FILL.actions


async def test_an_action_moves_within_its_step_and_takes_its_result_along():
    editor = Editor()
    editor.edits = {"Wait until the gauge shows two bar.": replace(edit(before="Open the valve slowly."), texts=None)}

    (fill, _), _ = await after(editor)

    assert [action.expected for action in fill.actions] == ["The pump hums.", None, None]


async def test_one_line_becomes_two():
    both = "Put the bucket under the tap and open the valve."
    steps = (FILL, replace(DRAIN, actions=(Action(both, ("u6",)),)))
    editor = Editor({both: edit("Put the bucket under the tap.", "Open the valve.", ids=(6,), steps=steps)})

    (_, drain), _ = await after(editor, *steps)

    assert [action.instruction for action in drain.actions] == ["Put the bucket under the tap.", "Open the valve."]


async def test_what_is_needed_first_is_completed_by_what_was_said():
    editor = Editor({"A wrench": edit("A wrench", "A bucket", ids=(5,))})

    _, end = await after(editor)

    assert [need.text for need in end.prerequisites] == ["A wrench", "A bucket"]
    assert editor.compared == ["A bucket"]
    refused = Editor({"A wrench": edit("A wrench", "A ladder", ids=(5,))}, frozenset(["A ladder"]))
    assert (await after(refused))[1].prerequisites == END.prerequisites


CHOICE = replace(
    END,
    choices=(PlannedChoice("Fill it", ("Fast", "Slow"), CitedText("Slowly is safer. Never while it runs.", (1, 2))),),
)
OF_WAYS = (replace(FILL, way="Fast"), replace(DRAIN, way="Slow"))


@pytest.mark.parametrize(
    ("new", "refused", "left"),
    [
        (("Slowly is safer.",), (), "Slowly is safer."),
        (("Slowly is cheaper.",), ("Slowly is cheaper.",), "Slowly is safer. Never while it runs."),
        ((), (), None),
    ],
)
async def test_what_tells_ways_apart_is_a_line_too(new: tuple[str, ...], refused: tuple[str, ...], left: str | None):
    editor = Editor({"Slowly is safer. Never while it runs.": Edit(0, new, (1,))}, frozenset(refused))

    _, end = await after(editor, *OF_WAYS, end=CHOICE)

    assert (end.choices[0].advice and end.choices[0].advice.text) == left
    assert editor.compared == list(new)
    assert [line.kind for line in in_lines(CHOICE, OF_WAYS).lines].count("advice before the options") == 1


async def test_a_warning_may_go_where_the_advice_before_the_options_rests_on_the_same():
    editor = Editor({"Never open the valve while the pump is running.": edit()})

    (fill, _), _ = await after(editor, *OF_WAYS, end=CHOICE)

    assert [caution.kind for caution in fill.cautions] == [CautionKind.NOTE]


async def test_lines_that_no_model_wrote_stay():
    steps = (FILL, DRAIN, LAST)
    whole = in_lines(END, steps)
    editor = Editor()

    async def all_of_the_last(request: RevisionRequest) -> tuple[Edit, ...]:
        return tuple(Edit(n, ()) for n, place in enumerate(whole.places, 1) if place.step == 2)

    editor.revise = all_of_the_last  # type: ignore[method-assign]
    made, _ = await after(editor, *steps)

    assert made == steps


async def test_a_model_that_fails_leaves_the_guide_as_it_is():
    assert await after(Editor(fails=True)) == ((FILL, DRAIN), END)


async def test_a_single_step_is_not_read_again():
    editor = Editor({"Open the valve slowly.": edit("Open the valve.", ids=(1,), steps=(FILL,))})

    assert await after(editor, FILL) == ((FILL,), END)


async def test_a_long_single_step_is_read_again():
    long = replace(FILL, actions=FILL.actions * 4)
    editor = Editor({"The boiler needs two bar.": edit(steps=(long,))})

    (made,), end = await after(editor, long)

    assert end.revised
    assert made.goal is None


async def test_what_the_model_lets_stand_twice_is_not_dropped_by_code_afterwards():
    twice = Action("Open the valve slowly.", ("u1",))
    editor = Editor({"Put the bucket under the tap.": edit(twice.instruction, "Put the bucket under it.", ids=(1, 6))})

    steps, end = await after(editor)

    assert end.revised
    assert steps[1].actions[0].instruction == twice.instruction


@pytest.mark.parametrize("refused", [True, False])
async def test_a_note_that_went_into_a_line_whose_new_text_does_not_hold_comes_back(refused: bool):
    into = "Open the valve slowly. You need a wrench for it."
    edits = {"Open the valve slowly.": edit(into, ids=(1, 5)), "You need a wrench.": edit()}

    (fill, _), _ = await after(Editor(edits, frozenset([into] if refused else ())))

    notes = [caution.text for caution in fill.cautions if caution.kind is CautionKind.NOTE]
    assert (fill.actions[0].instruction, notes) == (
        ("Open the valve slowly.", ["You need a wrench."]) if refused else (into, [])
    )


async def test_optional_actions_go_into_a_list_that_names_them() -> None:
    optional = replace(
        FILL, actions=(*FILL.actions, Action("Optional: Open the tap.", ("u6",)), Action("Optional: Wait.", ("u6",)))
    )
    texts = ("Choose what you want to do:\n- Open the tap\n- Wait a little",)
    edits = {"Optional: Open the tap.": edit(*texts, ids=(6,), steps=(optional, DRAIN)), "Optional: Wait.": edit()}

    (fill, _), _ = await after(Editor(edits), optional, DRAIN)

    assert [action.instruction for action in fill.actions[3:]] == list(texts)
