"""What was said, in a form in which numbers, addresses and commands can be found that were spoken as words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from tests.quality.words import listed, stem, tokens

_ONES = {
    word: value
    for value, said in enumerate(
        [
            "zero oh null cero", "one eins ein eine einen uno una un", "two zwei dos", "three drei tres",
            "four vier cuatro", "five fünf cinco", "six sechs seis", "seven sieben siete", "eight acht ocho",
            "nine neun nueve", "ten zehn diez", "eleven elf once", "twelve zwölf doce", "thirteen dreizehn trece",
            "fourteen vierzehn catorce", "fifteen fünfzehn quince", "sixteen sechzehn", "seventeen siebzehn",
            "eighteen achtzehn", "nineteen neunzehn",
        ]
    )
    for word in said.split()
}  # fmt: skip
_TENS = {
    word: value * 10
    for value, said in enumerate(
        ["twenty zwanzig veinte", "thirty dreißig treinta", "forty vierzig cuarenta", "fifty fünfzig cincuenta",
         "sixty sechzig sesenta", "seventy siebzig setenta", "eighty achtzig ochenta", "ninety neunzig noventa"], 2
    )
    for word in said.split()
}  # fmt: skip
_SCALES = {"hundred": 100, "hundert": 100, "cien": 100, "thousand": 1000, "tausend": 1000, "mil": 1000,
           "million": 1_000_000}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_POINT = frozenset(["point", "dot", "komma", "punto", "coma"])
SYMBOLS = listed("""
    dot point slash backslash dash hyphen minus underscore colon at plus equals equal sign star asterisk hash pound
    percent ampersand pipe tilde comma space period quote quotes parenthesis parentheses bracket brackets open close
    forward back punkt schrägstrich bindestrich unterstrich doppelpunkt punto barra guion arroba""")
"""Words for signs: speech says them, writing shows them."""
DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
FRACTION = re.compile(r"\b(?:\d+[ -])?[1-9]\d?/(?:2|3|4|5|6|8|10|12|16|32|64)\b(?!/)")
"""Denominators of measures; other slashes part paths and dates."""
_SPOKEN_FRACTION = re.compile(r"(?:\b([a-z]+|\d+) and )?(?:\b(an?|one|three) )?\b(half|quarters?)\b")


def number_value(word: str) -> int | None:
    """The value of one number word; None for other words."""
    for table in (_ONES, _TENS, _SCALES):
        if word in table:
            return table[word]
    return None


class Said:
    """A text that lines are checked against."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = tokens(text)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, self._words))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number in it, as digits: also those spoken, read in each way that speakers mean them ("eighty eighty"
        is 8080 and 80; "two point five" is 2.5)."""
        found = set()
        for digits in DIGITS.findall(FRACTION.sub(" ", self.text)):
            found |= {plain_number(digits), *re.split(r"[.,:]", digits)}
        for run in self._runs():
            for start in range(len(run)):
                for end in range(start + 1, min(start + 12, len(run)) + 1):
                    found |= _readings(run[start:end])
        found |= {str(_ORDINALS[word]) for word in self._words if word in _ORDINALS}
        found |= {plain_fraction(match[0]) for match in FRACTION.finditer(self.text)}
        found |= {value for match in _SPOKEN_FRACTION.finditer(self.text.lower()) for value in _fractions(match)}
        return frozenset(found)

    def says(self, piece: str) -> bool:
        """Whether this stands in it as whole words, whatever signs, blanks and capitals are between its letters."""
        wanted = "".join(tokens(piece))
        return not wanted or any(_stands(wanted, line) for line in self._written)

    def says_in_order(self, pieces: list[str]) -> bool:
        """Whether these stand in it one after the other, whatever is between them."""
        bare = ["".join(tokens(piece)) for piece in pieces]
        return any(_in_order([piece for piece in bare if piece], line) for line in self._written)

    @cached_property
    def _written(self) -> tuple[tuple[str, frozenset[int]], ...]:
        """The words joined, with the places where one begins: as they are, without words for signs, and with number
        words as digits too."""
        silent = [word for word in self._words if word not in SYMBOLS]
        digits = [str(v) if (v := number_value(word)) is not None else word for word in silent]
        spelled = [str(v) if (v := number_value(word)) is not None else word for word in self._words]
        return tuple(_joined(words) for words in (self._words, silent, digits, spelled))

    def _runs(self) -> list[list[str]]:
        """Number words that follow one another."""
        runs: list[list[str]] = [[]]
        for word in re.sub(r"(\w)-(\w)", r"\1 \2", self.text.lower()).split():
            bare = word.strip(".,;:!?()\"'“”")
            numeric = number_value(bare) is not None or bare in _POINT or bare.isdigit() or bare == "and"
            if numeric and (runs[-1] or bare not in ("and", *_POINT)):
                runs[-1].append(bare)
            elif runs[-1]:
                runs.append([])
            if numeric and word[-1:] in ".;!?" and runs[-1]:
                runs.append([])
        return [run for run in runs if run]


def plain_number(digits: str) -> str:
    """A number without the commas between its thousands and without zeros that say nothing."""
    digits = re.sub(r",(?=\d{3}\b)", "", digits)
    if re.fullmatch(r"\d+\.\d+", digits):
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return digits.lstrip("0") or "0"


def plain_fraction(written: str) -> str:
    """A fraction as a decimal number: ".5" for "1/2", "1.5" for "1-1/2"."""
    whole, _, broken = re.sub(r"[ -]", "+", written).rpartition("+")
    above, below = broken.split("/")
    return plain_number(str(int(whole or 0) + int(above) / int(below)))


def _fractions(match: re.Match[str]) -> Iterator[str]:
    """The readings of "half", "two and a half", "three quarters": with what stands before, and without it."""
    part = (3 if match[2] == "three" else 1) * (0.5 if match[3] == "half" else 0.25)
    yield plain_number(str(part))
    whole = int(match[1]) if (match[1] or "").isdigit() else number_value(match[1] or "")
    if whole is not None:
        yield plain_number(str(whole + part))


def _readings(run: list[str]) -> set[str]:
    """The numbers that a run of number words may mean as a whole."""
    text = "".join("." if w in _POINT else w if w.isdigit() else str(number_value(w) or 0) for w in run if w != "and")
    found = {plain_number(text)} if DIGITS.fullmatch(text) else set()
    chunks: list[int] = []  # "twenty five" is one, "twenty twenty" are two
    whole = small = 0
    for at, word in enumerate(run):
        value = int(word) if word.isdigit() else number_value(word)
        if word == "and":
            continue
        if value is None:
            return found
        if word in _SCALES and value >= 1000:
            whole, small = whole + (small or 1) * value, 0
        elif word in _SCALES:
            small = (small or 1) * value
        elif at == 0 or (value < 100 and _takes(small, value) and (small or whole)):
            small += value
        else:
            chunks.append(whole + small)
            whole, small = 0, value
    chunks.append(whole + small)
    return found | {plain_number("".join(map(str, chunks)))}


def _takes(small: int, value: int) -> bool:
    """Whether a number goes on with this one: a hundred with tens, tens with ones."""
    return small % 100 == 0 or (small % 100 >= 20 and small % 10 == 0 and 0 < value < 10)


def _joined(words: list[str]) -> tuple[str, frozenset[int]]:
    bare = ["".join(c for c in word if c.isalnum()) for word in words]
    places, at = {0}, 0
    for word in bare:
        at += len(word)
        places.add(at)
    return "".join(bare), frozenset(places)


def _stands(wanted: str, line: tuple[str, frozenset[int]]) -> bool:
    return _in_order([wanted], line)


def _in_order(pieces: list[str], line: tuple[str, frozenset[int]]) -> bool:
    """Whether each of these stands in the line as whole words behind the one before."""
    text, places = line
    begin = 0
    for piece in pieces:
        wanted = "".join(c for c in piece if c.isalnum())
        at = text.find(wanted, begin)
        while at >= 0 and not (at in places and at + len(wanted) in places):
            at = text.find(wanted, at + 1)
        if at < 0:
            return False
        begin = at + len(wanted)
    return True
