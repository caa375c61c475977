"""Names that a model says were misheard, and ways: which of them can be believed, and how each is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.cleaning import clean_line
from pipeline.guide import MendedName
from pipeline.options import GuideOptions
from pipeline.outline.windows import Found
from pipeline.sounds import sound_alike
from pipeline.transcript import Transcript

LONGEST_NAME_CHARACTERS = 60
MOST_LISTED = 40
LEAST_ALIKE = 0.3
"""The share of letters that two forms have in common of which one is much longer, if one was misheard for the other."""
_WORDS = re.compile(r"\w+")
_ADDRESS = re.compile(r"\w@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", re.IGNORECASE)
"""An e-mail address. A package ("@example/parser") and an attribute in code ("v@P.y") have an "@" too."""
_SPOKEN = {
    "@": "at",
    ".": "dot",
    "_": "underscore",
    "-": "dash",
    "/": "slash",
    "+": "plus",
    "#": "hash",
    "²": "squared",
    "³": "cubed",
}
_DIGITS = {
    word: digit
    for digit, words in enumerate(
        ("zero", "one", "two to too", "three", "four for", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
"""Digits by the English words that sound like them: the names of code have digits, and are read out in English."""
_NUMBERS = {str(digit): word for word, digit in reversed(_DIGITS.items())}


def known_names(
    given: Iterable[tuple[str, Sequence[str]]],
    transcript: Transcript,
    options: GuideOptions,
    *,
    translated: bool = False,
) -> tuple[MendedName, ...]:
    """The names that were misheard: (the right form, the forms that were heard) -> those forms that are in the
    transcript, if the right one sounds like them or comes from the transcript, its title or the glossary. A name has no
    digits or addresses that nobody said. In a translation, a word needn't sound like what was heard."""
    said = _folded(transcript.text)
    sources = " ".join((said, _folded(transcript.title or ""), _folded(" ".join(options.glossary))))
    names: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for right, heard in given:
        name = _plain(right)
        if not name or "//" in name or _ADDRESS.search(name):
            continue
        known = f" {_folded(name).strip()} " in sources
        for form in heard:
            form = _plain(form)
            digits = set(re.findall(r"\d", name)) - set(re.findall(r"\d", form)) - _digits_in_words(form)
            if (
                _folded(form).strip()
                and f" {_folded(form).strip()} " in said
                and (form.casefold() != name.casefold() or (form != name and _is_written_so(name)))
                and (known or ((translated or _sounds_like(name, form)) and not digits))
            ):
                written.setdefault(name.casefold(), name)
                forms = names.setdefault(name.casefold(), [])
                if form.casefold() not in map(str.casefold, forms):
                    forms.append(form)
    return tuple(MendedName(written[key], tuple(forms)) for key, forms in names.items())


def _sounds_like(name: str, form: str) -> bool:
    """Whether a form sounds like a name, or like its signs and digits read aloud."""
    read = _read_aloud(name)
    return sound_alike(name, form) or (read != name and sound_alike(read, _read_aloud(form)))


def _read_aloud(text: str) -> str:
    spoken = re.sub(r"[0-9]", lambda digit: f" {_NUMBERS[digit[0]]} ", text)
    return " ".join("".join(f" {_SPOKEN[sign]} " if sign in _SPOKEN else sign for sign in spoken).split())


def _digits_in_words(form: str) -> set[str]:
    return {str(_DIGITS[word]) for word in _WORDS.findall(form.casefold()) if word in _DIGITS}


def with_mended(
    names: tuple[MendedName, ...],
    mended: Iterable[MendedName],
    transcript: Transcript,
    options: GuideOptions,
) -> tuple[MendedName, ...]:
    """The names of a plan with the words that the writers of its steps took for misheard, as far as they can be
    believed."""
    heard = {form.casefold() for name in names for form in name.heard}
    new = [(name.written, [form for form in name.heard if form.casefold() not in heard]) for name in mended]
    translated = options.language not in (None, transcript.language)
    return (*names, *known_names(new, transcript, options, translated=translated))


def listed(
    names: Iterable[MendedName], heard: Iterable[MendedName], transcript: Transcript, guide: str
) -> tuple[MendedName, ...]:
    """What a guide lists as misheard: the names that hold, and what else a model says it took for misheard, if it was
    said in the one form and the guide, whose text in lower case is given, has it in the other. A sign that was read
    aloud wasn't misheard."""
    shown = [name for name in names if name.written.casefold() in guide]
    known = {form.casefold() for name in shown for form in name.heard}
    heard = tuple(heard)
    said = _folded(transcript.text) if heard else ""
    told = _folded(guide)
    for name in heard:
        written = _plain(name.written)
        forms = dict.fromkeys(map(_plain, name.heard))
        new = [
            form
            for form in forms
            if form.casefold() not in known
            and _folded(form) not in (_folded(written), _folded(_read_aloud(written)))
            and _stands(form, said)
            and _may_be_heard_as(written, form)
        ]
        if new and _stands(written, told) and len(shown) < MOST_LISTED:
            shown.append(MendedName(written, tuple(new)))
            known |= {form.casefold() for form in new}
    return tuple(shown)


def _plain(name: str) -> str:
    """A name without the marks that lines have."""
    return clean_line(name, LONGEST_NAME_CHARACTERS).replace("`", "").replace("**", "")


def _may_be_heard_as(written: str, form: str) -> bool:
    """Whether words are long enough, or share enough letters, to be one and the same, misheard; what has digits may be
    spelled in any way. "Both" for "all three of these" is a change of what was said."""
    alike = SequenceMatcher(None, written.casefold(), form.casefold(), autojunk=False).ratio()
    longer = 2 * min(len(written), len(form)) >= max(len(written), len(form))
    return longer or any(char.isdigit() for char in written) or alike >= LEAST_ALIKE


def _stands(form: str, folded: str) -> bool:
    """Whether the words of a form stand in a folded text."""
    return bool(_folded(form).strip()) and f" {_folded(form).strip()} " in folded


def _is_written_so(name: str) -> bool:
    """Whether capital letters inside a name are a part of it, as in README.md and GitHub, or it has none, as commands
    do: "cd" was heard as "CD"."""
    return name.islower() or any(character.isupper() for character in name[1:])


def ways_by_name(steps: Sequence[Found]) -> list[Found]:
    """The steps with one spelling for each way, the first one."""
    first: dict[str, str] = {}
    return [replace(s, way=first.setdefault(s.way.casefold(), s.way)) if s.way else s for s in steps]


def _folded(text: str) -> str:
    """Lower-case words with single spaces around each."""
    return f" {' '.join(_WORDS.findall(text.casefold()))} "
