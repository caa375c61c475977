"""Code of a draft: what of it was said, and what becomes of the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.grounding import explain, ground
from pipeline.guide import FindingKind
from pipeline.writing import Draft, DraftAction
from tests.unit.drafted_steps import Mender, request


def test_code_with_placeholders_is_kept_if_the_rest_of_it_was_said():
    said = ("You type ssh, your user name, at, and the address.", "Close the window.")
    with_code = Draft("Log in", (DraftAction("Type ssh and your user name.", (1,), code="ssh <user name>@<address>"),))
    more = Draft(
        "Log in", (DraftAction("Type ssh and your user name.", (1,), code="ssh <user name>@<address> | sudo <what>"),)
    )

    (kept,) = explain(request(said=said), with_code)[:1]
    (gone,) = explain(request(said=said), more)[:1]

    assert (kept.findings, kept.removed) == ((), None)
    assert gone.removed == "The code was removed: “|”, “sudo” isn't in the source cited here."


def test_a_command_of_which_a_part_was_said_keeps_its_named_hole():
    said = ("XCLAIM takes the stream, the group and the consumer, as you see here.", "Close the window.")
    code = "XCLAIM <stream> <group> <consumer> <message: only shown>"
    claim = Draft("Claim it", (DraftAction("Run `XCLAIM` as you see here.", (1,), code=code),))

    (kept,) = explain(request(said=said), claim)[:1]

    assert (kept.findings, kept.removed) == ((), None)


@pytest.mark.parametrize(("code", "kept"), [("speed = distance / time\nshow(speed)", True), ("show(speed)", False)])
def test_a_block_of_code_is_told_over_the_whole_step(code: str, kept: bool):
    said = ("So speed is distance divided by time.", "And well, this is so.", "It works like that.", "Then we show it.")
    draft = Draft("Write it", (DraftAction("Divide the distance by the time.", (1,), code=code),))

    assert (explain(request(1, 2, 3, 4, said=said), draft)[0].removed is None) is kept


PROGRAM = (
    "So speed is distance divided by time, then we call draw line with speed and minus one, and mark it in the notes."
)


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("speed = distance / time;\ndraw_line(speed, -1);", True),
        ("speed = distance / length;", False),
        ("speed = distance / 60;", False),
        ("draw --all speed", False),
        ("mark notes | draw line", False),
        ("draw line > notes", False),
        ("mark notes; draw line", False),
    ],
)
def test_code_whose_words_were_all_said_is_shown_and_marked_if_only_its_signs_were_not(code: str, kept: bool):
    draft = Draft("Write it", (DraftAction("Write the line.", (1,), code=code),))

    grounded = explain(request(said=(PROGRAM, "Close the window.")), draft)[0]

    assert (grounded.removed is None) is kept
    # A doubt: the model is asked about it, and no rewrite is asked for.
    assert [one.kind for one in grounded.findings] == [FindingKind.DIFFERS if kept else FindingKind.UNSUPPORTED]


@pytest.mark.parametrize(
    ("told", "kept"),
    [("Put your code between two lines with three backticks.", True), ("Put your code into the box.", False)],
)
async def test_a_fence_around_code_is_a_part_of_it_if_it_is_to_be_typed(told: str, kept: bool):
    typed = Draft("Post code", (DraftAction(told, (1,), code="```\n<your code>\n```"),))
    step = await ground(request(said=(told,)), typed, Mender([typed]))
    assert step.actions[0].code == ("```\n<your code>\n```" if kept else "<your code>")
    assert not step.actions[0].findings


async def test_a_long_block_of_code_rests_on_all_that_it_was_told_in():
    names = [f"{chr(97 + n)}{chr(98 + n)}one" for n in range(16)]
    said = tuple(f"Then we call {name}." for name in names)
    told = DraftAction("Write it as a whole:", tuple(range(1, 17)), code="\n".join(f"{name}()" for name in names))
    one_line = replace(told, code=f"{names[0]}()")

    step = await ground(request(said=said), Draft("Write it", (told,)), Mender())
    assert len(step.actions[0].citations) == 16
    assert step.actions[0].code == told.code
    short = await ground(request(said=said), Draft("Write it", (one_line,)), Mender())
    assert len(short.actions[0].citations) == 12, "a line that cites everything cites nothing"


async def test_a_line_whose_code_is_gone_points_at_nothing():
    draft = Draft(
        "Write it", (DraftAction("Go to the settings page, which now reads as a whole:", (1,), code="rm -rf x"),)
    )
    step = await ground(request(), draft, Mender([draft]))
    assert [(action.instruction, action.code) for action in step.actions] == [
        ("Go to the settings page, which now reads as a whole.", None)
    ]


async def test_code_with_a_name_of_another_part_of_the_recording_is_spelled_as_there():
    said = (
        "You give it to the load_dataset function.",
        "Wait.",
        "So.",
        "Now.",
        "Then load data set again with splits.",
    )
    action = DraftAction("Load the splits.", (5,), code="load_dataset(<splits>)")
    step = await ground(request(5, said=said), Draft("Load it", (action,)), Mender())
    assert [(one.code, one.findings) for one in step.actions] == [("load_dataset(<splits>)", ())]


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("repo.git_push()", True),
        ('repo.git_push("<message>")', True),
        ("server.git_push()", False),
        ("repo.delete_all()", False),
    ],
)
def test_the_object_whose_method_is_called_need_be_named_only_once_in_a_step(code: str, kept: bool):
    said = ("You get a repo object, which has methods to manage it.", "So we push it with the git push method.")
    draft = Draft("Push it", (DraftAction("Push the commit.", (2,), code=code),))

    checked = next(check for check in explain(request(said=said), draft) if check.part.startswith("action 1"))

    assert (checked.removed is None) is kept


BUILT = "docker build --follow app"


@pytest.mark.parametrize(
    ("before", "then", "kept"),
    [
        (BUILT, f"{BUILT}\ndocker run app", True),
        (BUILT, "docker run --follow app", False),  # an option of the code before, in another line
        (None, f"{BUILT}\ndocker run app", False),  # nothing was typed before
    ],
)
def test_code_that_goes_on_rests_on_what_the_code_before_it_rests_on(before: str | None, then: str, kept: bool):
    said = (
        "First type docker build dash dash follow app.",
        *("Now look at the picture.", "It shows a river.", "There are trees, too."),
        "In the end we type docker run app.",
    )
    draft = Draft(
        "Start it",
        (DraftAction("Type docker build.", (1,), code=before), DraftAction("Type docker run.", (5,), code=then)),
    )

    typed = explain(request(1, 2, 3, 4, 5, said=said), draft)[1]

    assert (typed.removed is None and not typed.findings) is kept
