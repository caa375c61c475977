"""Decides whether a hard fact is in the evidence, and in which source."""

from __future__ import annotations

import re

from pipeline.grounding import said_fractions, said_prices
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import Fact, FactKind
from pipeline.grounding.stop_words import function_words
from pipeline.grounding.token_stream import Stream
from pipeline.grounding.tokens import Token, fold, spell_numbers, stem, tokenize
from pipeline.grounding.units import unit_of

_ALIASES: dict[str, frozenset[str]] = {
    alias: frozenset(group.split()) - {alias}
    for group in (
        "ctrl control strg",
        "cmd command ⌘",
        "alt option opt ⌥",
        "shift umschalt maj ⇧",
        "win windows",
        "esc escape",
        "del delete entf",
        "enter return eingabetaste",
        "macos mac osx",
        "url address link",
        "ma milliamps milliamp milliampere milliamperes",
        "id identifier identification",
        "ids identifiers",
        "info information",
        "repo repository",
        "app application",
        "config configuration",
        "docs documentation",
        "admin administrator",
        "db database",
        "vm machine",
        "js javascript",
        "ts typescript",
        "py python",
        "k8s kubernetes",
        "pdf pdfs",
        "wifi wlan",
        "january jan januar",
        "february feb februar",
        "march mar marz",
        "april apr",
        "may mai",
        "june jun juni",
        "july jul juli",
        "august aug",
        "september sept sep",
        "october oct oktober",
        "november nov",
        "december dec dezember",
        "ok okay",
        "usa us america",
        "uk britain",
    )
    for alias in group.split()
}
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SIGNS = frozenset("%$€£¥")
_SCHEME_AND_WWW = re.compile(r"^(?:https?\s?:\s?//)?(?:www\.)?", re.I)


def where(fact: Fact, evidence: Evidence, language: str | None) -> str | None:
    """The id of the source that supports a fact, or None. Which spellings count as the same depends on the kind of
    fact. `language` is that of the line with the fact."""
    match fact.kind:
        case FactKind.LINK | FactKind.EMAIL:
            return _address(fact.text, evidence)
        case FactKind.NUMBER:
            return _number(fact.text, evidence, language)
        case FactKind.NAME:
            return _name(fact.text, evidence) or _compound(fact.text, evidence, language)
        case FactKind.KEYS:
            return _keys(fact.text, evidence)
        case FactKind.LABEL:
            return evidence.find(fact.text, language) or _phrase(fact.text, evidence, language)
        case _:
            return _technical(fact.text, evidence, language)


_SELDOM_SAID = frozenset(["->", "=>", "\\", "//"])
"""Parts of code that nobody says. They need no source."""
_DOES_MUCH = re.compile(r"[|;&`$~*/<>!\\]")
"""Symbols that change what code does. A part of code with one of them and without letters or digits needs a source;
one with other symbols doesn't, since nobody says them."""


_SIGN_AS_VALUE = re.compile(r"[\"']([^\w\s\"']{1,3})[\"']")
_DECLARING = """
    var let const func fun fn def function class struct enum import from export public private protected static void
    async await return extends end then do begin self
"""
_DECLARES = frozenset(_DECLARING.split())
"""Words that a programming language needs and nobody says: they declare, and change nothing of what is said."""


def missing_in_code(code: str, evidence: Evidence, language: str | None) -> tuple[str, ...]:
    """The parts of code, between spaces, that are in no source."""
    missing = []
    program = _is_program(code)
    for part in code.split():
        if program and part in _DECLARES:
            continue
        # A sign as a value, =";" for "the separator is a semicolon", changes nothing of what the code does.
        bare = _SIGN_AS_VALUE.sub(lambda sign: "" if evidence.has_symbols(sign[1]) else sign[0], part)
        if any(char.isalnum() for char in part):
            if evidence.find(part, language) or _technical(part, evidence, language):
                continue
            words = [token.text for token in tokenize(part, language) if token.word]
            # Signs for calling and assigning are seldom said: "x for x in range ten" is code too.
            if not re.search(r"^-|[|;&`$~/<>]", bare) and all(evidence.find(word) for word in words):
                continue
        elif part in _SELDOM_SAID or not _DOES_MUCH.search(bare) or evidence.has_symbols(part):
            continue
        missing.append(part)
    return tuple(dict.fromkeys(missing))


_IDENTIFIER = re.compile(r"\w[\w@.]*\w|\w")
_PART_OF_IDENTIFIER = re.compile(r"[^\W\d_]+|\d+")


def words_missing_in_code(code: str, evidence: Evidence, language: str | None) -> tuple[str, ...]:
    """The names and numbers of code that are in no source, neither as a whole nor word by word, whatever signs stand
    between them."""
    program = _is_program(code)
    return tuple(
        name
        for name in dict.fromkeys(_IDENTIFIER.findall(code))
        if not (program and name in _DECLARES)
        and not evidence.find(name, language)
        and not all(evidence.find(part, language) for part in _PART_OF_IDENTIFIER.findall(name))
    )


_OF_A_PROGRAM = re.compile(r"\w\s*(?:=|\(|:\s*$)|[{};]\s*$", re.MULTILINE)


def _is_program(code: str) -> bool:
    """Whether code is of a program, which assigns, calls or declares, and not a command."""
    return _OF_A_PROGRAM.search(code) is not None and not code.lstrip().startswith("-")


def _address(text: str, evidence: Evidence) -> str | None:
    """The source of an address, or None. It must be said as a whole; only http(s):// and www. can be left out."""
    bare = _SCHEME_AND_WWW.sub("", re.sub(r"\s+", "", text) if " dot " not in text else text).rstrip("/")
    written = re.sub(r"\s?(?:\(dot\)|\[dot\]|\bdot\b)\s?", ".", bare, flags=re.I)
    written = re.sub(r"\s(?:\(at\)|\[at\]|\bat\b)\s", "@", written, flags=re.I)
    written = re.sub(r"\s(?:slash)\s", "/", written, flags=re.I)
    if not written.isascii() and fold(written) != fold(text):
        written = fold(written)
    return evidence.find(written.replace("。", ".").replace("．", "."))


def _technical(text: str, evidence: Evidence, language: str | None) -> str | None:
    if found := evidence.find(text, language):
        return found
    parts = text.split()
    if len(parts) > 1:
        sources = [evidence.find(part, language) for part in parts if any(c.isalnum() for c in part)]
        if sources and all(sources) and not re.search(r"[|;&><`$~]", text):
            return sources[0]
    if "()" in text:
        return evidence.find(text.replace("()", ""), language)
    found = _name(text, evidence) if text.isalpha() else _put_together(text, evidence, language)
    return found or _of_said_words(text, evidence, language)


_WORDS_OF_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _of_said_words(text: str, evidence: Evidence, language: str | None) -> str | None:
    """The source of a program's name such as `Media1.ClipName` whose words were said or written apart ("clip-name"),
    those between two dots together, or None."""
    if not re.fullmatch(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", text) or not re.search(r"[a-z\d][A-Z]", text):
        return None
    sources = []
    for name in text.split("."):
        words = _WORDS_OF_NAME.findall(name)
        forms = (name, " ".join(words), "-".join(words))
        sources.append(next((found for form in forms if (found := evidence.find(form, language))), None))
    return sources[0] if all(sources) else None


_PIECE = re.compile(r"\$(?:\d+|[A-Za-z]+)|\{\w+\}|%\w|_[^\W_]+|[^\W_]+_?|.", re.DOTALL)
_PLACE_FILLED_IN = re.compile(r"\$(?:\d|[A-Za-z])|\{\w+\}|%\w")


def _put_together(text: str, evidence: Evidence, language: str | None) -> str | None:
    """The source of a pattern such as `device_$1_change` that was said piece by piece, with talk in between, or None.
    Each piece must be said, none before the one in front of it."""
    if " " in text or not _PLACE_FILLED_IN.search(text):
        return None
    places = [evidence.place(piece, language) for piece in _PIECE.findall(text)]
    known = [(_utterance(evidence.source_at(place)), place) for place in places if place is not None]
    return evidence.source_at(known[0][1]) if len(known) == len(places) and known == sorted(known) else None


def _utterance(source_id: str) -> int:
    """The number of an utterance; 0 for a passage."""
    return int(source_id[1:]) if source_id[:1] == "u" and source_id[1:].isdecimal() else 0


def _number(text: str, evidence: Evidence, language: str | None) -> str | None:
    """The source of a number with the same value and unit, or None. The unit may come before or after it."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
        named = 1 <= month <= 12 and (_name(_MONTH_NAMES[month - 1], evidence) or evidence.find(f"{month}"))
        return evidence.find(text) or (named and evidence.find(str(year)) and _value(str(day), evidence)) or None
    if found := _time(text, evidence) or said_fractions.said(text, evidence) or said_prices.said(text, evidence):
        return found
    tokens = spell_numbers(tokenize(text, language), [(language or "en").split("-")[0]])
    digits = [t for t in tokens if t.text not in _SIGNS]
    if digits and digits[0].text == "-" and len(digits) > 1:
        if not (evidence.find(text, language) and evidence.has_symbols("-")):
            return None
        digits = digits[1:]
    unit = next((unit_of(t.text, glued=True) for t in tokens if t.text in _SIGNS), None)
    return next(
        (found for form in _decimals("".join(t.text for t in digits)) if (found := _value(form, evidence, unit))), None
    )


def _decimals(digits: str) -> tuple[str, ...]:
    """A number as it may be said: 0.05 also without its nought, and .05 with it."""
    if digits.startswith("."):
        return digits, f"0{digits}"
    return (digits, digits[1:]) if re.match(r"0[.,]\d", digits) else (digits,)


def unit_after(line: str, fact: Fact) -> str | None:
    """The unit right after a number in a line, or None."""
    rest = re.match(r"[\s‑-]?\s?(%|°|[^\W\d_]+)", line[fact.end :])
    if fact.kind is not FactKind.NUMBER or rest is None:
        return None
    return unit_of(fold(rest[1]), glued=fact.end + rest.start(1) == fact.end and rest[0] == rest[1])


_ONE = frozenset(("1", "one", "ein", "eine", "einen", "un", "une", "una", "uno", "um", "uma", "een"))
_ARTICLES = ("a", "an", "ein", "eine", "einen", "einem", "einer", "un", "une", "una", "uno", "um", "uma", "een")


def one_of(fact: Fact, thing: str, evidence: Evidence) -> str | None:
    """The source that names one of a thing with an article, if the fact is that it is one: "a kilo" is 1 kilo."""
    if fact.kind is not FactKind.NUMBER or fact.text.casefold() not in _ONE:
        return None
    return next((found for article in _ARTICLES if (found := evidence.find(f"{article} {thing}"))), None)


def unit_agrees(fact: Fact, unit: str, evidence: Evidence, language: str | None) -> bool:
    """Whether the evidence has the number with this unit. A number without a unit counts too, if the unit is anywhere
    else in the same text."""
    if any(_value(form, evidence, unit) for form in _decimals(_digits(fact, language))):
        return True
    # A fraction is said in too many ways to find what stands behind it, and so is a decimal that was said as one.
    fraction = said_fractions.FRACTION.fullmatch(fact.text) or said_fractions.said(fact.text, evidence)
    return bool(fraction) and any(unit_of(token.text) == unit for token in evidence.tokens)


def said_without_unit(fact: Fact, evidence: Evidence, language: str | None) -> bool:
    """Whether the evidence has the number with no unit behind it ("check the voltage: 1.35")."""
    return any(
        not _units_at(stream, first, after)
        for form in _decimals(_digits(fact, language))
        for stream in evidence.streams
        for first, after in stream.occurrences(Stream(tokenize(form)))
        if _has_point(form, stream, first)
    )


def _digits(fact: Fact, language: str | None) -> str:
    tokens = spell_numbers(tokenize(fact.text, language), [(language or "en").split("-")[0]])
    return "".join(t.text for t in tokens if t.text not in _SIGNS)


def _value(digits: str, evidence: Evidence, unit: str | None = None) -> str | None:
    """The source of a number with this unit, or None; without `unit`, any will do."""
    wanted = Stream(tokenize(digits))
    for stream in evidence.streams:
        for first, after in stream.occurrences(wanted):
            if (unit is None or _has_unit(stream, first, after, unit)) and _has_point(digits, stream, first):
                return evidence.source_at(stream.words[first].start)
    return None


def _has_point(digits: str, stream: Stream, first: int) -> bool:
    """Whether a number that begins with its point has it right in front of word `first` too."""
    before = stream.symbols_before(first)[-1:]
    near = bool(before) and (before[0].spoken or not stream.words[first].spaced)
    return not digits.startswith(".") or (near and before[0].text == ".")


def _has_unit(stream: Stream, first: int, after: int, unit: str) -> bool:
    """Whether the number at words `first` to `after` has the unit. It also counts if it has no unit and the unit is
    anywhere else in the stream."""
    found = _units_at(stream, first, after)
    if found:
        return unit in found
    return any(unit_of(token.text) == unit for token in stream.tokens)


def _units_at(stream: Stream, first: int, after: int) -> set[str | None]:
    """The units beside the number at words `first` to `after`."""
    near: list[Token] = (
        stream.symbols_before(after)[:1] + stream.words[after : after + 1] + stream.symbols_before(first)[-1:]
    )
    return {
        unit_of(token.text, glued=not token.spaced or not token.word) for token in near if token.text not in ("-", ",")
    } - {None}


def _time(text: str, evidence: Evidence) -> str | None:
    """The source of a time of day, or None. It can be said as written, or in 12 hours: 15:30 as "3:30 pm"."""
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not clock:
        return None
    hour, minute = int(clock[1]), int(clock[2])
    spellings = [text, f"{hour}:{minute}" if minute else str(hour)]
    if hour > 12 and ({"pm", "p"} & evidence.words):
        spellings += [f"{hour - 12}:{clock[2]}"] + ([str(hour - 12)] if not minute else [])
    return next((found for spelling in spellings if (found := evidence.find(spelling))), None)


_SPOKEN_UNITS = {
    "mah": ("milliamp hours", "milliamp hour", "milliampere hours"),
    "ah": ("amp hours", "amp hour", "ampere hours"),
    "kwh": ("kilowatt hours", "kilowatt hour"),
    "wh": ("watt hours", "watt hour"),
}


def _name(text: str, evidence: Evidence) -> str | None:
    word = re.sub(r"['’]s?$", "", text)
    if found := evidence.find(word) or evidence.find_word(word):
        return found
    folded = fold(word)
    if word.isupper() and (found := evidence.find(f"{folded}s")):  # "MCU", heard as "MCUs"
        return found
    for alias in (*_ALIASES.get(folded, ()), *_SPOKEN_UNITS.get(folded, ())):
        if found := evidence.find(alias):
            return found
    if word.isupper() and 2 <= len(word) <= 6 and folded in evidence.initials:
        return evidence.source_at(_initial_place(folded, evidence))
    for form in (folded, *_ALIASES.get(folded, ())):
        for token in evidence.tokens if len(form) >= 5 else ():
            if token.word and (token.text.startswith(form) or token.text.endswith(form)):
                return evidence.source_at(token.start)  # "Super Administrator", heard as "Superadmin"
    parts = [part for part in re.split(r"[-&’']", word) if len(part) > 1]
    if len(parts) > 1:
        sources = [_name(part, evidence) for part in parts]
        return sources[0] if all(sources) else None
    for ending in ("s", "es", "n", "en", "er", "e"):
        if (
            folded.endswith(ending)
            and len(folded) - len(ending) >= 2
            and (found := evidence.find(folded[: -len(ending)]))
        ):
            return found
    return None


def _compound(text: str, evidence: Evidence, language: str | None) -> str | None:
    """The source of the name in a German compound, or None: “Cloudflare-Konto” is an account of Cloudflare, and any
    noun has a capital letter."""
    parts = [part for part in text.split("-") if len(part) > 1]
    if (language or "").split("-")[0] != "de" or len(parts) < 2:
        return None
    return next((found for part in parts if (found := _name(part, evidence))), None)


def _initial_place(folded: str, evidence: Evidence) -> int:
    return evidence.tokens[evidence.initials.find(folded)].start


def _keys(text: str, evidence: Evidence) -> str | None:
    """The source of keys pressed together, or None. Each key must be named."""
    folded = fold(re.sub("([⌘⌃⌥⇧])", r"\1 ", text))
    keys = [key for key in re.split(r"\s*[+＋]\s*|\s*-\s*|\s+", folded) if key]
    found: str | None = None
    for key in keys:
        if not any(char.isalnum() for char in key) and key not in "⌘⌃⌥⇧":
            source = evidence.texts[0][0] if evidence.texts and evidence.has_symbols(key) else None
        else:
            source = evidence.find(key) or next(
                (s for alias in sorted(_ALIASES.get(key, ())) if (s := evidence.find(alias))), None
            )
        if source is None:
            return None
        found = found or source
    return found


def _phrase(text: str, evidence: Evidence, language: str | None) -> str | None:
    """The source of a label, or None. Its words, apart from function words, must be said in this order and near each
    other, in any inflection. Other words may stand between them: all must fit into twice their number plus four."""
    skip = function_words(language) | function_words("en")
    short = evidence.languages[0]
    wanted = [t.text for t in tokenize(text, language) if t.word and t.text not in skip] or [
        t.text for t in tokenize(text, language) if t.word
    ]
    if not wanted:
        return None
    for stream in evidence.streams:
        words = stream.words
        for begin, word in enumerate(words):
            if stem(word.text, short) != stem(wanted[0], short) and word.text != wanted[0]:
                continue
            rest, at = list(wanted), begin
            limit = begin + 2 * len(wanted) + 4
            while rest and at < min(len(words), limit):
                if words[at].text == rest[0] or stem(words[at].text, short) == stem(rest[0], short):
                    rest.pop(0)
                at += 1
            if not rest:
                return evidence.source_at(word.start)
    return None
