"""Signs that a line says something else: opposites, circumstances, code that nobody said, and what isn't a sign."""

from __future__ import annotations

import pytest

from pipeline.grounding import circumstances, opposed
from pipeline.grounding.exchanges import exchanged
from pipeline.grounding.passages import clauses, passage, spoken, texts_of
from pipeline.grounding.sentence_words import said_words
from pipeline.grounding.signs import SIGNS, Compared, signs
from pipeline.grounding.unsaid_words import code_unsaid
from pipeline.grounding.word_lists import LANGUAGES, WordList
from pipeline.transcript import Transcript, Utterance
from tests.checks import translations


def compared(
    line: str,
    *said: str,
    said_in: str = "en",
    written_in: str = "en",
    kind: str = "action",
    others: tuple[str, ...] = (),
) -> dict[str, float]:
    """The signs of a line that cites all that was said."""
    utterances = tuple(Utterance(number, text) for number, text in enumerate(said, 1))
    ids = tuple(range(1, len(said) + 1))
    transcript = Transcript("t", utterances, language=said_in)
    return signs(Compared(line, kind, ids, transcript, ids, said_in, written_in, others))


@pytest.mark.parametrize(
    ("line", "said", "written_in"),
    [
        ("Import the module at the end of the script.", "Import the module at the beginning of the script.", "en"),
        ("Schließen Sie die Webseite.", "To start, open a web page.", "de"),
        ("Schalten Sie die Pumpe aus.", "Now turn on the pump.", "de"),
        ("Deje enfriar la parrilla.", "First preheat the grill.", "es"),
        ("Attendez deux heures.", "Then wait for two minutes.", "fr"),
        ("Prema il pulsante rosso.", "Press the green button.", "it"),
    ],
)
def test_an_opposite_is_seen_across_languages(line: str, said: str, written_in: str):
    assert compared(line, said, written_in=written_in)["opposite"] > 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Open the lid, then close it.", "You open it and after that you close the lid."),
        ("Keep the lid closed.", "Don't open the lid."),
        ("The name must not have spaces.", "The name can't have spaces."),
        ("Cut close to the seam.", "Cut it near the seam, then open the bag."),
        ("Press the pedal on the left.", "Right now press the left pedal."),
    ],
)
def test_the_same_in_other_words_is_no_opposite(line: str, said: str):
    assert compared(line, said)["opposite"] == 0


def test_an_opposite_counts_where_it_stands_though_the_word_is_said_elsewhere():
    said = ("Open the upper valve.", "Then open the lower valve halfway.", "We read the gauge at the top.")

    assert compared("Close the upper valve.", *said)["opposite"] > 0
    assert compared("Open the lower valve.", *said)["opposite"] == 0


def test_the_app_s_own_translations_hardly_ever_stand_on_different_sides():
    pairs = turned = 0
    for text in translations.texts():
        for written_in in text:
            for said_in in text.keys() - {written_in}:
                pairs += 1
                told, heard = opposed.sides(text[written_in], written_in), opposed.sides(text[said_in], said_in)
                turned += any(opposed.turned(told, heard))

    assert pairs > 10_000
    assert turned < pairs / 200


def test_the_app_s_own_translations_seldom_add_a_circumstance():
    lines = list(translations.lines(every=5))
    found = sum(signs(line)["circumstance translated"] > 0 for line in lines)

    assert len(lines) > 300
    assert found < len(lines) / 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_group_of_opposed_words_has_words_on_all_its_sides(language: str):
    sides: dict[str, set[int]] = {}
    for names in (
        *_words(language).whole.values(),
        *_words(language).begun.values(),
        *_words(language).phrases.values(),
    ):
        for listed in names:
            name, _, side = listed.partition(" ")
            sides.setdefault(name, set()).add(int(side))

    assert len(sides) > 100
    assert all(numbers == set(range(len(numbers))) and len(numbers) > 1 for numbers in sides.values())


def _words(language: str) -> WordList:
    return opposed._words(language)


def test_the_passage_of_a_clause_reaches_over_the_end_of_an_utterance():
    said = spoken(
        ("we talked about the oven and now", "pour the milk into the", "small bowl and the flour goes there"), "en"
    )

    found = passage(said_words("Pour the milk into the bowl.", "en"), said, "en", "en")

    assert found is not None
    assert texts_of(found.core) == "pour the milk into the small bowl"
    assert found.share == 1


def test_nothing_is_the_passage_of_a_clause_that_wasn_t_said():
    said = spoken(("We pour the milk.",), "en")

    assert passage(said_words("Restart your router.", "en"), said, "en", "en") is None


def test_a_short_part_of_a_line_is_read_with_its_neighbour():
    assert clauses("Next, open the lid, and wait until it has cooled down") == [
        "Next, open the lid",
        "and wait until it has cooled down",
    ]


@pytest.mark.parametrize(
    ("line", "said", "added", "into_said"),
    [
        ("Select every row.", "Select the third row here.", set(), {"amount"}),
        ("Paint the lid red.", "Then you paint the lid.", {"property"}, set()),
        ("Delete a rule that you don't want.", "You can delete a rule.", set(), set()),
        ("Delete the rule, but not the group.", "You can delete the rule, and the group.", set(), {"polarity"}),
        ("Add the salt.", "Now add the salt.", set(), set()),
    ],
)
def test_circumstances_that_were_not_said(line: str, said: str, added: set[str], into_said: set[str]):
    found = circumstances.added(line, spoken((said,), "en"), "en", "en")

    assert tuple(map(set, found)) == (added, into_said)


def test_a_condition_that_another_line_tells_is_not_lost():
    said = "Once you have selected the menu, the number of links is shown."
    line = "The number of links is shown."

    assert exchanged(line, said, "en")
    assert not exchanged(line, said, "en", ["Select the menu."])


@pytest.mark.parametrize(
    ("code", "others", "unsaid"),
    [
        ("run --all numbers", (), 0.0),
        ("run --all primes", (), 0.6),
        ("run --all letters", (), 0.5),
        ("walk --all letters", (), 1.0),
        ("run --all letters", ("Name them. `letters = 3`",), 0.0),
        ("run --all <your letters>  # letters", (), 0.0),
        ("runall", (), 0.0),
    ],
)
def test_words_of_code_that_nobody_said(code: str, others: tuple[str, ...], unsaid: float):
    cited, step = ["Then type run, all, numbers."], ["Then type run, all, numbers.", "The primes come later."]

    assert code_unsaid(f"Run it. `{code}`", cited, step, others, "en") == unsaid


def test_a_goal_of_its_own_words_is_a_sign():
    others = ("Chop the onions.", "Fry them.")

    assert (
        compared("Win the cooking contest.", "We chop the onions and fry them.", kind="goal", others=others)[
            "goal unsaid"
        ]
        > 0.5
    )
    assert (
        compared("Fry the onions.", "We chop the onions and fry them.", kind="goal", others=others)["goal unsaid"] == 0
    )


@pytest.mark.parametrize(("said_in", "written_in"), [("ja", "ja"), ("ko", "en"), ("en", "ar")])
def test_nothing_is_said_of_languages_without_words(said_in: str, written_in: str):
    found = compared("빨간 버튼을 누르세요.", "빨간 버튼을 누르세요.", said_in=said_in, written_in=written_in)

    assert found == dict.fromkeys(SIGNS, 0.0)


def test_of_a_line_that_cites_very_much_only_the_code_is_compared():
    said = " ".join(f"Open window {number}." for number in range(400))

    found = compared("Close window 7. `shutdown now`", said)

    assert {name for name, value in found.items() if value} == {"code unsaid"}


def test_words_that_were_said_together_of_something_else_are_a_sign():
    said = (
        "Now fill the tank.",
        "Then we clean the glass.",
        "While the filter is running, wipe the brass valve with vinegar.",
    )
    utterances = tuple(Utterance(number, text) for number, text in enumerate(said, 1))
    transcript = Transcript("t", utterances, language="en")

    def elsewhere(line: str) -> float:
        found = signs(Compared(line, "action", (1,), transcript, (1, 2, 3), "en", "en"))
        return found["said together elsewhere"]

    assert elsewhere("Fill the tank and wipe its brass valve with vinegar.") == 2
    assert elsewhere("Fill the tank and wipe the brass valve.") == 1
    assert elsewhere("Fill the tank and clean the glass.") == 0  # two words may be told of both
    assert elsewhere("Fill the tank.") == 0


@pytest.mark.parametrize(
    ("line", "said", "written_in", "expected"),
    [
        ("Don't fill the tank.", "Now fill the tank.", "en", 1.0),
        ("Füllen Sie den Tank nicht.", "Now fill the tank.", "de", 1.0),
        ("Don't fill the tank.", "Never ever fill the tank.", "en", 0.0),
        ("Fill the tank.", "Now fill the tank.", "en", 0.0),
    ],
)
def test_a_negation_that_nobody_said_is_a_sign(line: str, said: str, written_in: str, expected: float):
    assert compared(line, said, written_in=written_in)["negation added"] == expected
