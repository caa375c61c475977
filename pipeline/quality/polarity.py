"""Polarity: has something been turned into a command that was forbidden, or that was said under a condition?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.guide import FindingKind, Guide
from pipeline.quality.lines import Line, LineKind, evidence, lines
from pipeline.quality.report import Bound, Row
from pipeline.quality.verbs import commands
from pipeline.quality.words import STOP, listed, sentences, stem, tokens
from pipeline.transcript import Transcript

SCOPE = 6
"""Words: how far a negation reaches forward, as in NegEx (five there; contracted subjects make speech longer)."""
REACH = 30
"""Words: how far behind an "if" in one sentence a deed can still stand under it; speech has no full stops to go by."""


class Status(StrEnum):
    PLAIN = "plain"
    NEGATED = "negated"
    CONDITIONAL = "conditional"


@dataclass(frozen=True)
class Polarity:
    """Actions and titles that command what their sources forbid, deny or make conditional, or that forbid what their
    sources command; must be 0.

    After NegEx (Chapman et al., “A simple algorithm for identifying negated findings and diseases in discharge
    summaries”, J. Biomed. Inform. 34, 2001): triggers with a scope that ends at a conjunction or after a few words,
    and pseudo-triggers that look like negation and aren't ("don't forget to"). For each deed of an action, the clauses
    of its sources with the same verb and, where it has an object, a word of it are looked at: a flip is when none of
    the best matching ones has the action's polarity. A condition counts as kept when the line has any condition,
    purpose or "optionally"; "if you go to…, you'll see" shows the way and is no condition. English only: in other
    languages nothing is reported."""

    checked: int
    """Deeds found in what their line cites."""
    flips: tuple[str, ...]
    """Shown as certain."""
    marked: tuple[str, ...]
    """Where the document says that this is to be checked."""

    def rows(self) -> tuple[Row, ...]:
        return (
            Row("polarity flips", len(self.flips), None, Bound(most=0), self.flips),
            Row("flips marked to check", len(self.marked), None, None, self.marked),
            Row("deeds compared", self.checked),
        )


_PSEUDO = re.compile(
    r"\b(?:don't forget(?: to)?|do not forget(?: to)?|never forget to|not only|no matter|no problem|don't worry|"
    r"why don't|"
    r"don't hesitate to|not necessarily|no longer than|if not|or not|whether or not|not just|can't wait|not sure|"
    r"i don't know|didn't you|haven't already|not already|don't mind|not yet)\b"
)
_NEGATION = listed("""
    don't never not cannot can't won't shouldn't mustn't without avoid didn't doesn't wouldn't couldn't isn't aren't
    wasn't haven't hasn't nobody neither nor instead rather""")
_NO_NEED = re.compile(r"\bno (?:need|reason|point)\b")
_FORBIDS = frozenset(["don't", "never", "not", "avoid", "without", "no", "cannot", "can't"])
_FAILING = frozenset(map(stem, ("forget", "hesitate", "fail", "worry")))
_NOT_FAILING = re.compile(r"\b(?:don't|not|never) (forget|hesitate|fail|worry)\b")
_WE = listed("you we i")
_LOOKS_BACK = listed("instead rather without")
"""What these deny ends where a clause with a subject of its own begins: "instead of the default you need this"."""
_ASKS = listed("see check know tell sure wonder as even verify ask like")
"""After these, "if" asks whether, or compares."""
_WISH = re.compile(
    r"(?:you|we|they) (?:want|need|like|prefer|wish|have|are|don't|can)\b|your |there |any |necessary|needed|possible"
)
_BOUNDARY = listed(". ; ! ? : , so but then because")
_END = listed("but so because although however though")
_CONDITIONED = re.compile(
    r"^(?:to|for|where|after|before|once|while|depending|with) |\b(?:if|unless|when|whenever|where|in case|only|"
    r"optional|optionally|otherwise|as needed|needed|necessary|alternatively)\b"
)
_WISHED = re.compile(r"\bif (?:you|we|i|they|anyone|people)(?:'d|'re)? (?:\w+ )?(?:wants?|need|like|wish|plan|going)\b")
_PURPOSE = re.compile(r"\b(?:to|for) (\w+)")
_SHOWS = re.compile(
    r"\bif (?:(?:we|i)(?:'ll)? (?:just |now |then )?(?!want|need|like|have|had|don't|didn't)\w+|"
    r"(?:you|you guys)(?:'ll)? "
    r"(?:just |now |then )?(?:go|click|look|open|scroll|come|see|press|hit|run|select|switch|take|hover|check|type))\b"
)
_SHOWN = re.compile(
    r"\b(?:see|seen|shows?|there's|there is|get|gets|find|opens?|have|here's|here is|notice|looks?|"
    r"brings?|is)\b"
)


@dataclass(frozen=True)
class _Deed:
    verb: str
    objects: frozenset[str]
    negated: bool


def polarity(guide: Guide, transcript: Transcript) -> Polarity:
    if (transcript.language or "en") != "en" or guide.language.split("-")[0] != "en":
        return Polarity(0, (), ())
    checked = 0
    flips: list[str] = []
    marked: list[str] = []
    for line in _commanding(guide):
        # What was cut within a sentence is one sentence again.
        text = re.sub(r"(?<![.!?])\n", " ", re.sub(r"…|\.\.\.+", ",", evidence(line, guide, transcript)))
        forgotten = {stem(verb) for verb in _NOT_FAILING.findall(text.replace("’", "'").lower())}
        said = [clause for sentence in sentences(text) for clause in _said(sentence)]
        titled = line.kind is LineKind.STEP_TITLE  # a title names the deed; its actions carry the condition
        conditioned = titled or _is_conditioned(line.text.lower(), wished=bool(_WISHED.search(text.lower())))
        for deed in _deeds(line.text):
            found = _status(deed, said)
            if deed.verb in _FAILING and deed.verb in forgotten:
                found = frozenset([Status.NEGATED])
            if found is None:
                continue
            checked += 1
            if _flipped(deed, found, conditioned):
                told = f"{line.where} “{line.text}”: said as {_how(found)}"
                doubted = line.marked(FindingKind.POLARITY, FindingKind.UNCITED)
                (marked if doubted else flips).append(told)
                break
    return Polarity(checked, tuple(flips), tuple(marked))


def _commanding(guide: Guide) -> Iterator[Line]:
    """The lines that a reader obeys: actions, and the titles that sum them up."""
    return (line for line in lines(guide) if line.kind in (LineKind.ACTION, LineKind.STEP_TITLE))


def _flipped(deed: _Deed, found: frozenset[Status], conditioned: bool) -> bool:
    if deed.negated:
        return Status.NEGATED not in found
    if Status.PLAIN in found:
        return False
    return not (conditioned and Status.CONDITIONAL in found)


def _how(found: frozenset[Status]) -> str:
    return " and ".join(sorted(found))


def _deeds(text: str) -> Iterator[_Deed]:
    """The deeds that an instruction commands or forbids: the verbs that begin its clauses."""
    for sentence in sentences(text.replace("’", "'").lower()):
        for clause in re.split(r"[,;:]\s|\band then\b|\band\b|\bthen\b|\bor\b", sentence):
            words = tokens(clause)
            negated = False
            while words and (_forbids(words) or words[0] in ("optionally", "please")):
                negated |= _forbids(words)
                words = words[1:]
            if words and (
                words[0] in commands() or stem(words[0]) in _FAILING or (negated and words[0].endswith("ing"))
            ):
                inner = bool({"not", "never", "don't"} & set(words[1:3]))
                if words[0] == "try" or words[:2] == ["make", "sure"]:  # "try not to run it", "make sure you run it"
                    rest = words[2:] if words[0] == "make" else words[1:]
                    words = [*_without(rest, ("not", "to", "you", "that")), ""]
                if words[0] in ("be", "do", "have", "let", "make", "try", ""):
                    continue  # they say too little to be found again
                yield _Deed(stem(words[0]), _objects(words[1:]), negated or inner)


def _forbids(words: list[str]) -> bool:
    """Whether these begin with a word that forbids what follows; "stop the server" is a deed, "stop running" isn't."""
    after = words[1:2]
    return (
        words[0] in _FORBIDS
        or words[:2] in (["do", "not"], ["instead", "of"])
        or (words[0] in ("stop", "skip") and bool(after) and after[0].endswith("ing"))
    )


def _without(words: list[str], leading: tuple[str, ...]) -> list[str]:
    while words and words[0] in leading:
        words = words[1:]
    return words


def _objects(words: list[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words[:8] if word not in STOP)


@dataclass(frozen=True)
class _Said:
    stems: tuple[str, ...]
    status: tuple[Status, ...]
    """Of each word, were it the verb of a command."""


def _said(sentence: str) -> Iterator[_Said]:
    """A sentence of the sources, with the status of each word; pseudo-triggers are taken out first."""
    plain = " ".join(re.findall(r"[\w'-]+|[.,;:!?]", sentence.replace("’", "'").lower()))
    plain = _PSEUDO.sub(lambda m: "sure" if "forget" in m[0] else "well", plain)
    plain = _NO_NEED.sub("not", plain)
    shown = _SHOWS.search(plain)
    shows = shown is not None and _SHOWN.search(plain, shown.end()) is not None
    words = plain.split()
    status: list[Status] = []
    negation = condition = -99  # places in the sentence, and far away from it
    for at, word in enumerate(words):
        if (
            word in _END
            or word in ".,;!?:"
            or (word == "and" and words[at + 1 : at + 2] != [] and _begins_anew(words[at + 1]))
        ):
            negation = -99
        if word in ("but", "otherwise", "so", "anyway") or word in ".;!?":
            condition = -99
        if word in _WE and negation >= 0 and words[negation] in _LOOKS_BACK:
            negation = -99
        if word in _NEGATION:
            negation = at
        before = words[at - 1] if at else ""
        if word == "unless" or (word == "if" and not shows and before not in _ASKS):
            condition = at
            if at and _WISH.match(" ".join(words[at + 1 : at + 3])):
                _condition_behind(words, status, at)
        if word == "case" and before == "in":
            condition = at
        if at - negation <= SCOPE:
            status.append(Status.NEGATED)
        elif at - condition <= REACH:
            status.append(Status.CONDITIONAL)
        else:
            status.append(Status.PLAIN)
    yield _Said(tuple(stem(word) for word in words), tuple(status))


def _is_conditioned(text: str, wished: bool) -> bool:
    """Whether an instruction says when it holds. Where the condition is a wish, saying what for is enough: "click Copy
    to get a copy" keeps "if you want a copy"."""
    purposes = (match[1] for match in _PURPOSE.finditer(text)) if wished else ()
    return bool(_CONDITIONED.search(text)) or any(word in commands() or word.endswith("ing") for word in purposes)


def _begins_anew(word: str) -> bool:
    return word in ("you", "we", "i", "it", "they", "there", "then", "instead")


def _condition_behind(words: list[str], status: list[Status], at: int) -> None:
    """Puts what stands before an "if you …" in the same clause under that condition: "click Keep if you need it"."""
    for place in range(at - 1, max(at - 13, -1), -1):
        if words[place] in _BOUNDARY:
            break
        if status[place] is Status.PLAIN:
            status[place] = Status.CONDITIONAL


def _status(deed: _Deed, said: list[_Said]) -> frozenset[Status] | None:
    """How the deed was said where it was said best; None where it wasn't said with this verb."""
    best = 0
    found: set[Status] = set()
    for sentence in said:
        for at, word in enumerate(sentence.stems):
            if word != deed.verb:
                continue
            near = len(deed.objects & set(sentence.stems[at + 1 : at + 13]))
            if deed.objects and not near:
                continue
            if near > best:
                best, found = near, set()
            if near == best:
                found.add(sentence.status[at])
    return frozenset(found) or None
