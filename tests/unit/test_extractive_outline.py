"""From a transcript to planned steps and drafts without a model."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.language import words
from pipeline.guide import LeftOut, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, PlannedStep
from pipeline.outline.extractive_outline import _left_out, _without_untitled
from pipeline.outline.placed_instructions import placed_instructions
from pipeline.outline.segments import Item, cut
from pipeline.outline.stretch import Stretch, not_covered
from pipeline.run import make_guide
from pipeline.speech.instructions import find_instructions
from pipeline.speech.sentences import sentences_of
from pipeline.tools import Tools
from pipeline.writing import Draft, StepRequest
from pipeline.writing.extractive_writer import ExtractiveWriter
from tests.conftest import SAMPLES
from tests.unit.extractive_guides import TUTORIAL, actions, make, read, transcript


def test_a_tutorial_from_beginning_to_end() -> None:
    steps, end, drafts = make(transcript(*TUTORIAL.splitlines()))
    assert ExtractiveWriter.kind is WriterKind.EXTRACTIVE
    assert end == OutlineEnd(
        title="Set up the blue widget",
        prerequisites=(CitedText("Make sure you have an account.", (2,)),),
        no_procedure=None,
    )
    assert actions(drafts) == [
        "Open the dashboard.",
        "Click Settings in the menu on the left.",
        "Give it a name.",
        "Set the port to 8443.",
        "Run widget ping --all.",
        "If it fails, restart the router.",
    ]
    written = {action.instruction: action for draft in drafts for action in draft.actions}
    assert written["Set the port to 8443."].utterance_ids == (6, 7, 5, 8)
    assert written["Set the port to 8443."].expected == "You'll see a green light."
    assert written["Run widget ping --all."].code == "widget ping --all"
    assert [c.text for draft in drafts for c in draft.cautions] == ["Never share the key."]
    assert "Create a new widget" in [step.title for step in steps]  # announced, and then done
    assert written["Give it a name."].utterance_ids == (6, 7, 5)
    assert len({step.title for step in steps}) == len(steps)


@pytest.mark.parametrize("seen", ["You see a list of users.", "You now get the form.", "You are taken to a new page."])
def test_what_is_seen_as_it_happens_is_the_result_of_what_was_done(seen: str) -> None:
    _, _, drafts = make(transcript("Open the settings.", seen, "Click Add user.", "Type the name and press Save."))
    first, *others = [action for draft in drafts for action in draft.actions]
    assert first.expected == seen
    assert not any(action.expected for action in others)


def test_what_somebody_repeats_to_confirm_it_is_no_instruction() -> None:
    said = transcript(
        ("Houston", "Now remove the inner bag from the outer bag, and cut the inner bag along the seal."),
        ("Odyssey", "Okay. Remove the inner bag from the outer bag, cut the inner bag along the seal."),
        ("Houston", "The next step is to wrap the tape around the canister."),
        ("Odyssey", "Roger. Wrap the tape around the canister."),
        ("Houston", "Then pull the bag down over the arch."),
    )
    sentences = find_instructions(said).sentences
    assert [instruction.text for one in sentences for instruction in one.instructions] == [
        "Remove the inner bag from the outer bag.",
        "Cut the inner bag along the seal.",
        "Wrap the tape around the canister.",
        "Pull the bag down over the arch.",
    ]


def test_answers_to_questions_are_no_instructions() -> None:
    said = transcript("Open the terminal.", "Q - Should I restart it?", "A - You can restart it later.", "Run `make`.")
    assert [instruction.text for one in find_instructions(said).sentences for instruction in one.instructions] == [
        "Open the terminal.",
        "Run make.",
    ]


def test_the_title_that_was_asked_for() -> None:
    _, end, _ = make(transcript(*TUTORIAL.splitlines()), GuideOptions(title="Widgets"))
    assert end.title == "Widgets"


@pytest.mark.parametrize("wanted", [1, 2, 4])
def test_as_many_steps_as_asked_for(wanted: int) -> None:
    steps, _, drafts = make(read(SAMPLES / "apollo13-co2-adapter.txt"), GuideOptions(steps=wanted))
    assert len(steps) == wanted
    assert len(actions(drafts)) > 30


def test_steps_are_cut_where_something_new_opens() -> None:
    items = [Item(0.0), Item(0.2), Item(0.1), Item(2.5), Item(0.1), Item(0.0)]
    assert cut(items, 1, 10) == [(0, 3), (3, 6)]


def test_no_step_begins_inside_an_utterance() -> None:
    items = [Item(0.0), Item(5.0, joined=True), Item(0.0), Item(2.5), Item(0.0), Item(0.0)]
    assert (0, 1) not in cut(items, 2, 10)


@given(
    st.lists(st.tuples(st.floats(0, 5), st.booleans()), min_size=1, max_size=40), st.integers(1, 5), st.integers(0, 10)
)
def test_steps_hold_all_instructions_once_and_in_order(drawn: list[tuple[float, bool]], least: int, more: int) -> None:
    spans = cut([Item(opens, joined) for opens, joined in drawn], least, least + more)
    assert [i for begin, end in spans for i in range(begin, end)] == list(range(len(drawn)))
    assert len(spans) <= least + more


def test_the_cloudflare_screencast() -> None:
    said = read(SAMPLES / "cloudflare-create-api-token.vtt")
    steps, end, drafts = make(said)
    assert end.title == "Create an API token in the Cloudflare dashboard"
    assert [need.text for need in end.prerequisites] == ["Make sure you know your account and zone IDs."]
    assert "Create an API token" in [step.title for step in steps]
    assert "Find your zone ID" in [step.title for step in steps]
    instructions = actions(drafts)
    assert "For a user token, go to profile API tokens." in instructions
    assert "If everything looks correct, choose Create Token." in instructions
    assert any("shown only once" in c.text for draft in drafts for c in draft.cautions)


def test_the_adapter_read_up_to_apollo_13() -> None:
    _, end, drafts = make(read(SAMPLES / "apollo13-co2-adapter.txt"))
    assert end.no_procedure is None
    instructions = actions(drafts)
    assert "Remove the inner bag from the outer bag." in instructions
    assert "Stop up the bypass hole, which is the hole in the center of the bottom of the canister." in instructions
    assert "If it hasn't, cut the outer Beta-cloth sheath down the full length of the hoses." in instructions
    assert not [text for text in instructions if "Houston" in text or "Aquarius" in text]


def test_repairing_gives_the_draft_back() -> None:
    said = transcript("Click Save.")
    request = StepRequest(PlannedStep(1, "Save", (1,)), (), said, GuideOptions())
    draft = Draft("Save", ())
    assert asyncio.run(ExtractiveWriter().repair(request, draft, ("a number",))).draft is draft


LINES = st.lists(
    st.one_of(
        st.sampled_from(TUTORIAL.splitlines()),
        st.text(max_size=80).filter(str.strip),
        st.sampled_from(
            ["Q - Why?", "A - Because.", "- - go on", "No wait, port 443.", "`code`", "…", "그리고 클릭하세요."]
        ),
    ),
    min_size=1,
    max_size=25,
)


@given(LINES, st.sampled_from(["en", "de", "es", "fr", "ja", "xx", None]))
def test_any_transcript_makes_a_sound_plan(lines: list[str], language: str | None) -> None:
    said = transcript(*lines, language=language)
    steps, end, drafts = make(said, GuideOptions(anyway=True))
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert bool(steps) == (end.no_procedure is None)
    assert steps or not sentences_of(said), "a guide is made anyway of whatever was said"
    for step, draft in zip(steps, drafts, strict=True):
        assert step.utterance_ids
        assert set(step.utterance_ids) <= set(range(1, len(lines) + 1))
        assert draft.actions
        assert all(action.instruction.strip() for action in draft.actions)


RETURNS = """\
Priya: Let me explain how returned laptops are handled.
Tom: Where does it begin?
Priya: First, when a laptop comes back, the warehouse team records its serial number in the list.
Tom: And the data on it?
Priya: Within the first day, we wipe the disk with the erase tool and keep its certificate.
Tom: Do we check the battery as well?
Priya: Yes, we run the battery test for about an hour and note the remaining capacity on the sticker.
Priya: Next, we clean the keyboard and the screen. This means using only the alcohol wipes from the cupboard.
Priya: During the second week, we offer the laptop to the next person on the waiting list, with a new charger and a bag.
Priya: Finally, we send the signed handover form to accounting, so that the owner is changed in the inventory.
"""


def test_in_a_process_each_thing_that_is_done_is_a_step() -> None:
    said = [(name, text) for name, _, text in (line.partition(": ") for line in RETURNS.splitlines())]
    steps, _, drafts = make(transcript(*said))
    assert len(steps) >= 4
    assert max(len(draft.actions) for draft in drafts) <= 3
    assert [step.title for step in steps][-1].startswith("Send the signed handover form")
    assert not any(step.title.startswith("Step ") for step in steps)


def test_clicks_in_a_row_are_one_step_whatever_a_process_makes_of_them() -> None:
    said = "Open the menu. Click Settings. Select Users. Click Add. Type the name. Click Save."
    steps, _, drafts = make(transcript(said))
    assert len(steps) == 1
    assert len(actions(drafts)) == 6


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_a_step_that_nothing_names_is_joined_to_a_neighbour(named: list[bool]) -> None:
    steps = [PlannedStep(n, "Do it" if known else f"Step {n}", (n,)) for n, known in enumerate(named, 1)]
    spans = [(n, n + 1) for n in range(len(named))]
    merged = _without_untitled(steps, spans)
    assert (merged is None) == (all(named) or len(named) == 1)
    if merged:
        assert [n for begin, end in merged for n in range(begin, end)] == list(range(len(named)))
        assert len(merged) == len(spans) - 1


def rooms(count: int) -> list[str]:
    """Three instructions for each of so many devices, one device an utterance."""
    return [f"At device {n}, open the cover. Press the red button {n}. Close the cover {n}." for n in range(count)]


def test_a_long_recording_gets_as_many_steps_as_it_needs() -> None:
    steps, end, drafts = make(transcript(*rooms(68)))
    assert len(steps) > 15
    assert len(actions(drafts)) >= 200
    assert end.note is None


def test_what_no_step_has_room_for_is_named() -> None:
    steps, end, _ = make(transcript(*rooms(200)))
    assert len(steps) <= 40
    assert end.note is not None
    assert ": “At device " in end.note
    asked = make(transcript(*rooms(68)), GuideOptions(steps=3))
    assert len(asked[0]) == 3
    assert asked[1].note is not None


def test_places_that_are_named_by_their_words_are_one_list() -> None:
    said = transcript("Open the cover.", "Press the button.", "Close it.")

    assert not_covered(said, [Stretch(n, n, 3) for n in (1, 2, 3)]) == (
        "Some of the recording is in no step, though it seems to have instructions: "
        "“Open the cover …”, “Press the button …”, “Close it …”."
    )
    assert not_covered(said, [Stretch(2, 2, 3)]).endswith(": “Press the button …”.")


def test_places_that_are_named_by_their_times_are_one_list() -> None:
    spoken = transcript("Open the cover.", "Press the button.", "Close it.")
    starts = (1_220.0, 3_100.0, 3_748.0)
    utterances = (replace(u, start=at, end=at + 132) for u, at in zip(spoken.utterances, starts, strict=True))
    said = not_covered(replace(spoken, utterances=tuple(utterances)), [Stretch(n, n, 3) for n in (1, 2, 3)])

    assert said.endswith(": 20:20–22:32, 51:40–53:52, 1:02:28–1:04:40.")
    assert words("de").told(said).endswith("scheint: 20:20–22:32, 51:40–53:52, 1:02:28–1:04:40.")


async def test_however_few_steps_are_wanted_all_that_was_told_is_in_them() -> None:
    said = [f"00:{n:02}.000 --> 00:{n:02}.900\nOpen the cover of machine {n}. Never touch belt {n}." for n in range(50)]

    data = "\n\n".join(["WEBVTT", *said]).encode()
    guide = await make_guide(data, "machines.vtt", GuideOptions(steps=1), Tools())

    (step,) = guide.steps
    assert len(step.actions) == 50
    assert len(step.cautions) == 16
    assert guide.left_out is None


def test_it_is_counted_what_the_steps_have_no_room_for() -> None:
    spoken = transcript(*(f"Open the cover of machine {n}." for n in range(150)))

    steps, end, _ = make(spoken, GuideOptions(min_steps=1, max_steps=2))
    _, roomy, _ = make(spoken)

    assert len(steps) == 2
    assert end.left_out == LeftOut(150 - 15 * 9, 150)
    assert roomy.left_out is None


def test_a_part_that_is_named_as_covered_by_no_step_has_no_step_in_it() -> None:
    spoken = transcript(*(f"Open cover {n}." for n in range(60)))
    timed = replace(spoken, utterances=tuple(replace(u, start=float(u.id), end=u.id + 0.5) for u in spoken.utterances))
    ways = find_instructions(timed)
    left = [one for one in placed_instructions(ways) if one.place not in (19, 39)]
    note = _left_out(timed, ways.sentences, left, [PlannedStep(1, "One", (20,)), PlannedStep(2, "Two", (40,))])
    assert note is not None
    assert ": 0:01–0:19, 0:21–0:39, 0:41–1:00." in note
    assert _left_out(timed, ways.sentences, left, [PlannedStep(1, "One", tuple(range(1, 61)))]) is None


def test_no_step_begins_with_a_condition_about_what_was_just_named_or_behind_a_warning_of_its_utterance() -> None:
    said = [
        "This is how we close the kiosk.", "Lock the shutter.", "Count the coins.",
        "If they are worth over 90 euros, put them in the safe.", "Switch off the fridge light.",
        "Under Heat, enter 180 degrees.", "Don't go above 200, or the tray will crack. Press Start.",
    ]  # fmt: skip
    for wanted in (2, 3, 4):
        plan, _, drafts = make(transcript(*said), GuideOptions(steps=wanted))
        firsts = [draft.actions[0].instruction for draft in drafts]
        assert len(plan) > 1
        assert not any(first.startswith("If they") for first in firsts)
        warned = next(draft for draft in drafts if draft.cautions)
        assert "Under Heat, enter 180 degrees." in [action.instruction for action in warned.actions]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Kiosk coins", "Count the coins of the kiosk"),
        ("How to close the north kiosk in winter", "How to close the north kiosk in winter"),
    ],
)
def test_what_is_announced_is_the_title_unless_the_file_s_name_says_more(name: str, title: str) -> None:
    told = transcript("Okay so this is how we count the coins of the kiosk.", "Open the drawer.", "Sort the coins.")
    _, end, _ = make(replace(told, title=name, titled_by_name=True))

    assert end.title == title
