"""One reading of the whole guide: what it may change, and what stays whatever it says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from pipeline import listing
from pipeline.errors import ModelBusy
from pipeline.guide import Action, Caution, CautionKind, Confidence, Gap, Level, Step, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, OutlineItem, Plan, PlannedChoice, PlannedStep
from pipeline.revision import in_lines, revised
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, Edit, RevisionRequest, StepRequest, Verdict, Written
from pipeline.writing.model_writer import whole

SAID = (
    "Open the valve at the boiler slowly.",
    "Never open the valve while the pump is running.",
    "Wait until the gauge shows two bar and the pump hums.",
    "Then close the valve again.",
    "You need a wrench and a bucket.",
    "Put the bucket under the tap before you open the valve.",
)
SURE = Confidence(Level.HIGH, "")
FILL = Step(
    1,
    "Fill the boiler",
    (
        Action("Open the valve slowly.", ("u1",)),
        Action("Wait until the gauge shows two bar.", ("u3",), expected="The pump hums."),
        Action("Close the valve again.", ("u4",)),
    ),
    SURE,
    goal="The boiler needs two bar.",
    cautions=(
        Caution(CautionKind.WARNING, "Never open the valve while the pump is running.", ("u2",), before=4),
        Caution(CautionKind.NOTE, "You need a wrench.", ("u5",)),
    ),
    writer=WriterKind.MODEL,
    missing=(Gap("how big the bucket is", ("u5",)),),
)
DRAIN = Step(
    2,
    "Drain the boiler",
    (Action("Put the bucket under the tap.", ("u6",)), Action("Open the valve again.", ("u1", "u6"))),
    SURE,
    writer=WriterKind.MODEL,
)
LAST = Step(3, "Clear up", (Action("Empty the bucket.", ("u5",)), Action("Clean the wrench.", ("u5",))), SURE)
END = OutlineEnd("Fill and drain a boiler", prerequisites=(CitedText("A wrench", (5,)),))


@dataclass
class Editor:
    """A model with these edits, which finds that these lines say something else than was said."""

    edits: dict[str, Edit] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    fails: bool = False
    kind: WriterKind = WriterKind.MODEL
    compared: list[str] = field(default_factory=list)
    told: tuple[str, ...] = ()

    def outline(self, transcript: Transcript, options: GuideOptions) -> OutlineItem:
        raise NotImplementedError

    async def write(self, request: StepRequest) -> Written:
        raise NotImplementedError

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        raise NotImplementedError

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        self.compared += [claim.text for claim in claims]
        return tuple(Verdict(claim.text not in self.refuses) for claim in claims)

    async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
        if self.fails:
            raise ModelBusy
        self.told = request.noticed
        number = {line.text: n for n, line in enumerate(request.lines, 1)}
        return tuple(replace(edit, line=number[text]) for text, edit in self.edits.items())


def edit(*texts: str, ids: tuple[int, ...] = (), before: str | None = None, steps: tuple[Step, ...] = ()) -> Edit:
    lines = [line.text for line in in_lines(END, steps or (FILL, DRAIN)).lines]
    return Edit(0, texts, ids, lines.index(before) + 1 if before else None)


async def after(editor: Editor, *steps: Step, end: OutlineEnd = END) -> tuple[tuple[Step, ...], OutlineEnd]:
    transcript = Transcript("0" * 64, tuple(Utterance(n, text) for n, text in enumerate(SAID, 1)), language="en")
    plan = Plan(tuple(PlannedStep(step.number, step.title, tuple(range(1, 7))) for step in steps or (FILL, DRAIN)))
    requests = [StepRequest(step, plan.steps, transcript, GuideOptions()) for step in plan.steps]
    return await revised(plan, end, steps or (FILL, DRAIN), requests, editor)  # type: ignore[arg-type]


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


async def test_what_the_model_lets_stand_twice_is_not_dropped_by_code_afterwards():
    twice = Action("Open the valve slowly.", ("u1",))
    editor = Editor({"Put the bucket under the tap.": edit(twice.instruction, "Put the bucket under it.", ids=(1, 6))})

    steps, end = await after(editor)

    assert end.revised
    assert steps[1].actions[0].instruction == twice.instruction


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
