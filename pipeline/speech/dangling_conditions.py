"""Quotes what depends on a sentence that no line of the guide says: "If not, call us" needs what is not so, and what is
done "then" needs the "only if" before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import LanguageRules
from pipeline.speech.likely_instructions import ASKS_FOR_DEED
from pipeline.speech.lost_conditions import MOST_QUOTED_WORDS
from pipeline.speech.read_sentences import ReadSentence, said_together
from pipeline.transcript import count_words

MOST_FRAGMENT_WORDS = 16
"""A longer sentence with "only if" says more than that."""
MOST_REMARKS, MOST_REMARK_WORDS = 2, 2
"""So many sentences of no more words may stand between "if not" and what it is about: "It's on? Great. If not, …"."""
SHOWN_SHARE = 0.5
"""From this share of the words of a clause on, a line says what the clause says."""
STEM_LETTERS = 4
"""Words that begin with so many equal letters are forms of one word."""
_I = re.IGNORECASE
_OPENING = {
    "en": r"(?:(?:and|but|so|well|okay|now),? ){0,3}",
    "de": r"(?:(?:und|aber|also|so|okay|na ja),? ){0,3}",
    "es": r"(?:(?:y|pero|entonces|bueno),? ){0,3}",
    "fr": r"(?:(?:et|mais|donc|alors|bon),? ){0,3}",
}
_BARE = {
    "en": r"(?:if (?:not|so|yes|no)(?:,| then\b)|otherwise\b"
    r"|if (?:it|they|that|this|you|he|she|there) (?:do|does|did|is|are|was|were|has|have|can|will)(?:n['’]t| not)?,)",
    "de": r"(?:(?:wenn|falls) (?:nicht|ja|nein|doch|so)(?:,| dann\b)|(?:sonst|ansonsten|andernfalls)\b"
    r"|(?:wenn|falls) (?:das|dies|dem) (?:nicht )?(?:so|der Fall) ist,"
    r"|ist (?:das|dies) (?:nicht )?(?:so|der Fall),|(?:in|für) (?:dem|den|diesem|diesen) fall\b)",
    "es": r"(?:si (?:no|sí)(?:,| entonces\b)|si (?:no )?es así,|si (?:no )?es el caso,|de lo contrario\b"
    r"|en caso contrario\b|en (?:ese|este|tal) caso\b)",
    "fr": r"(?:sinon\b|si (?:oui|non),|si (?:ce n['’]est pas|c['’]est) le cas,|dans le cas contraire\b"
    r"|dans ce cas\b)",
}
"""Conditions that only point to what was said before, by ISO 639-1 code."""
_ONLY_IF = {
    "en": r"(?:(?:only|just|but only) (?:if|when|in case|for|with)\b)",
    "de": r"(?:(?:nur|erst|bloß|lediglich) (?:wenn|falls|sofern|bei)\b)",
    "es": r"(?:(?:solo|sólo|solamente|únicamente) (?:si|cuando|en caso de)\b)",
    "fr": r"(?:(?:seulement|uniquement) (?:si|s['’]ils?|quand|lorsque?|en cas de)(?:\b|(?<=')))",
}
_THEN = {
    "en": r"(?:then|in that case)\b",
    "de": r"(?:dann|in (?:dem|diesem) fall)\b",
    "es": r"(?:entonces|en (?:ese|este) caso)\b",
    "fr": r"(?:alors|dans ce cas)\b",
}
_POINTING = {code: re.compile(_OPENING[code] + bare, _I) for code, bare in _BARE.items()}
_FRAGMENT = {code: re.compile(rf"{_OPENING[code]}{only}[^,;:?!]{{4,140}}[.!]?$", _I) for code, only in _ONLY_IF.items()}
_AFTER_FRAGMENT = {code: re.compile(rf"(?:(?:and|und|y|et),? )?{then}", _I) for code, then in _THEN.items()}
_LATE = {
    "en": re.compile(r"[,;:–—] (?:(?:and|but|or) )?if (?:not|so)(?:,| then\b)", _I),
    "de": re.compile(r"[,;:–—] (?:(?:und|aber|oder) )?(?:wenn|falls) (?:nicht|ja|nein)(?:,| dann\b)", _I),
    "es": re.compile(r"[,;:–—] (?:(?:y|pero|o) )?si no,", _I),
    "fr": re.compile(r"[,;:–—] (?:(?:et|mais|ou) )?si (?:oui|non),", _I),
}
"""The same inside a sentence. "Otherwise" gives a reason there as well."""
_LAST_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|und|y|et)\s", _I)


def with_dangling_quoted(
    sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None
) -> list[ReadSentence]:
    """The sentences. One that begins with "if not" or the like is quoted together with the sentence before it, unless a
    line says that one; one with "if not" inside is quoted if its lines have lost what that depends on. What is done
    "then" is quoted with the "only if" before it, and so is what that limits afterwards. In other languages than
    English, German, Spanish and French nothing changes."""
    kept = list(sentences)
    code = (language or "en").split("-")[0].lower()
    if code not in _POINTING:
        return kept
    together = -1
    """The index of the last sentence that is quoted with one before it."""
    for n, one in enumerate(sentences):
        if n <= together:
            continue
        if _is_fragment(one, code):
            begin = n - 1 if n and _is_limited(kept[n - 1], one) else n
            together = n + 1 if n + 1 < len(kept) and _goes_on(one, kept[n + 1], code) else n
            keeper = together if together > n else begin
            kept[begin : together + 1] = _quoted_together(kept[begin : together + 1], keeper - begin)
        elif not one.instructions:
            continue
        elif n and _POINTING[code].match(one.sentence.text):
            begin = _place_of_content(kept, n - 1)
            if not _is_shown(kept[begin], rules):
                kept[begin : n + 1] = _quoted_together(kept[begin : n + 1], n - begin)
        elif _loses_case(one, code):
            kept[n : n + 1] = _quoted_together([one], 0)
    return kept


def _is_fragment(one: ReadSentence, code: str) -> bool:
    """Whether a sentence is no more than an "only if"."""
    text = one.sentence.text.strip()
    return _FRAGMENT[code].match(text) is not None and count_words(text) <= MOST_FRAGMENT_WORDS


def _is_limited(before: ReadSentence, fragment: ReadSentence) -> bool:
    """Whether an "only if" can limit what the sentence before it tells, or answers it."""
    if before.sentence.text.endswith("?"):
        return ASKS_FOR_DEED.search(before.sentence.text) is not None
    return bool(before.instructions) and before.sentence.speaker == fragment.sentence.speaker


def _goes_on(fragment: ReadSentence, after: ReadSentence, code: str) -> bool:
    """Whether a sentence tells what is done "then"."""
    then = _AFTER_FRAGMENT[code].match(after.sentence.text)
    return bool(then and after.instructions) and after.sentence.speaker == fragment.sentence.speaker


def _place_of_content(sentences: Sequence[ReadSentence], place: int) -> int:
    """The index of the last sentence up to `place` that says more than "Great."."""
    for at in range(place, max(-1, place - MOST_REMARKS - 1), -1):
        if sentences[at].instructions or count_words(sentences[at].sentence.text) > MOST_REMARK_WORDS:
            return at
    return place


def _loses_case(one: ReadSentence, code: str) -> bool:
    """Whether a sentence has "if not" inside, and its lines don't say that, or begin with it."""
    if any(instruction.as_said for instruction in one.instructions):
        return False
    if _LATE[code].search(one.sentence.text) is None:
        return False
    said = [_LATE[code].search(f", {instruction.text}") for instruction in one.instructions]
    return not any(said) or bool(said[0] and not said[0].start())


def _is_shown(before: ReadSentence, rules: LanguageRules) -> bool:
    """Whether the lines made of a sentence say what its last clause says."""
    if any(instruction.as_said for instruction in before.instructions):
        return True
    lines = " ".join(instruction.text for instruction in before.instructions)
    if not lines:
        return False
    clause = [part for part in _LAST_CLAUSE.split(before.sentence.text.strip(" .!")) if part.strip()][-1:]
    words = {word[:STEM_LETTERS] for part in clause for word in rules.content_words(part)}
    told = {word[:STEM_LETTERS] for word in rules.content_words(lines)}
    return len(words & told) >= SHOWN_SHARE * len(words)


def _quoted_together(group: Sequence[ReadSentence], keeper: int) -> list[ReadSentence]:
    """Neighbouring sentences, with one quotation of them all in the place of the instructions of the one at `keeper`,
    which has some. As they were if that would be too long."""
    said = said_together(group)
    if count_words(said) > MOST_QUOTED_WORDS or not group[keeper].instructions:
        return list(group)
    others = [number for n, one in enumerate(group) if n != keeper for number in (*one.sentence.ids, *one.also_cites)]
    quoted = group[keeper].instructions[0].quoting(said)
    cites = tuple(dict.fromkeys((*group[keeper].also_cites, *others)))
    return [
        replace(one, instructions=(quoted,), also_cites=cites) if n == keeper else one.with_instructions(())
        for n, one in enumerate(group)
    ]
