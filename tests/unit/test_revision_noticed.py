"""What code notices in a whole guide: a test for each kind, and nothing in honest guides."""

from __future__ import annotations

from dataclasses import replace

from pipeline.guide import Action, Confidence, Level, Step, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd
from pipeline.revision.lines import in_lines
from pipeline.revision.noticed import MOST_NOTICED, left_out, noticed
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import RevisionRequest
from pipeline.writing.model_writer import whole
from tests.checks.whole import guides, notes

SAID = (
    "Put the blue bucket under the tap.",
    "Open the tap slowly.",
    "Or pump the water out with the hand pump.",
    "Close the tap and carry the bucket away.",
)


def step(number: int, *actions: tuple[str, tuple[int, ...]], way: str | None = None, rescue: bool = False) -> Step:
    told = tuple(Action(text, tuple(f"u{n}" for n in ids)) for text, ids in actions)
    sure = Confidence(Level.HIGH, "")
    return Step(number, f"Step {number}", told, sure, writer=WriterKind.MODEL, way=way, rescue=rescue)


def seen(*steps: Step, needs: tuple[CitedText, ...] = (), language: str = "en", said: tuple[str, ...] = SAID):
    transcript = Transcript("t", tuple(Utterance(n, text) for n, text in enumerate(said, 1)), language="en")
    return noticed(in_lines(OutlineEnd("Drain", prerequisites=needs), steps), steps, transcript, language)


BUCKET = ("Put the blue bucket under the tap.", (1, 2))
AGAIN = ("Now put the blue bucket under the open tap.", (1, 4))


def test_a_sentence_that_was_left_out_is_named_where_a_line_may_take_up_its_rest():
    end = OutlineEnd("Drain", about="You drain it.", refuted=("“It never leaks.” (“never” is too much)",))
    steps = (step(1, BUCKET),)

    assert list(left_out(in_lines(end, steps), end)) == [
        "LINE 1: “It never leaks.” (“never” is too much) was left out; what of it was said, and helps, may stand there "
        "again."
    ]
    assert not list(left_out(in_lines(replace(end, about=None), steps), end))


def test_the_same_deed_in_two_steps():
    assert seen(step(1, BUCKET), step(2, AGAIN)) == (
        "LINE 1 and LINE 2 may be the same deed, from the same utterances.",
    )
    assert not seen(step(1, BUCKET, AGAIN))  # one step may come back to it
    assert not seen(step(1, BUCKET, way="tap"), step(2, AGAIN, way="pump"))  # nobody does both
    assert not seen(step(1, BUCKET), step(2, ("Carry the blue bucket away from the tap.", (4,))))


def test_what_is_needed_first_and_done_again():
    need = CitedText("A blue bucket under the tap", (1,))

    assert seen(step(1, BUCKET), needs=(need,)) == ("LINE 1 is needed first, and LINE 2 has it done.",)
    assert not seen(step(1, ("Open the tap slowly.", (2,))), needs=(need,))
    assert not seen(step(1, ("Fill the blue bucket under the tap.", (1,))), needs=(need,)), "it only uses it"


def test_a_step_in_front_of_what_was_said_before_it():
    early, late = ("Put the bucket there.", (1,)), ("Close the tap.", (4,))

    assert seen(step(1, late), step(2, early)) == (
        "The step of LINE 2 was said before the step of LINE 1, which stands in front of it.",
    )
    assert not seen(step(1, early), step(2, late))
    assert not seen(step(1, late), step(2, early, rescue=True))
    assert not seen(step(1, late, way="one"), step(2, early, way="other"))


def test_another_way_told_as_if_it_came_next():
    opened, pumped = ("Open the tap slowly.", (2,)), ("Pump the water out.", (3,))

    assert seen(step(1, opened, pumped)) == (
        "LINE 2: the speaker offers this as another way (“Or pump the water out with the hand pump.”).",
    )
    assert not seen(step(1, opened, ("Alternatively, pump the water out.", (3,))))
    assert not seen(step(1, pumped))
    assert not seen(step(1, opened, pumped), language="de")  # its words can't be compared


def test_there_is_an_end_to_it():
    steps = [step(n, (f"Put the blue bucket number {n} under the tap.", (1, 2))) for n in range(1, 9)]

    assert len(seen(*steps)) == MOST_NOTICED


def test_who_reads_the_whole_is_told():
    transcript = Transcript("t", (Utterance(1, SAID[0]),), language="en")
    lines = in_lines(OutlineEnd("Drain"), (step(1, BUCKET),)).lines
    note = "LINE 1 and LINE 2 may be the same deed, from the same utterances."

    assert note in whole(RevisionRequest(lines, transcript, GuideOptions(), noticed=(note,))).splitlines()
    assert "LOOK AT" not in whole(RevisionRequest(lines, transcript, GuideOptions()))


def test_nothing_is_noticed_in_honest_guides():
    honest = guides()

    assert len(honest) >= 15
    assert not {guide.name: found for guide in honest if (found := notes(guide))}
