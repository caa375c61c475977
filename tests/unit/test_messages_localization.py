"""What Slack shows in each language: nothing is missing, nothing stays in English, and Slack's limits hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import bot
import pipeline
from bot.messages import outcome
from bot.messages.language import CATALOGUES, ENGLISH, Words, words
from bot.messages.message import Message
from bot.messages.options import FieldErrors, read_options
from bot.playground.block_kit import check_blocks, read_view
from pipeline import errors
from pipeline.guide import Confidence, Extract, Level
from pipeline.localization import MOST_SENTENCES, Catalogue
from pipeline.render import localization as documents
from tests import slack_states
from tests.conftest import further
from tests.unit.sent_form import sent

LANGUAGES = sorted(path.stem for path in documents.CATALOGUES.glob("*.po"))
LIMITED = ("en", "de", "fr", "hi", "ja", "pl")
"""Languages whose texts are long, and one whose texts are short."""
BOT, PIPELINE = Path(bot.__file__).parent, Path(pipeline.__file__).parent
PLACE = re.compile(r"\{\w+\}")


@cache
def catalogue(language: str) -> Any:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file)


def keys(language: str) -> list[str | tuple[str, ...]]:
    return [message.id for message in catalogue(language) if message.id]


def sources(folder: Path, *more: str) -> Iterator[ast.AST]:
    """The calls and texts in the modules in this folder, but for those that only an operator or a developer sees, and
    `more`."""
    unseen = {"playground", "command", "setting_names.py", "moving.py", *more}
    for module in sorted(folder.rglob("*.py")):
        if not set(module.parts) & unseen:
            yield from calls_and_texts(module)


@cache
def calls_and_texts(module: Path) -> tuple[ast.AST, ...]:
    nodes = ast.walk(ast.parse(module.read_text("utf-8")))
    return tuple(node for node in nodes if isinstance(node, ast.Call | ast.Constant | ast.JoinedStr))


# -- the catalogues


def test_slack_speaks_the_languages_that_documents_have():
    assert sorted(path.stem for path in CATALOGUES.glob("*.po")) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_all_words_and_keeps_what_is_filled_in_or_typed(language: str):
    assert keys(language) == keys("de")
    for message in catalogue(language):
        if not message.id:
            continue
        forms = _forms(message.string)
        key = message.id[-1] if isinstance(message.id, tuple) else message.id
        assert all(forms), f"{language} lacks {message.id!r}"
        for form in forms:
            # A form for one can do without its number.
            assert set(PLACE.findall(form)) | {"{n}"} == set(PLACE.findall(key)) | {"{n}"}, form
            assert form.count("*") == key.count("*"), form
            assert sorted(re.findall("`[^`]+`", form)) == sorted(re.findall("`[^`]+`", key)), form
        assert set(PLACE.findall(forms[-1])) == set(PLACE.findall(key)), forms[-1]


FOLDERS = (CATALOGUES, documents.CATALOGUES)


@pytest.mark.parametrize("folder", FOLDERS, ids=("messages", "documents"))
@pytest.mark.parametrize(("n", "said"), [(3, "3 إجراءات"), (15, "15 إجراءً"), (100, "100 إجراء"), (103, "103 إجراءات")])
def test_arabic_counts_by_its_own_rule(folder: Path, n: int, said: str):
    assert Catalogue("ar", folder).count("{n} instruction", "{n} instructions", n) == said


@pytest.mark.parametrize("folder", FOLDERS, ids=("messages", "documents"))
def test_no_line_breaks_before_a_french_colon_or_inside_its_quotation_marks(folder: Path):
    with (folder / "fr.po").open("rb") as file:
        forms = [form for message in read_po(file) if message.id for form in _forms(message.string)]

    assert not [form for form in forms if re.search("« | [:;?!»]", form)]


def _forms(string: Any) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def test_the_code_uses_each_message():
    """Sentences of errors stand in longer texts, with values in place of their names."""
    texts = [_template(node) for folder in (BOT, PIPELINE) for node in sources(folder)]
    shapes = {_shape(text) for text in texts if text}
    whole = "\n".join(shapes)
    unused = [key for key in map(_first, keys("de")) if _shape(key) not in shapes and _shape(key) not in whole]

    assert not [key for key in unused if key not in COMPOSED]


COMPOSED = {
    *("Neutral", "Friendly", "Formal"),
    "I'm not in {channel}, so I can't read what's there.",
    "Only {who}, who asked for this guide, or an admin can do that.",
    "The options are: {options}.",
    "This ZIP archive has {n} files that can be the transcript ({names}).",
    "Split it and try again with the parts, or export it as plain text.",
    "This JSON file is damaged or cut off.",
    "This JSON file is damaged or cut off at line {line}.",
    "This transcript has more than {n} words; the limit is {most}.",
    "This is in {language}.",
    "I can't tell which language this is in.",
    "Without a language model, I can find the steps only in {languages}.",
}
"""Messages that the code puts together of parts."""
FOR_OPERATORS = ("llm",)
"""What a model's server is at fault for is told to who runs the app, in English: it names
settings, and quotes servers. The rest of the sentence, such as what was done instead, is translated."""


def _first(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else key[0]


def _template(node: ast.AST) -> str | None:
    """A string of the code, with {} for each value in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _shape(text: str) -> str:
    return " ".join(PLACE.sub("{}", text).split())


# -- what the code says


def test_every_message_that_is_said_is_in_the_catalogue():
    german = set(map(_first, keys("de")))
    said = set()
    for node in sources(BOT):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        plural = getattr(node.func, "attr", "") == "count" and len(node.args) == 3
        if plural or getattr(node.func, "id", getattr(node.func, "attr", "")) == "say":
            said |= {text for text in map(_template, node.args[:1]) if text}

    assert len(said) > 100
    assert not said - german


def test_every_error_that_a_person_can_see_is_in_the_catalogue():
    german = words("de")
    missing = sorted(text for text in errors_of_the_code() if not _is_known(german, text))

    assert len(errors_of_the_code()) > 120

    assert not missing


@cache
def errors_of_the_code() -> frozenset[str]:
    return frozenset(_errors())


def _errors() -> Iterator[str]:
    """The messages of errors and findings as the code makes them, with XX for each value."""
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.PipelineError):
            yield kind().message
    for node in [*sources(BOT), *sources(PIPELINE, *FOR_OPERATORS)]:
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = {"Finding": 1, "Sniff": 1, "Unreadable": 1}.get(name, 0)
        text = _template(node.args[place]) if name in SEEN and len(node.args) > place else None
        if text:
            yield PARTS.get(text, text).replace("{}", "XX")


SEEN = (
    *("Refused", "FileUnavailable", "FileNotFound", "FileUnfit", "FileTooLarge", "Unlike"),
    *(name for name, kind in vars(errors).items() if isinstance(kind, type)),
    *("Unreadable", "Finding", "tell", "_tell"),
)
"""What makes an error that a person reads, or tells them something."""


PARTS = {
    "{} Copy one with “Copy link”, or drop the transcript in a channel. For more, type `/script2doc help`.": (
        "“{}” isn't a link to a file or message in Slack. Copy one with “Copy link”, or drop the transcript in a "
        "channel. For more, type `/script2doc help`."
    ),
    "This file is {}; the limit is {}. Split it and try again with the parts{}.": (
        "This file is {}; the limit is {}. Split it and try again with the parts, or export it as plain text."
    ),
    "This {} has {} files that can be the transcript ({}). Unpack it and use one of them.": (
        "This ZIP archive has {} files that can be the transcript ({}). Unpack it and use one of them."
    ),
    "This JSON file is damaged or cut off{}. Export it again, or as .vtt or .srt, and try again.": (
        "This JSON file is damaged or cut off at line {}. Export it again, or as .vtt or .srt, and try again."
    ),
}
"""Errors with a value that is a part of the sentence, and how they read with it."""


def _is_known(say: Words, text: str) -> bool:
    """Whether all sentences are known. What begins with a value is put together of texts that are looked at apart."""
    parts = re.split(r"(?<=[.!?:]) ", text)
    assert len(parts) <= MOST_SENTENCES
    begun = 0
    while begun < len(parts):
        ends = (end for end in range(len(parts), begun, -1) if say.knows(" ".join(parts[begun:end])))
        found = next(ends, None)
        if found is None and not parts[begun].startswith("XX"):
            return False
        begun = found or begun + 1
    return True


# -- what is shown


@pytest.fixture
def fake(tmp_path: Path) -> Words:
    """A language whose words are the English ones in brackets."""
    made = Catalog(locale=None)
    for message in catalogue("de"):
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            shown = tuple(f"⟦{form}⟧" for form in forms)
            made.add(message.id, shown if isinstance(message.id, tuple) else shown[0])
    with (tmp_path / "xx.po").open("wb") as file:
        write_po(file, made)
    return Words("xx", tmp_path)


def test_nothing_that_is_shown_stays_in_english(fake: Words):
    shown = [(state, text) for state, message in slack_states.messages(fake) for text in seen(message)]
    for state, view in slack_states.views(fake):
        # The names of languages are Babel's, and not in a catalogue.
        blocks = [block for block in view.to_dict()["blocks"] if block.get("block_id") != "language"]
        titles = (view.to_dict()[part]["text"] for part in ("title", "submit", "close") if part in view.to_dict())
        shown += [(state, text) for text in (*texts_in(blocks), *titles)]

    shown += [(state, text) for state, view in slack_states.homes(fake) for text in texts_in(view.to_dict()["blocks"])]

    assert len(shown) > 300
    left = {(state, word) for state, text in shown for word in untranslated(text)}
    assert not left


def seen(message: Message) -> Iterator[str]:
    yield message.text
    for block in (*message.blocks, *(message.richer or ())):
        yield from texts_in(block.to_dict())


def texts_in(value: Any) -> Iterator[str]:
    """Every text in blocks that somebody sees."""
    if isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and key in ("text", "title"):
                yield each
            elif not isinstance(each, str):
                yield from texts_in(each)


def untranslated(text: str) -> list[str]:
    """The words of ours in a text that stand outside brackets, but for what is typed, ids, units and names."""
    text = re.sub(r"`[^`]*`|<(?:[@#!][^>]*|https?:[^|>]*)>?\|?", " ", text)
    outside, depth = "", 0
    for character in text:
        depth += {"⟦": 1, "⟧": -1}.get(character, 0)
        outside += " " if depth else character
    found = re.findall(r"[A-Za-z][\w.:/-]+", outside)
    return [word for word in found if not word.startswith(("ZZ", "https://")) and word not in NAMES]


NAMES = {"Script2Doc", "Markdown", "PowerPoint", "PDF", "WebVTT", "min", "German", "UTC"}


@pytest.mark.parametrize("language", [*LIMITED, *further(*(one for one in LANGUAGES if one not in LIMITED))])
def test_slacks_limits_hold_in_every_language(language: str):
    say = words(language)
    for state, message in slack_states.messages(say):
        for blocks in (message.blocks, message.richer or ()):
            check_blocks([block.to_dict() for block in blocks], "message", error=f"{language}: {state}")
    for _, view in slack_states.views(say):
        assert read_view(view.to_dict(), "modal")
    for _, view in slack_states.homes(say):
        assert read_view(view.to_dict(), "home")


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("de", "Slack refused: is_archived. Try again.", "is_archived. Versuchen Sie es noch einmal."),
        (
            "de",
            "This file is 1,234,567 bytes; the limit is 20,000.",
            "Diese Datei hat 1.234.567 Bytes, erlaubt sind 20.000.",
        ),
        ("de", "This looks like an e-mail, not a transcript.", "eine E-Mail"),
        ("de", "Nobody knows this. Split it.", "Nobody knows this. Teilen Sie"),
        ("de", "This refers to something on the screen. Look at the recording.", "Sehen Sie sich die Aufzeichnung an."),
        (
            "de",
            "There is no option “a. b”. The options are: c.",
            "Es gibt keine Option „a. b“. Die Optionen sind: c.",
        ),
        ("de", "A “not” may be missing here. The speaker said: “Go. Now”.", "„nicht“. Gesagt wurde: „Go. Now“."),
        ("de", "It looks like a conversation between 3 people.", "ein Gespräch zwischen 3 Personen"),
        ("de", "This is in Swedish.", "Die Sprache ist Schwedisch."),
        ("de", "“PDF. Or more” isn't a web address.", "„PDF. Or more“ ist keine Webadresse."),
        ("en", "Nobody knows this.", "Nobody knows this."),
        ("sv", "Try again.", "Try again."),
    ],
)
def test_errors_are_told_sentence_by_sentence(language: str, text: str, told: str):
    assert told in words(language).told(text)


def test_what_a_document_says_too_is_told_in_its_words():
    weak = Confidence(Level.LOW, "1 of 3 instructions backed by a source; 2 lines to check")
    extract = Extract(understood=3, sentences=40, language_read=True)
    guide = replace(slack_states.GUIDE, steps=(replace(slack_states.STEP, confidence=weak),), extract=extract)
    said = "\n".join(seen(outcome.summary_message(words("de"), guide, "j0b", 1.0)))

    assert "•  Schritt 1: gering (Aktionen mit Beleg: 1 von 3; zu prüfende Zeilen: 2)" in said
    assert "Dies ist nur ein Auszug." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_part_of_what_errors_say_stays_in_english(language: str):
    say = words(language)
    for text in errors_of_the_code():
        told = say.told(text.replace("XX", "12"))
        typed = re.compile("`[^`]*`")
        left = re.findall(r"\b(?:the|this|isn't|doesn't|couldn't|your|with|at)\b", typed.sub("", told))
        assert not left, (text, told)


def test_a_text_of_many_sentences_is_left_as_it_is():
    text = "Try again. " * 200
    assert words("de").told(text) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_mistakes_in_a_form_are_told_in_its_language(language: str):
    say = words(language)
    view = next(view for state, view in slack_states.views(say) if state == "form, empty, model True")
    with pytest.raises(FieldErrors) as caught:
        read_options(sent(view, steps="99", urls="nowhere", glossary="x" * 101))
    for name, said in caught.value.messages.items():
        assert not re.search(r"\b(?:must|isn't|can have)\b", said), name
    assert say("Number of steps") in caught.value.messages["steps"]


def test_one_hour_in_spanish():
    assert words("es").duration(3960) == "1 h 6 min"


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (0.42, "0.4 s", "0,4 Sek."),
        (17, "17 s", "17 Sek."),
        (65, "1 min 5 s", "1 Min. 5 Sek."),
        (7380, "2 h 3 min", "2 Std. 3 Min."),
    ],
)
def test_durations_are_short(seconds: float, english: str, german: str):
    assert (ENGLISH.duration(seconds), words("de-DE").duration(seconds)) == (english, german)
