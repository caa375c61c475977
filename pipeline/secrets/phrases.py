"""Tells a secret of several words from what is said about one: "the password is purple walrus 37", but not "is valid
24 hours". It is one if its words are bare (no function words, no predicates) and a number, a letter or what is said of
its case goes with them, or if at least three bare nouns stand in a row up to the end of the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from pipeline.secrets import shapes
from pipeline.secrets.about import ADJECTIVES, COUNTED, NOT_IN_A_SECRET, NOUNS

_I = re.IGNORECASE
MOST_WORDS = 16
FEWEST_NOUNS = 3
"""Of a secret that has no number, no letter, and nothing said of its case."""


FEWEST_TOLD = 2
"""Of one that ends the sentence in which it is said what the password is: "the password is blue monkey"."""


class Announced(Enum):
    """How sure it is that what follows is the secret itself."""

    NAMED = auto()
    """A word or colon that names it: "the password reads"."""
    IS = auto()
    """A verb that describes as well: "the password is"."""
    GIVEN = auto()
    """No verb: "type the password", "set the password to"."""


@dataclass(frozen=True)
class _Word:
    text: str
    end: int
    comma: bool
    """Whether a comma stands before it."""

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.text))

    @property
    def is_case(self) -> bool:
        return bool(_CASE.fullmatch(self.text))

    @property
    def is_sign(self) -> bool:
        return bool(_SIGN.fullmatch(self.text))

    @property
    def is_letter(self) -> bool:
        return len(self.text) == 1 and self.text.isalpha()

    @property
    def is_mixed(self) -> bool:
        return shapes.is_strong(self.text) and not self.text.isalpha() and any(map(str.isdigit, self.text))

    @property
    def is_noun(self) -> bool:
        if self.is_number or self.is_case or self.is_sign:
            return False
        low = self.text.lower()
        parts = low.split("-")
        return all(len(part) > 1 and part.isalpha() and part not in NOT_IN_A_SECRET for part in parts) and not (
            (_PREDICATE.search(low) and low not in NOUNS) or low in ADJECTIVES
        )

    @property
    def is_adjective(self) -> bool:
        return self.text.lower() in ADJECTIVES


_NEXT = re.compile(r"(?P<comma>,?)\s?(?P<word>[^\W_]{1,30}(?:-[^\W_]{1,30}){0,6})(?![\w'’@/\\:=*-]|\.\w)")
_SIGN = re.compile(
    r"exclamation (?:mark|point)|question mark|underscore|hashtag|(?:dollar|at|pound|percent) sign|ampersand|asterisk"
    r"|ausrufezeichen|fragezeichen|unterstrich|raute|arroba|signo de exclamación|point d'exclamation",
    _I,
)
"""A mark that is said, which shows that what it goes with is a secret."""
_NEXT_SIGN = re.compile(rf",?\s(?P<word>{_SIGN.pattern})(?!\w)", _I)
_NUMBER = re.compile(rf"\d{{1,8}}|(?:{shapes.NUMBER_WORDS})(?:-(?:{shapes.NUMBER_WORDS}))?", _I)
_SINGLE = re.compile(r"one|a|un|uno|eins|null|double|triple|\d", _I)
"""A number behind a comma or a plain word that alone proves nothing."""
_CASE = re.compile(rf"{shapes.CASE}|capitalized", _I)
_BETWEEN_NUMBERS = {"y", "und", "et"}
_PREDICATE = re.compile(
    r"(?:[^aeiou]ed|..ing|able|ible|less|[^aeiou]ly|ive|ous|ful|ory|ional|ical|ific|wide|bar|lich|ig|isch|haft"
    r"|mente|ado|ada|ido|ida|oso|osa|ivo|iva|ción|sión|dad|[ai]nte|ente|orio|oria|ario|aria|able|ible|dencial|sonal"
    r"|ment|ée?|eux|euse|if|elle|tion)$"
)
"""How words end that say something of a password."""
_AGREES = re.compile(r"(?:ad[oa]|id[oa]|os[oa]|iv[oa]|ée?|euse)$")
"""How Spanish and French adjectives end that may stand behind a secret's noun."""
_CASE_AFTER = re.compile(
    r",?\s(?:(?:and\s)?(?:it'?s\s|that'?s\s)?(?:all|in|with)\s(?:(?:in|a)\s)?"
    r"(?:one word|lower|upper|small|caps\b|capital)"
    r"|(?:one word|lower[ -]?case|upper[ -]?case)\b|(?:no|without) (?:spaces|blanks)"
    r"|(?:und\s)?(?:alles\s)?(?:klein|groß|zusammen)(?:ge|buch|\b)"
    r"|(?:alles )?in (?:klein|groß)"
    r"|ohne leerzeichen|(?:todo |toda )?(?:en |con )?(?:minúscula|mayúscula)|todo junto|sin espacios"
    r"|tout (?:en )?(?:minuscule|majuscule|attaché)|en (?:minuscule|majuscule)|avec une majuscule|sans espaces?)",
    _I,
)
"""What is said of how a secret is written, behind it."""
_ENDS = re.compile(r"\s?(?:[.!]\s|[.!]?$)")
_SENTENCE_END = re.compile(r"\s?(?:[.;!?,]|$)")
_GOES_ON = re.compile(
    r"\s(?:and|then|now|in|into|to|but|so|with|all|written|spelled|as|here|there|ok(?:ay)?|right|und|dann|ein|in|als|y|en|luego|como|et|puis|dans"
    r"|comme)\b",
    _I,
)
"""What may follow a secret within its sentence."""


def end_of(text: str, begin: int, announced: Announced, *, nouns_suffice: bool, of_case: bool) -> int | None:
    """The end of the secret of several words that begins here, None if there is none. `nouns_suffice`: bare nouns may
    be one; `of_case`: something was already said of its case ("is all lowercase …")."""
    words = _words(text, begin)
    if not words:
        return None
    first = words[0]
    end = words[-1].end
    if not (_SENTENCE_END.match(text, end) or _GOES_ON.match(text, end) or _CASE_AFTER.match(text, end)):
        return None
    if len(words) == 1:
        hyphened = first.text.count("-") >= FEWEST_NOUNS - 1 and first.is_noun
        return end if hyphened else None
    if shapes.is_strong(first.text):
        return None
    nouns = sum(word.is_noun for word in words)
    if nouns == 0:
        return None
    if of_case or _CASE_AFTER.match(text, end) or _has_proof(words):
        return end
    adjectives = sum(word.is_adjective for word in words)
    if not nouns_suffice or not _SENTENCE_END.match(text, end) or nouns + adjectives < len(words):
        return None
    if len(words) == nouns == FEWEST_TOLD and announced is not Announced.GIVEN and _ENDS.match(text, end):
        return end if all(word.text.islower() and shapes.is_plain_secret(word.text) for word in words) else None
    capital = all(word.text[0].isupper() for word in words)
    needed = FEWEST_NOUNS + (announced is Announced.NAMED and not adjectives)
    return end if nouns >= (FEWEST_NOUNS if capital else needed) else None


def _words(text: str, begin: int) -> list[_Word]:
    """The words that may be the secret's: up to the first that is none, or to a comma that no number follows."""
    words: list[_Word] = []
    at = begin
    while len(words) < MOST_WORDS:
        if words and (sign := _NEXT_SIGN.match(text, at)):
            at = sign.end()
            words.append(_Word(sign["word"], at, comma=False))
            continue
        found = _NEXT.match(text, at)
        if found is None:
            break
        word = _Word(found["word"], found.end(), comma=bool(found["comma"]))
        if word.comma and not (words and _may_follow_comma(text, words, word)):
            break
        if not (_joins_numbers(text, word, words) or _may_be_in(text, word, words)):
            break
        words.append(word)
        at = word.end
    return words


def _joins_numbers(text: str, word: _Word, before: list[_Word]) -> bool:
    """Whether it is the "y" of "treinta y siete"."""
    after = _NEXT.match(text, word.end) if word.text.lower() in _BETWEEN_NUMBERS else None
    return bool(after and _NUMBER.fullmatch(after["word"]) and before and before[-1].is_number)


def _may_be_in(text: str, word: _Word, before: list[_Word]) -> bool:
    if word.is_letter:
        last = before[-1] if before else None
        after = _NEXT.match(text, word.end)
        cased = bool(after and _CASE.fullmatch(after["word"]))
        return cased or bool(last and (last.is_case or last.is_letter or last.is_number))
    if word.is_adjective:
        return not any(one.is_adjective for one in before)
    if before and before[0].is_noun and _AGREES.search(word.text.lower()):
        return True
    return word.is_number or word.is_case or word.is_mixed or word.is_noun


def _may_follow_comma(text: str, before: list[_Word], word: _Word) -> bool:
    """Whether a comma is only a pause within a secret: a number follows that isn't a plain "one", or something
    is spelled."""
    if any(one.is_case or one.is_letter for one in before) or (before[-1].comma and before[-1].is_number):
        return word.is_number or word.is_noun or word.is_letter or word.is_case
    if not word.is_number:
        return False
    if word.text.isdigit() and not _SINGLE.fullmatch(word.text):
        return True
    more = _NEXT.match(text, word.end)
    return bool(more and _NUMBER.fullmatch(more["word"]))


def _has_proof(words: list[_Word]) -> bool:
    """Whether something in the words shows that they are a secret: letters whose case is named, a word with digits in
    it, or a number that counts nothing."""
    if any(word.is_mixed or word.is_sign for word in words):
        return True
    if any((word.is_letter and one.is_case) or (one.is_letter and word.is_case) for one, word in pairwise(words)):
        return True
    numbers = [n for n, word in enumerate(words) if word.is_number]
    if not numbers:
        return False
    first, last = numbers[0], numbers[-1]
    if first and words[first - 1].text.lower() in COUNTED:
        return False
    if last == len(words) - 1:
        alone = first == last and _SINGLE.fullmatch(words[last].text) and not words[last].text.isdigit()
        return not alone
    return len(words) >= FEWEST_NOUNS and not words[last + 1].text.endswith("s")
