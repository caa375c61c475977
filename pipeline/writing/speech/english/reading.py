"""English: what a sentence asks, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.writing.speech import Aside, Deed, Reading, literals
from pipeline.writing.speech.english import kinds
from pipeline.writing.speech.english.clauses import (
    Clause,
    by_doing,
    clauses_of,
    is_condition,
    opening_strength,
    split_prefix,
    strip_openers,
)
from pipeline.writing.speech.english.frames import Mood, weight_of
from pipeline.writing.speech.english.noise import clean, take_back
from pipeline.writing.speech.english.titles import title_from
from pipeline.writing.speech.english.wording import sentence_case, shorten, to_reader, word_clause
from pipeline.writing.speech.english.words import DOING, SMALL, VAGUE, content_words

_I = re.IGNORECASE

_CLEAR_ALONE = frozenset(
    {
        "save",
        "submit",
        "restart",
        "reload",
        "log",
        "sign",
        "exit",
        "install",
        "reboot",
        "commit",
        "push",
        "deploy",
        "publish",
        "compile",
        "refresh",
    }
)
_CODE_AFTER = frozenset(
    {
        "run",
        "type",
        "enter",
        "execute",
        "use",
        "do",
        "call",
        "write",
        "set",
        "insert",
        "add",
        "issue",
        "invoke",
        "paste",
        "put",
        "start",
        "launch",
        "try",
    }
)
kinds.TYPED = re.compile(r"^(?:in |out )?(?P<what>(?:sudo |git |npm |npx |pip3? |conda |docker |kubectl |cd |mkdir |python3? |apt(?:-get)? |brew |curl |make |cargo |nix ).+)$")  # fmt: skip


class English:
    """The rules of English."""

    def read(self, sentence: str) -> Reading:
        return _read(sentence)

    def title(self, phrase: str) -> str:
        return title_from(phrase)

    def content(self, text: str) -> frozenset[str]:
        return content_words(text)


@lru_cache(maxsize=4096)
def _read(sentence: str) -> Reading:
    masked = literals.mask(sentence)
    text = take_back(clean(masked.text))
    codes = masked.codes(text)
    opens = opening_strength(text)
    if not text:
        return Reading(codes=codes)
    bare = strip_openers(text)
    question = bool(kinds.QUESTION.search(text))
    topic = _topic(text)
    if question:
        asked = kinds.GOAL.match(text.rstrip("?"))
        goal = asked.group("what") if asked and re.match(r"(?:\w+[,\s]+)*how (?:do|to)", text, _I) else None
        return Reading(question=True, opens=opens, goal=masked.restore(to_reader(goal)) if goal else None)
    if kinds.CHATTER.search(text) or (topic and not codes):
        return Reading(opens=opens, topic=masked.restore(topic) if topic else None, codes=codes)
    need = _need(bare)
    if need:
        return Reading(need=masked.restore(need), opens=opens, codes=codes)
    if kinds.MORE_INFORMATION.search(bare):
        return Reading(aside=Aside(CautionKind.TIP, masked.restore(sentence_case(bare))), opens=opens)
    aside = _aside(bare)
    if aside:
        return Reading(aside=Aside(aside.kind, masked.restore(aside.text)), opens=opens, codes=codes)
    if kinds.EXPECTED.match(bare):
        told = clauses_of(text)
        if not any(c.frame.mood in (Mood.COMMAND, Mood.NEED) for c in told):
            return Reading(expected=masked.restore(_expected(bare)), opens=opens, codes=codes)
    return _deeds(text, bare, masked, opens, codes)


def _deeds(text: str, bare: str, masked: literals.Masked, opens: float, codes: tuple[str, ...]) -> Reading:
    clauses = clauses_of(text)
    goal = None
    found = kinds.GOAL.match(text.rstrip(" ."))
    if found and len(clauses) <= 1 and not codes and not re.search(r"\bby\s+\w+ing\b", text):
        goal = to_reader(found.group("what"))
    if not clauses:
        alone = by_doing(bare)
        if alone:
            clauses = [alone, *_going_on(alone)]
    deeds: list[Deed] = []
    for clause in clauses:
        if clause.frame.negated or clause.frame.verb in ("be", "remember", "mind", "feel"):
            continue
        deed = _deed(clause, masked)
        if deed:
            deeds.append(deed)
    if not deeds and clauses and clauses[0].frame.negated and clauses[0].frame.subject in ("", "you"):
        if not kinds.HARMLESS.search(bare):
            return Reading(aside=Aside(CautionKind.WARNING, masked.restore(sentence_case(bare))), opens=opens)
    expected = None
    if not deeds and goal is None and (is_condition(bare) and kinds.CONSEQUENCE.match(bare)):
        return Reading(aside=Aside(CautionKind.NOTE, masked.restore(sentence_case(bare))), opens=opens, codes=codes)
    return Reading(
        deeds=tuple(deeds),
        expected=expected,
        goal=masked.restore(goal) if goal else None,
        opens=opens,
        codes=codes,
    )


def _going_on(first: Clause) -> list[Clause]:
    """Further gerunds: "by clicking the plus button and giving it a name"."""
    found = re.search(r"\s+and\s+(?:then\s+)?([a-z]+ing)\b(.*)$", first.body, _I)
    if not found:
        return []
    further = by_doing(f"by {found.group(1)}{found.group(2)}")
    if further is None:
        return []
    object.__setattr__(first, "body", first.body[: found.start()])
    return [further]


def _deed(clause: Clause, masked: literals.Masked) -> Deed | None:
    weight = weight_of(clause.frame)
    said, lead = word_clause(clause)
    body = clause.body
    bare_object = bool(kinds.WEAK_OBJECT.match(body))
    verb = clause.frame.verb
    if bare_object and verb not in _CLEAR_ALONE:
        return None
    words = content_words(masked.restore(f"{verb} {body}"))
    if verb in VAGUE and not words - {verb}:
        return None
    if not words - {verb} and verb not in _CLEAR_ALONE and "Qz" not in body:
        return None
    if kinds.ABOUT_RECORDING.search(body) or re.search(
        r"\b(?:questions?|workshop|exercise|everyone|everybody|folks|guys)\b", body, _I
    ):
        weight *= 0.4
    if verb not in DOING:
        weight *= 0.6
    if len(said.split()) < 2 and verb not in _CLEAR_ALONE:
        return None
    text = sentence_case(said)
    found = masked.codes(said) if verb in _CODE_AFTER or verb == "run" else ()
    code = "\n".join(found) if found and len(found) == 1 else None
    typed = kinds.TYPED.match(masked.restore(body)) if verb in ("run", "type", "execute", "enter", "do") else None
    if code is None and typed and len(typed.group("what").split()) <= 8:
        code = typed.group("what").rstrip(" .")
    goal = None
    aim = re.match(r"^(?:in order )?to (?P<what>[a-z]+ .+?),?$", (clause.prefix or "").strip(), _I)
    if aim and aim.group("what").split()[0].lower() in DOING:
        goal = to_reader(aim.group("what"))
    return Deed(
        text=masked.restore(text),
        verb=verb if verb != "do" else "run",
        weight=round(weight, 3),
        words=words,
        goal=masked.restore(goal) if goal else None,
        code=code,
        lead=masked.restore(lead) if lead else None,
    )


def _aside(bare: str) -> Aside | None:
    if kinds.HARMLESS.search(bare) and not re.search(r"\bcareful\b", bare, _I):
        return None
    said = sentence_case(shorten(bare.rstrip(" .")))
    if kinds.WARNING.search(bare) and len(bare.split()) >= 3:
        return Aside(CautionKind.WARNING, said)
    prohibition = kinds.PROHIBITION.match(bare)
    if prohibition and re.search(r"n't|not|never|avoid", prohibition.group(), _I):
        return Aside(CautionKind.WARNING, said) if len(bare.split()) >= 4 else None
    if kinds.NOTE.search(bare):
        return Aside(CautionKind.NOTE, said)
    if kinds.TIP.search(bare) and not re.match(r"^i(?:'d| would)? (?:suggest|recommend)\b", bare, _I):
        prefix, rest = split_prefix(bare)
        if not (prefix and clauses_of(rest) and is_condition(prefix)):
            return Aside(CautionKind.TIP, said)
    return None


def _need(bare: str) -> str | None:
    if not kinds.NEED.match(bare) or len(bare.split()) < 4:
        return None
    text = re.sub(r"^(?:before (?:you|we) [^,]+|first|to follow along|for this|to get started),\s*", "", bare, flags=_I)
    if not kinds.BEFORE_BEGINNING.match(bare) and re.search(
        r"\bneed (?:a (?:few|little|bit|lot)|it|that|this|them|some time|more)\b", bare, _I
    ):
        return None
    return sentence_case(shorten(to_reader(text.rstrip(" ."))))


def _expected(bare: str) -> str:
    text = re.sub(r"^(?:(?:and|then|now|so|next) )+", "", bare, flags=_I)
    text = re.sub(r"\b(will|should|you'll|it'll) now\b", r"\1", text)
    text = re.sub(r"^(?:here|there),? (?=you)", "", text, flags=_I)
    return sentence_case(shorten(to_reader(text.rstrip(" ."))))


def _topic(text: str) -> str | None:
    for pattern in (kinds.TOPIC, kinds.HOW_TO):
        found = pattern.search(text.rstrip(" ."))
        if found:
            what = found.group("what").strip(" ,.")
            words = what.split()
            if len(words) >= 2 and words[0].lower() not in SMALL:
                return to_reader(what)
    return None
