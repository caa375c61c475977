"""The fixed words of a document in the languages that have a catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import pipeline.grounding
import pipeline.render
from pipeline.outline.plain_titles import plain_title
from pipeline.render.localization import CATALOGUES, Words

LANGUAGES = ("de", "fr", "es", "pt", "it", "nl", "pl", "ja", "zh", "ko", "ar", "he", "hi", "tr", "uk")
SOURCE = Path(pipeline.render.__file__).parent
CHECKING = Path(pipeline.grounding.__file__).parent


def catalogue(language: str):
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file)


def nodes_of(folder: Path) -> list[ast.AST]:
    return [node for module in folder.glob("*.py") for node in ast.walk(ast.parse(module.read_text("utf-8")))]


def texts_of_the_code() -> set[str]:
    """All string constants of the package. What a catalogue translates must be one of them, or be part of what a line
    is marked for."""
    return {node.value for node in nodes_of(SOURCE) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def template(node: ast.AST) -> str:
    """A string of the code, with {} for each value in it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_every_promised_language_has_its_catalogue():
    assert {path.stem for path in CATALOGUES.glob("*.po")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_all_words_and_keeps_the_places_for_values(language: str):
    for message in catalogue(language):
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        names = set(re.findall(r"\{\w+\}", message.id[-1] if isinstance(message.id, tuple) else message.id))
        assert all(forms), f"{language} lacks {message.id!r}"
        # “one step” doesn't need its number; the plural form does.
        assert set(re.findall(r"\{\w+\}", forms[-1])) == names, message.id


def test_all_catalogues_translate_the_same_words_and_the_code_uses_each_of_them():
    keys = [{str(message.id) for message in catalogue(language) if message.id} for language in LANGUAGES]
    used = texts_of_the_code()
    singular = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue("de") if m.id}
    reasons = " ".join(map(template, nodes_of(CHECKING)))

    assert all(key == keys[0] for key in keys)
    assert not [text for text in singular - used if re.sub(r"\{\w+\}", "{}", text) not in reasons]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_line_is_to_be_checked_is_told_in_the_language_of_the_document(language: str):
    calls = [node for node in nodes_of(CHECKING) if isinstance(node, ast.Call) and len(node.args) > 1]
    reasons = {template(call.args[1]) for call in calls if getattr(call.func, "id", "") == "Finding"} - {""}
    words = Words(language)

    assert len(reasons) > 10
    for reason in reasons:
        told = words.told(reason.replace("{}", "XX"))
        assert not [english for english in re.split(r"(?<=\.) ", reason.replace("{}", "XX")) if english in told]


def test_a_reason_that_a_model_gave_stays_as_it_was_given():
    assert Words("de").told("The speaker warns against this. Look at the recording.") == (
        "The speaker warns against this. Sehen Sie sich die Aufzeichnung an."
    )


def test_every_fixed_word_of_the_code_is_translated():
    translated = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue("de") if m.id}
    asked = {
        node.args[0].value
        for module in SOURCE.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") == "words" or getattr(node.func, "attr", "") in WORDY)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }

    assert len(asked) > 30
    assert asked <= translated


WORDY = ("words", "_words", "label", "count", "filled")


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 step"),
        ("en", 1200, "1,200 steps"),
        ("de", 1200, "1.200 Schritte"),
        ("pl", 2, "2 kroki"),
        ("pl", 5, "5 kroków"),
        ("ar", 2, "خطوتان"),
        ("ja", 3, "3 件の手順"),
    ],
)
def test_numbers_take_the_form_of_their_language(language: str, n: int, said: str):
    assert Words(language).count("{n} step", "{n} steps", n) == said


def test_a_language_without_a_catalogue_gets_english_words_and_its_own_spelling():
    words = Words("sv")

    assert words("Sources") == "Sources"
    assert words.date("2026-11-23T21:00:00+00:00") == "November 23, 2026"
    assert words.proofing == "sv-SE"


def test_times_are_written_as_their_language_does():
    german = Words("de")

    assert [Words("en").duration(seconds) for seconds in (0.4, 61, 7265)] == [
        *("1 second", "1 minute 1 second", "2 hours 1 minute"),
    ]
    assert german.duration(191.07) == "3 Min. 11 Sek."
    assert german.duration(7265) == "2 Std. 1 Min."
    assert german.date("2026-11-23T21:00:00+00:00") == "23. November 2026"
    assert Words("fr").date("2026-12-01T09:00:00+00:00") == "1er décembre 2026"


@pytest.mark.parametrize("language", ["", "x", "en_US", "zh-Hant", "!!", "de-AT"])
def test_any_language_code_gives_words(language: str):
    assert Words(language)("Steps")


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("quotes", [False, True])
def test_a_guide_that_nothing_names_has_a_title_in_each_language(language: str, quotes: bool):
    assert plain_title(language, quotes=quotes) != plain_title("en", quotes=quotes)
