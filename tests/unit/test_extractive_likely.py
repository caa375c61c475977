"""What no rule finds and what very likely tells what is done is kept as it was said, and never as a command."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.outline.procedural import measure, why_no_procedure
from pipeline.speech import Instruction, Reading
from pipeline.speech.english import English
from pipeline.speech.instructions import by_rules_alone, find_instructions
from pipeline.speech.likely_instructions import _told, with_likely
from pipeline.speech.read_sentences import ReadSentence, ReadTranscript
from pipeline.speech.sentence_joining import with_parts_joined
from pipeline.speech.sentences import Sentence, sentences_of
from pipeline.writing import StepRequest
from pipeline.writing.extractive_writer import draft
from tests.conftest import FIXTURES
from tests.unit.extractive_guides import actions, make, transcript

AROUND = (
    "Today I'll show you how to change the filter of the pump.",
    "First, close the valve on the left.",
    "Then loosen the four screws of the lid.",
    "Take the lid off and put it on the bench.",
    "{}",
    "Now push the new filter into the housing.",
    "Then tighten the screws again and open the valve.",
)
HELD_BACK = [
    line.split("\t")[1]
    for line in (FIXTURES / "harm" / "english_held_back.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(said: str) -> list[str]:
    _, _, drafts = make(transcript(*(line.format(said) for line in AROUND)))
    return actions(drafts)


@pytest.mark.parametrize(
    "said",
    [
        "Here we're just going to do the ring with the cloth.",
        "So then we can do the same thing with that one.",
    ],
)
def test_a_deed_that_no_rule_finds_is_quoted_among_others(said: str) -> None:
    assert f"“{said.removeprefix('So ')}”" in told(said)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("So, let's do that.", False),
        ("And now we can try this first.", False),
        ("The drain plug provides a way for the old oil.", False),
        ("We do that with a soft brush.", True),
        ("The lid means that you push a little harder.", True),
    ],
)
def test_what_names_nothing_or_only_describes_is_not_quoted_however_likely(said: str, quoted: bool) -> None:
    one = ReadSentence(Sentence(said, (1,), None, None, None), Reading(), (), likelihood=1.0)
    assert bool(_told(one, 1.0, English())) is quoted


@pytest.mark.parametrize(
    ("said", "likely", "line"),
    [
        ("We rub the brass with half a lemon over there.", 0.3, True),
        ("We rub the brass with half a lemon over there.", 0.2, False),
        ("I put half a lemon on the brass.", 0.3, True),
        ("The brass is a little dull on this side.", 0.9, False),
        ("It came up quite nicely for me the last time.", 0.9, False),
    ],
)
def test_only_a_likely_sentence_that_tells_a_deed_is_a_line(said: str, likely: float, line: bool) -> None:
    one = ReadSentence(Sentence(said, (1,), None, None, None), Reading(), (), likelihood=likely)
    assert [told.heard for told in _told(one, likely, English())] == [not line]


@pytest.mark.parametrize(
    "said",
    [
        "You are very welcome!",
        "Yes, you can!",
        "I will say them one by one if you are ready.",
        "Enjoy your cookies!",
        "Sounds really good.",
    ],
)
def test_what_is_said_to_be_kind_is_not_quoted(said: str) -> None:
    one = ReadSentence(Sentence(said, (1,), None, None, None), Reading(), (), likelihood=1.0)
    assert _told(one, 1.0, English()) == ()


def test_what_is_heard_is_a_note_beside_what_is_sure() -> None:
    sure = Instruction("Rub the brass.", "rub", 1.0, frozenset({"rub", "brass"}))
    heard = [
        Instruction(said, "", 0.5, frozenset(), as_said=True, heard=True)
        for said in ("It's dull.", "It was worse.", "It shines.")
    ]
    said = transcript("It's dull.", "It was worse.", "Rub the brass.", "It shines.")
    read = [
        ReadSentence(Sentence(u.text, (u.id,), None, None, None), Reading(), (told,))
        for u, told in zip(said.utterances, [heard[0], heard[1], sure, heard[2]], strict=True)
    ]
    step = PlannedStep(1, "Rub the brass", (1, 2, 3, 4))
    request = StepRequest(step, (step,), said, GuideOptions())
    whole = draft(request, ReadTranscript(tuple(read), English()))
    assert [one.instruction for one in whole.actions] == ["Rub the brass."]
    assert [(one.text, one.utterance_ids, one.before) for one in whole.cautions] == [
        ("“It's dull.” “It was worse.”", (1, 2), 1),
        ("“It shines.”", (4,), 2),
    ]
    alone = draft(replace(request, step=PlannedStep(1, "Brass", (1, 2))), ReadTranscript(tuple(read), English()))
    assert [one.instruction for one in alone.actions] == ["“It's dull.”", "“It was worse.”"]


def test_a_vague_instruction_counts_where_it_is_likely() -> None:
    assert "Put it in the heater." in told("Now, we're going to put it in the heater.")


@pytest.mark.parametrize(
    ("weight", "code", "counts"), [(0.6, None, False), (0.95, None, True), (0.6, "make all", True)]
)
def test_an_unlikely_instruction_counts_only_if_commanded(weight: float, code: str | None, counts: bool) -> None:
    text = "I don't know if they were still there, because that's what we thought it was, and he wasn't at home."
    found = Instruction("Be sure.", "be", weight, frozenset({"sure"}), code=code)
    said = transcript(*(line.format(text) for line in AROUND))
    sentences = by_rules_alone(said, English())
    at = next(place for place, one in enumerate(sentences) if one.sentence.text == text)
    sentences[at] = replace(sentences[at], instructions=(found,))
    assert bool(with_likely(sentences, English(), "en")[at].instructions) == counts


def test_no_deed_is_quoted_in_a_language_without_weights() -> None:
    said = transcript(*AROUND, language="de")
    assert all(one.likelihood == 0 for one in find_instructions(said).sentences)


def test_what_is_corrected_is_not_quoted() -> None:
    said = "Here we're just going to do the ring with the cloth."
    assert f"“{said}”" in told(said)
    assert f"“{said}”" not in told(f"{said} No wait, the ring.")


@pytest.mark.parametrize(("likelihood", "speakers", "is_one"), [(0.5, 1, True), (0.05, 1, False), (0.5, 3, False)])
def test_what_is_told_like_a_procedure_is_one(likelihood: float, speakers: int, is_one: bool) -> None:
    text = "and the thing there just wants a little bit of that on it"
    said = transcript(*((f"Speaker {n % speakers}", text) for n in range(12)))
    quoted = Instruction(text, "", 0.5, frozenset(), evidence=0.0, as_said=True)
    sentences = [
        ReadSentence(Sentence(text, (u.id,), u.speaker, None, None), Reading(), (quoted,), likelihood=likelihood)
        for u in said.utterances
    ]
    assert (why_no_procedure(said, sentences) is None) == is_one


def test_a_quotation_is_no_title() -> None:
    steps, _, _ = make(
        transcript(*(line.format("Here we're just going to do the ring with the cloth.") for line in AROUND))
    )
    assert not any("“" in step.title for step in steps)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "If the housing is an old one, you can turn the bolt and then grease it.",
            ["If the housing is an old one, turn the bolt and grease it."],
        ),
        (
            "And then we do, if you have the short tube, we push the second ring over.",
            ["“And then we do, if you have the short tube, we push the second ring over.”"],
        ),
        ("if the seal is worn make sure to order a new one.", ["If the seal is worn, make sure to order a new one."]),
        ("And if it's really stuck you have to warm it up a bit.", ["If it's really stuck, warm it up a bit."]),
        ("And I also, if I buy a seal, I always buy a second one.", ["If you buy a seal, buy a second one."]),
        (
            "take the ring out if I had a tray here I would also grease it and dry it on a towel.",
            ["“take the ring out if I had a tray here I would also grease it and dry it on a towel.”"],
        ),
        ("If we now just turn the key, we can see the light.", ["Turn the key."]),
        (
            "Lift it with both hands. And not just with the strap.",
            ["Lift it with both hands, and not just with the strap."],
        ),
    ],
)
def test_what_is_told_under_a_condition_keeps_it(said: str, expected: list[str]) -> None:
    assert [line for line in told(said) if line not in told("Okay.")] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "With a lid this heavy you want to lift it with both hands.",
            "With a lid this heavy, lift it with both hands.",
        ),
        ("My boss told me you need to buy a new one.", None),
        ("It depends on what you want to do with it.", None),
    ],
)
def test_advice_in_the_middle_of_a_sentence_counts_unless_it_is_reported(said: str, expected: str | None) -> None:
    assert [line for line in told(said) if line not in told("Okay.")] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "said",
    [
        "I bought this pump in the spring of last year.",
        "Thanks to all of you who wrote.",
        "What is a filter?",
        "Thanks for the walkthrough!",
        "Over to Mara.",
        "We'll also put the link to the pump here.",
        "And you can read up on this ring here later.",
        "So over here we now go to the next exercise.",
        "Here we're just going to do the ring and, okay, that one.",
        "No, here we're just going to do the ring with the cloth.",
        "Yes, here we're just going to do the ring with the cloth.",
    ],
)
def test_chatter_is_not_quoted(said: str) -> None:
    assert not any("“" in line for line in told(said))


@pytest.mark.parametrize("said", HELD_BACK)
def test_what_warns_or_reports_is_no_line_either(said: str) -> None:
    assert not any(said.rstrip(".") in line for line in told(said))


def test_a_sentence_that_somebody_breaks_off_is_not_quoted() -> None:
    said = [("Ann", line.format("Here we're just going to do the ring with the cloth,")) for line in AROUND]
    _, _, drafts = make(transcript(*said[:5], ("Bob", "Yes."), *said[5:]))
    assert not any("“" in line for line in actions(drafts))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Wipe the seal. As long as it's an old one.", "Wipe the seal. As long as it's an old one."),
        ("Wipe the seal. No wait, the ring.", "No wait, the ring."),
    ],
)
def test_a_quotation_has_the_exact_words(said: str, expected: str) -> None:
    (one,) = with_parts_joined(sentences_of(transcript(said)), English())
    assert one.said == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "If it says error 7, press the red key. Oh sorry, not the red key, you need to press the big key.",
            "If it says error 7, press the big key.",
        ),
        (
            "If it says error 7, press the red key. No wait, if it says error 9, you need to press the big key.",
            "If it says error 9, press the big key.",
        ),
    ],
)
def test_a_command_is_not_run_together_with_its_correction(said: str, expected: str) -> None:
    lines = told(said)
    assert expected in lines
    assert not any("red key" in line or "sorry" in line for line in lines)


@pytest.mark.parametrize(("main", "is_one"), [(9, True), (6, False)])
def test_who_asks_in_between_makes_no_conversation_of_it(main: int, is_one: bool) -> None:
    text = "and the thing there just wants a little bit of that on it"
    names = ["Ada"] * main + ["Ben", "Cem", "Dan", "Eve"] * 2
    said = transcript(*((name, text) for name in names[:12]))
    told = Instruction(text, "", 0.5, frozenset(), evidence=0.1)
    sentences = [
        ReadSentence(Sentence(text, (u.id,), u.speaker, None, None), Reading(), (told,)) for u in said.utterances
    ]
    assert 0.6 < measure(said, sentences).share < 1
    assert (why_no_procedure(said, sentences) is None) == is_one
