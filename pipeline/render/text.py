"""Text that a document can hold: without characters that XML refuses or that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline import listing

# XML 1.0, section 2.2 "Characters": parsers refuse everything else, even as a character reference.
_REFUSED = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# C1 controls, and characters that are meant to be invisible: soft and zero-width spaces, directional overrides and
# isolates, invisible operators, tags. ZWNJ and ZWJ stay: Hindi and Persian need them in their spelling.
_UNSEEN = re.compile(
    "[\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_BLANKS = re.compile(r"\s+")


LTR_MARK, RTL_MARK = "\u200e", "\u200f"
"""Invisible characters with a direction. They decide where the punctuation next to them goes."""


def storable(text: str) -> str:
    """The text without the characters that XML refuses."""
    return _REFUSED.sub("", text)


def clean(text: str) -> str:
    """The text without characters that XML refuses or that nobody sees. Line breaks and tabs stay."""
    return _UNSEEN.sub("", storable(_BREAKS.sub("\n", text)))


def line(text: str) -> str:
    """The cleaned text on one line, with single blanks."""
    return _BLANKS.sub(" ", clean(text)).strip()


def with_list(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The cleaned first line of an instruction or a note, and the items of the list below it. Without a list, the text
    on one line and no items.

    >>> with_list("Send them:\n- the handbook\n- the forms")
    ('Send them:', ('the handbook', 'the forms'))
    """
    cleaned = clean(text)
    first, _, below = cleaned.partition("\n")
    headed = first.strip(" \t-") and not first.lstrip().startswith("- ")
    lead, items = listing.split(cleaned) if headed and below.strip() else ("", ())
    return (lead, items) if items else (line(text), ())


def on_one_line(text: str) -> str:
    r"""An instruction or a note as plain words on one line, with its list as a part of its sentence.

    >>> on_one_line("Send **both**:\n- the handbook\n- the forms")
    'Send both: the handbook, the forms'
    """
    return listing.LABEL.sub(r"\1", with_marks(text))


def with_marks(text: str) -> str:
    """The same with `code` and **names of what is on the screen** as they are marked."""
    lead, items = with_list(text)
    return listing.joined(listing.listed(lead, items)) if items else lead


_CLOSING = "*)]\"”“»’'"
"""Marks behind which a full stop stands, those of a label too."""
_TYPED = "`/\\@"
"""Signs in a word that is copied with all that touches it: code, an address, a path."""
_FULL_STOPS = (
    (re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"), "。"),
    (re.compile("[\u0900-\u097f]"), "।"),
    (re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"), ""),
)
"""The letters of scripts with a full stop of their own, or with none."""


def sentence_with_list(text: str) -> tuple[str, tuple[str, ...]]:
    """As `with_list`; without a list, the sentence has its full stop."""
    lead, items = with_list(text)
    return (lead if items else with_full_stop(lead)), items


def with_full_stop(said: str) -> str:
    """A sentence on one line with its full stop, which a model or a caption may have left out. One that ends with any
    other mark, in code or with an address stays as it is, and so does what is only quoted.

    >>> [with_full_stop(said) for said in ("The light is on", "You see “Saved”", "Open `b.txt`", "It works!", "“so”")]
    ['The light is on.', 'You see “Saved”.', 'Open `b.txt`', 'It works!', '“so”']
    """
    inner = said.rstrip(_CLOSING)
    last = inner[-1:]
    if not last or (unicodedata.category(last)[0] not in "LNM" and last not in "%°"):
        return said
    word, quoted = said.split()[-1], said[0] in '“„«"' and inner != said
    if quoted or word.startswith("www.") or any(sign in word for sign in _TYPED):
        return said
    return said + next((mark for letters_of, mark in _FULL_STOPS if letters_of.match(last)), ".")


def capitalized(text: str) -> str:
    """The text with a capital letter at its beginning, unless that would spoil a name such as iOS."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


_MARKED = re.compile(rf"(?<!`)`(?P<code>[^`\n]+)`(?!`)|{listing.LABEL.pattern}")


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """The text in pieces: (piece, "code", "label" or None)."""
    place = 0
    for found in _MARKED.finditer(text):
        if place < found.start():
            yield text[place : found.start()], None
        yield (found["code"], "code") if found["code"] else (found[2], "label")
        place = found.end()
    if place < len(text):
        yield text[place:], None


def lines(text: str) -> tuple[str, ...]:
    """The cleaned text's lines, as they are, without empty ones at either end."""
    return tuple(clean(text).strip("\n").rstrip().expandtabs(4).split("\n"))


_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_STRONG_RTL = frozenset({"R", "AL"})


def directions(text: str, rtl: bool) -> tuple[tuple[str, bool], ...]:
    """The text in pieces: (piece, whether it runs from right to left).

    Characters without a direction (blanks, digits, punctuation) follow the letters around them, or the paragraph if
    those differ. These are the rules N1 and N2 of Unicode's bidirectional algorithm (UAX #9), which word processors
    expect of their runs.
    """
    if not rtl and not _RTL_LETTER.search(text):
        return ((text, False),) if text else ()
    kinds = [_direction(c) for c in text]
    if not any(kinds):
        return ((text, rtl),) if text else ()
    settled: list[bool] = []
    i = 0
    while i < len(kinds):
        j = i
        while j < len(kinds) and kinds[j] is None:
            j += 1
        before = settled[-1] if settled else rtl
        after = kinds[j] == "R" if j < len(kinds) else rtl
        settled += [before if before == after else rtl] * (j - i)
        if j < len(kinds):
            settled.append(kinds[j] == "R")
        i = j + 1
    pieces: list[tuple[str, bool]] = []
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or settled[i] != settled[start]:
            pieces.append((text[start:i], settled[start]))
            start = i
    return tuple(pieces)


def letters(text: str) -> tuple[bool, bool]:
    """(whether the text has letters that run from left to right, whether it has some that run from right to left)."""
    kinds = {_direction(character) for character in text}
    return "L" in kinds, "R" in kinds


def _direction(character: str) -> str | None:
    if character < "A":
        return None
    kind = unicodedata.bidirectional(character)
    return "R" if kind in _STRONG_RTL else "L" if kind == "L" else None
