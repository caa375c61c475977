"""Sets apart what goes wrong from what is to be done: "if you press the left button you delete all the photos" tells
nobody to delete them, and "so press the right one" behind it doesn't hold under that condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

from pipeline.speech import LanguageRules
from pipeline.speech.lexicon import FOLDERS, phrase_of
from pipeline.speech.sentences import Sentence
from pipeline.transcript import count_words

FEWEST_PREMISE_WORDS = 2
MOST_CHARACTERS = 600
"""In a longer text, no harm is looked for: the patterns would take too much time."""
MOST_PREMISE_WORDS = 22
"""A longer condition without a comma already has its main clause."""
MOST_WARNING_WORDS = 45
"""What stands before a harm isn't quoted with it if both have more words."""
_SENTENCE_END = re.compile(r"[.;:?!]\s")
_FORBIDS = re.compile(r"(?:n't|\bnot|\bnever)\b", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"\b(?:can|could|will|would|pouvez|peux|peut|puede[sn]?|könn\w+|kann\w*|might|may)\b|'(?:ll|d)\b", re.IGNORECASE
)
_LAST_JOINT = re.compile(
    r"(?<![\s,])[\s,]+(?:and|but|because|since|as|or|und|aber|denn|weil|y|o|pero|porque|et|mais|car|otherwise|sonst|sinon)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Signs:
    """How a language tells of harm. All patterns are for text in any case."""

    condition: re.Pattern[str]
    """The word that opens a premise; the group `time` is a mere time."""
    main: re.Pattern[str]
    """The subject and verb (`said`) of a main clause, before the rest of it."""
    hanging: re.Pattern[str]
    """The end of a text whose next subject belongs to a clause inside it."""
    sure: re.Pattern[str]
    """What nobody does on purpose: "lose"."""
    likely: re.Pattern[str]
    """What is seldom done on purpose: "delete"; of that, `breaks` is what nobody says to be possible otherwise."""
    of_all: re.Pattern[str]
    """A verb, and everything or everybody at once behind it."""
    own: re.Pattern[str]
    """One's own body."""
    deed: re.Pattern[str]
    """The beginning of a premise about what somebody does; `weak`, if that as often only chooses a way."""
    mistake: re.Pattern[str]
    """Words of a premise that has gone wrong already: "too hard"."""
    remedy: re.Pattern[str]
    """The beginning of what helps then, or of a need: "you call", "you have to"."""
    otherwise: re.Pattern[str]
    """The word for the case that something isn't heeded; the group `or` can also join an alternative."""
    careful: re.Pattern[str]
    """A call to be careful up to what can happen to whoever isn't (with `said`, as in `main`)."""
    befalls: re.Pattern[str]
    """What can happen to one's own body, without any premise."""
    ends: re.Pattern[str]
    """What a harm ends with; the group `so` leads to what is to be done about it."""
    because: re.Pattern[str]
    """The end of a text that gives the harm as its reason."""
    pointing: re.Pattern[str]
    """A word near the beginning of advice that means something in the premise."""


def _signs_of(language: str | None) -> _Signs | None:
    folder = FOLDERS.get((language or "en").split("-")[0].lower())
    return _signs(folder) if folder else None


@cache
def _signs(folder: str) -> _Signs:
    """The patterns of a language are made when it is spoken: those of all take a tenth of a second."""
    return _Signs(**{one.name: phrase_of(folder, f"harms.{one.name.upper()}") for one in fields(_Signs)})


@dataclass(frozen=True, slots=True)
class Harm:
    """Where a text tells of harm, in characters."""

    begin: int
    end: int
    after: int
    """Where the text goes on behind it."""
    hence: bool = False
    """Whether it goes on with what is to be done about it."""
    heeded: bool = False
    """Whether what stands before it is what keeps from it: "wait, otherwise you burn yourself"."""


def harm_in(text: str, language: str | None) -> Harm | None:
    """The first place where a text says what goes wrong under a condition, or can befall somebody; None if it says
    nothing of the kind. In other languages than English, German, Spanish and French it's None, too.

    >>> text = "If you pull too hard you break it, so pull gently."
    >>> harm = harm_in(text, "en")
    >>> text[harm.begin : harm.end], text[harm.after :]
    ('If you pull too hard you break it', 'pull gently.')
    """
    signs = _signs_of(language)
    return harm_by(signs, text) if signs else None


def harm_by(signs: _Signs, text: str) -> Harm | None:
    """The same, by the signs of a language."""
    if len(text) > MOST_CHARACTERS or text.rstrip().endswith("?"):
        return None
    plain = text.replace("’", "'")
    found = min(_harms(plain, signs), default=None)
    if found is None:
        return None
    begin, main, heeded = found
    ends = signs.ends.search(plain, min(len(plain), main + 1))
    if ends is None or not plain[ends.end() :].strip(" .!"):
        return Harm(begin, len(text), len(text), heeded=heeded)
    return Harm(begin, ends.start(), ends.end(), bool(ends["so"]), heeded)


def _harms(text: str, signs: _Signs) -> Iterator[tuple[int, int, bool]]:
    """(where it begins, where its main clause has its verb, whether what stands before keeps from it)."""
    for found in signs.careful.finditer(text):
        told = _clause(text, found.end("said"), signs)
        possible = _POSSIBLE.search(found["said"])
        if possible or signs.sure.match(told) or signs.likely.match(told) or signs.own.search(told):
            yield found.start(), found.end("said"), False
    for found in signs.befalls.finditer(text):
        yield found.start(), found.end() - 1, True
    for found in signs.otherwise.finditer(text):
        main = signs.main.match(text, found.end())
        begin = main.end() if main else found.end()
        before = text[: found.start()].strip(" ,")
        other = not _FORBIDS.search(before) if found["or"] else not before  # "Otherwise we reset it."
        if main and _is_harm(main, _clause(text, begin, signs), "", signs, alternative=other):
            yield found.end("before"), begin, True
    for found in signs.condition.finditer(text):
        main = _main_clause(text, found.end(), signs)
        premise = text[found.end() : main.start()].strip(" ,") if main else ""
        if main and _is_harm(main, _clause(text, main.end(), signs), premise, signs, time=bool(found["time"])):
            yield found.start(), main.end(), bool(signs.because.search(text[: found.start()].rstrip()))
            return


def _main_clause(text: str, begin: int, signs: _Signs) -> re.Match[str] | None:
    """Where the main clause begins behind a condition. Of several places without a comma, the one with a harm."""
    first = None
    for main in signs.main.finditer(text, begin):
        premise = text[begin : main.start()].rstrip()
        words = premise.split()
        if _SENTENCE_END.search(premise) or len(words) > MOST_PREMISE_WORDS:
            break
        if len(words) < FEWEST_PREMISE_WORDS or signs.hanging.search(premise):
            continue
        first = first or main
        if premise.endswith(",") or signs.sure.match(text, main.end()) or signs.likely.match(text, main.end()):
            return main
    return first


def _clause(text: str, begin: int, signs: _Signs) -> str:
    ends = signs.ends.search(text, min(len(text), begin + 1))
    return text[begin : ends.start() if ends else len(text)]


def _is_harm(
    main: re.Match[str],
    told: str,
    premise: str,
    signs: _Signs,
    *,
    time: bool = False,
    alternative: bool = False,
) -> bool:
    """Whether `main`, a subject with what comes before its verb, and `told`, its verb and the rest of the clause, tell
    what goes wrong. `time` says whether the premise is a mere time, `alternative` whether the clause could be another
    way."""
    likely = signs.likely.match(told)
    if signs.sure.match(told) or (likely and signs.own.search(told)):
        return True
    if not premise:
        return likely is not None and not alternative
    possible = _POSSIBLE.search(main["said"]) is not None
    if signs.mistake.search(premise) and (likely or not (possible or signs.remedy.match(told))):
        return True
    deed = None if time else signs.deed.match(premise)
    if deed is None:
        return False
    if possible or deed.groupdict().get("weak"):
        return likely is not None and bool(likely.groupdict().get("breaks"))
    return bool(likely or signs.of_all.match(told))


def with_harms_apart(
    sentences: Sequence[Sentence], rules: LanguageRules, language: str | None, texts: Mapping[int, str]
) -> list[Sentence]:
    """The sentences, with what goes wrong as sentences of their own, which are harms. What keeps from a harm is quoted
    with it, and is an instruction too, if it is one. Advice that means something in the harm stays with it: both are
    quoted. `texts` are those of the utterances, by their ids."""
    signs = _signs_of(language)
    if signs is None:
        return list(sentences)
    return [piece for one in sentences for piece in _pieces(one, rules, signs, texts)]


def _pieces(one: Sentence, rules: LanguageRules, signs: _Signs, texts: Mapping[int, str]) -> Iterator[Sentence]:
    text = one.text
    harm = None if one.unsettled else harm_by(signs, text)
    if harm is None:
        yield one
        return

    def piece(begin: int, end: int, said: str) -> Sentence:
        ids = _ids_of(one, begin, end, texts)
        return replace(one, text=said, ids=ids, joined=None, pause=0.0, turn=False)

    before, after = text[: harm.begin].strip(" ,;–—"), text[harm.after :].strip(" ,;–—")
    kept = harm.heeded and count_words(text[: harm.end]) <= MOST_WARNING_WORDS
    if before and (not kept or rules.read(f"{before}.").instructions):
        yield piece(0, harm.begin, f"{_LAST_JOINT.sub('', before)}.")
    begin = 0 if kept else harm.begin
    if harm.hence and signs.pointing.match(after):
        yield replace(piece(begin, len(text), text[begin:].strip()), unsettled=True)
        return
    yield replace(piece(begin, harm.end, f"{text[begin : harm.end].strip(' ,;.!')}."), harm=True)
    if after:
        yield from _pieces(piece(harm.after, len(text), after), rules, signs, texts)


def _ids_of(one: Sentence, begin: int, end: int, texts: Mapping[int, str]) -> tuple[int, ...]:
    """The ids of the utterances in which a piece of a sentence was said; those of the sentence if that isn't known."""
    at = " ".join(texts[number] for number in one.ids).find(one.text)
    ids: list[int] = []
    if at < 0 or len(one.ids) == 1:
        return one.ids
    start = -at
    for number in one.ids:
        if start < end and start + len(texts[number]) > begin:
            ids.append(number)
        start += len(texts[number]) + 1
    return tuple(ids) or one.ids
