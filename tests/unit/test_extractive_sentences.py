"""Where the sentences of a transcript begin and end, over captions and turns."""

from __future__ import annotations

import pytest

from pipeline.speech.instructions import find_instructions
from pipeline.speech.sentence_cuts import LONGEST_WORDS
from pipeline.speech.sentences import MOST_SENTENCE_CHARACTERS, sentences_of
from tests.unit.extractive_guides import transcript


def test_a_sentence_goes_on_over_captions_and_ends_inside_them() -> None:
    said = transcript("So open the menu and", "click Save. Then close", "the window.")
    assert [(s.text, s.ids) for s in sentences_of(said)] == [
        ("So open the menu and click Save.", (1, 2)),
        ("Then close the window.", (2, 3)),
    ]


def test_a_sentence_that_never_ends_is_cut_between_words() -> None:
    words = " ".join(["dann ich habe das Fenster und wir haben das"] * 1_000)
    said = transcript(words, language="it")

    sentences = [s.text for s in sentences_of(said)]

    assert " ".join(sentences) == words
    assert 0.9 * MOST_SENTENCE_CHARACTERS < len(sentences[0]) <= MOST_SENTENCE_CHARACTERS
    assert max(map(len, sentences)) <= MOST_SENTENCE_CHARACTERS
    assert find_instructions(said).sentences


def test_a_word_that_never_ends_is_cut_too() -> None:
    [utterance, *others] = [s.text for s in sentences_of(transcript("a" * (2 * MOST_SENTENCE_CHARACTERS + 1)))]

    assert utterance == "a" * MOST_SENTENCE_CHARACTERS
    assert [len(text) for text in others] == [MOST_SENTENCE_CHARACTERS, 1]


@pytest.mark.parametrize("said", ["No wait, port 8443.", "As long as you import the module."])
def test_afterthoughts_without_end_make_no_sentence_without_end(said: str) -> None:
    read = find_instructions(transcript(*[said] * 200))

    lengths = [len(one.sentence.text) for one in read.sentences]
    assert max(lengths) <= MOST_SENTENCE_CHARACTERS
    assert max(lengths) > 10 * len(said)


def test_a_sentence_doesnt_go_on_in_another_turn() -> None:
    said = transcript(("A", "So we'll have to"), ("B", "wait for it."))
    assert [s.text for s in sentences_of(said)] == ["So we'll have to", "wait for it."]


def test_captions_without_full_stops_are_cut_where_people_begin_anew() -> None:
    words = (
        "welcome back everybody today is about collections now you can go to the settings page and this is where you "
        "enter the name of your collection then we're going to select the region from the list and then we can go back "
        "to the editor so you should see the new entry in there it is really that easy"
    )
    pieces = words.split()
    said = transcript(*(" ".join(pieces[i : i + 8]) for i in range(0, len(pieces), 8)))
    sentences = [s.text for s in sentences_of(said)]
    assert " ".join(sentences) == words
    assert "now you can go to the settings page" in sentences
    assert "and this is where you enter the name of your collection" in sentences
    assert "so you should see the new entry in there" in sentences


def test_a_long_sentence_without_stops_among_others_is_cut_too() -> None:
    run_on = " and then we take the next one and it goes on top of that" * 12
    sentences = sentences_of(transcript("Open the box.", f"We take the first one{run_on}.", "That's all."))
    assert sentences[0].text == "Open the box."
    assert sentences[-1].text == "That's all."
    assert max(len(s.text.split()) for s in sentences) <= LONGEST_WORDS


def test_where_commas_are_written_a_long_sentence_is_cut_only_at_one() -> None:
    run_on = ", so we're going to take the next one out of there" * 12
    sentences = sentences_of(transcript("Open the box.", f"We take the first one{run_on}.", "That's all."))
    assert len(sentences) > 5
    assert all(s.text[-1] in ",." for s in sentences)


def test_in_a_language_without_learned_cuts_each_caption_is_a_sentence() -> None:
    captions = ("ouvrez la fenêtre des réglages", "ensuite choisissez la région", "et enregistrez le fichier") * 5
    assert tuple(s.text for s in sentences_of(transcript(*captions, language="fr"))) == captions


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('"Open Settings."', "Open Settings."),
        ("“Open “Settings”.”", "Open “Settings”."),
        ("„Öffne das.“", "Öffne das."),
        ("„Otwórz to.”", "Otwórz to."),
        ("« Ouvrez-le. »", "Ouvrez-le."),
        ("'Don't open it.'", "Don't open it."),
        ("“Open Settings", "Open Settings"),
        ("Click Save.”", "Click Save."),
        ("“Save” or “Send”", "“Save” or “Send”"),
        ("Click “Save.”", "Click “Save.”"),
        ("Klicke „Speichern“", "Klicke „Speichern“"),
        ("'Cause it is.", "'Cause it is."),
        ("It's the users'", "It's the users'"),
        ('"', '"'),
    ],
)
def test_quotation_marks_around_a_sentence_are_no_part_of_it(said: str, read: str) -> None:
    assert [s.text for s in sentences_of(transcript(said))] == [read]


def test_a_quotation_of_several_sentences_ends_with_them() -> None:
    said = transcript('"Open Settings. Click Save."')
    assert [s.text for s in sentences_of(said)] == ["Open Settings.", "Click Save."]


def test_tokens_that_were_taken_apart_are_read_as_words() -> None:
    (sentence,) = sentences_of(transcript("now , i 'm going to peel it , and we do n't need the rest."))
    assert sentence.text == "now, i'm going to peel it, and we don't need the rest."
    assert sentence.said == "now , i 'm going to peel it , and we do n't need the rest."
    (sentence,) = sentences_of(transcript("Press the 's' key."))
    assert sentence.text == sentence.said == "Press the 's' key."
