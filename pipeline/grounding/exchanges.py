"""Whether a line exchanges what was said: the rejected for the chosen, from for to, with for without, or tells what was
said to be only for some, or under a condition, as if it always held.

Each is a pattern of words in one sentence; what is told otherwise isn't seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pipeline.grounding.meanings import LANGUAGES, meanings_of
from pipeline.grounding.sentence_words import SaidWord, said_words, sentences
from pipeline.grounding.tokens import fold

_REJECTS = {
    "en": ("instead of", "rather than", "but not"),
    "de": ("statt", "anstatt", "anstelle", "nicht"),
    "es": ("en lugar de", "en vez de"),
    "fr": ("au lieu d", "au lieu de", "plutot que", "plutot qu"),
    "it": ("invece di", "invece della", "invece del", "anziche", "piuttosto che"),
}
"""What stands between the chosen and the rejected."""
_FROM_TO = {
    "en": ("from off out", "to into onto"),
    "de": ("von vom aus", "zu zum zur nach in ins auf"),
    "es": ("de desde del", "a al hacia hasta"),
    "fr": ("de du depuis", "a au vers"),
    "it": ("da dal dalla", "a al alla verso nel"),
}
_WITH_WITHOUT = {
    "en": ("with", "without"),
    "de": ("mit", "ohne"),
    "es": ("con", "sin"),
    "fr": ("avec", "sans"),
    "it": ("con", "senza"),
}
_OPENERS = {
    "en": "once if when unless until before after",
    "de": "wenn falls sobald sofern solange nachdem bevor bis",
    "es": "si cuando hasta antes despues",
    "fr": "si quand lorsque des avant apres",
    "it": "se quando appena finche prima dopo",
}
"""Words that begin a condition."""
_LEADS = frozenset(["and", "but", "so", "now", "then", "und", "aber", "y", "pero", "et", "mais", "e", "ma"])
_PUNCTUATION = ".,;:!?…\"'()"
CHOSEN_WORDS = 3
LONGEST_CONDITIONAL_WORDS = 20
LONGEST_RESTRICTED_WORDS = 16
SAME_SHARE = 0.6
TOLD_SHARE = 0.5
"""A condition is told by other lines that have this share of its content words."""


def exchanged(line: str, cited: str, language: str, others: Iterable[str] = ()) -> bool:
    """Whether one of these patterns is in the cited text and turned round in the line. A condition isn't lost that
    `others` tell, the lines beside it: the result of "Select Links" was said to be there "once selected". False in
    languages without words."""
    if language not in LANGUAGES:
        return False
    beside = {stem for other in others for stem in _stems(said_words(other, language))}
    return any(
        _other_one_chosen(line, sentence, language)
        or _other_way(line, sentence, language)
        or _with_for_without(line, sentence, language)
        or _unconditional(line, sentence, language, beside)
        or _for_all(line, sentence, language)
        for sentence in sentences(cited)
    )


def _stems(words: Sequence[SaidWord]) -> list[str]:
    return [word.stem for word in words if word.content]


def _parted(words: Sequence[SaidWord], language: str) -> tuple[Sequence[SaidWord], Sequence[SaidWord]] | None:
    """The words before and after a rejection, or None."""
    texts = [word.text for word in words]
    for phrase in sorted(_REJECTS[language], key=len, reverse=True):
        parts = phrase.split()
        for at in range(1, len(texts) - len(parts)):
            if texts[at : at + len(parts)] == parts:
                return words[:at], words[at + len(parts) :]
    return None


def _negates(words: Sequence[SaidWord], language: str) -> bool:
    return "not" in meanings_of(" ".join(word.text for word in words), language)


def _other_one_chosen(line: str, sentence: str, language: str) -> bool:
    said = _parted(said_words(sentence, language), language)
    if said is None:
        return False
    chosen, rejected = set(_stems(said[0])[-CHOSEN_WORDS:]), set(_stems(said[1])[:CHOSEN_WORDS])
    chosen, rejected = chosen - rejected, rejected - chosen
    words = said_words(line, language)
    told = _parted(words, language)
    lead, tail = (words, ()) if told is None else told
    has, rejects = set(_stems(lead)), set(_stems(tail))
    if rejects & chosen and has & rejected:
        return True
    return bool(has & rejected) and not has & chosen and not _negates(lead, language)


def _ends(text: str, language: str) -> tuple[set[str], set[str]]:
    """(what something goes from, what it goes to)."""
    away, towards = (frozenset(words.split()) for words in _FROM_TO[language])
    origin: set[str] = set()
    goal: set[str] = set()
    into, taken = None, 0
    for word in said_words(text, language):
        if word.text in away or word.text in towards:
            into, taken = (origin if word.text in away else goal), 0
        elif word.content and into is not None and taken < 2:
            into.add(word.stem)
            taken += 1
    return origin, goal


def _other_way(line: str, sentence: str, language: str) -> bool:
    (origin, goal), (from_there, to_there) = _ends(line, language), _ends(sentence, language)
    return bool(origin & to_there - from_there and goal & from_there - to_there)


def _objects(text: str, language: str) -> Iterator[tuple[str, str]]:
    """("with" or "without", the first content word behind it) for each."""
    words = said_words(text, language)
    for at, word in enumerate(words):
        if word.text in _WITH_WITHOUT[language]:
            behind = [other.stem for other in words[at + 1 : at + 4] if other.content]
            if behind:
                yield word.text, behind[0]


def _with_for_without(line: str, sentence: str, language: str) -> bool:
    having, lacking = _WITH_WITHOUT[language]
    told, said = set(_objects(line, language)), set(_objects(sentence, language))
    if any((lacking, thing) in told for word, thing in said if word == having):
        return True
    lost = any((having, thing) in told for word, thing in said if word == lacking)
    return lost and not _negates(said_words(line, language), language)


def _conditional(sentence: str, language: str) -> Iterator[tuple[str, str]]:
    """(condition, what holds under it) for a condition in front, up to a comma, and one at the end."""
    openers = frozenset(_OPENERS[language].split())
    words = sentence.split()
    if len(words) > LONGEST_CONDITIONAL_WORDS:
        return
    first = [fold(word).strip(_PUNCTUATION) for word in words]
    begin = 1 if first and first[0] in _LEADS else 0
    if first[begin : begin + 1] and first[begin] in openers:
        comma = next((at for at, word in enumerate(words) if at > begin and word.endswith(",")), None)
        if comma is not None:
            yield " ".join(words[begin : comma + 1]), " ".join(words[comma + 1 :])
    for at in range(begin + 2, len(words)):
        if first[at] in openers and first[at + 1 : at + 2] not in (["again"], ["more"]):
            yield " ".join(words[at:]), " ".join(words[:at])
            return


def _unconditional(line: str, sentence: str, language: str, beside: Collection[str]) -> bool:
    if frozenset(_OPENERS[language].split()).intersection(fold(word).strip(_PUNCTUATION) for word in line.split()):
        return False
    told = set(_stems(said_words(line, language)))
    for condition, main in _conditional(sentence, language):
        deed = set(_stems(said_words(main, language)))
        only = set(_stems(said_words(condition, language))) - deed
        if only and len(only.intersection(beside)) >= TOLD_SHARE * len(only):
            continue
        shared = len(deed & told)
        if only and deed and not only & told and shared >= max(1, SAME_SHARE * max(len(deed), len(told))):
            return True
    return False


def _for_all(line: str, sentence: str, language: str) -> bool:
    """Whether only some may do it, or only that may be done, and the line doesn't say so."""
    words = said_words(sentence, language)
    if len(words) > LONGEST_RESTRICTED_WORDS or "only" not in meanings_of(sentence, language):
        return False
    if meanings_of(line, language) & {"only", "if", "not", "most", "least"}:
        return False
    told, said = set(_stems(said_words(line, language))), set(_stems(words))
    return len(told) >= 2 and len(told & said) >= SAME_SHARE * len(told)
