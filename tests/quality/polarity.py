"""Polarity: has something been turned into a command that was forbidden, or that was said under a condition?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.guide import FindingKind, Guide
from pipeline.transcript import Transcript
from tests.quality.clauses import condition_alone, turned_round
from tests.quality.lines import Line, LineKind, evidence, is_quote, lines, utterance_ids
from tests.quality.report import Bound, Row
from tests.quality.scopes import FURTHER, Heard, Status, hear, status_at
from tests.quality.verbs import commands
from tests.quality.words import STOP, sentences, stem, tokens


@dataclass(frozen=True)
class Polarity:
    """Actions and titles that command what their sources forbid, deny or make conditional, or that forbid what their
    sources command; must be 0.

    After NegEx (Chapman et al., “A simple algorithm for identifying negated findings and diseases in discharge
    summaries”, J. Biomed. Inform. 34, 2001): triggers with a scope that ends at a conjunction or after a few words, and
    pseudo-triggers that look like negation and aren't ("don't forget to"). For each action that a line commands, the
    clauses of its sources with the same verb and, where it has an object, a word of it are looked at: a flip is when
    none of the best matching ones has the action's polarity. A condition counts as kept when the line has any
    condition, purpose or "optionally"; "if you go to…, you'll see" shows the way and is no condition. "Don't … until"
    forbids for a time: the line says until when, or commands the action for afterwards. A clause after "if" or "make
    sure" that is turned round is a flip as well, and so is an "if" that is cited and of which nothing is told
    (`clauses`). What is quoted letter for letter commands nothing. English only: elsewhere nothing is reported."""

    checked: int
    """Actions found in what their line cites."""
    flips: tuple[str, ...]
    """Shown as certain."""
    marked: tuple[str, ...]
    """Where the document says that this is to be checked."""

    def rows(self) -> tuple[Row, ...]:
        return (
            Row("polarity flips", len(self.flips), None, Bound(most=0), self.flips),
            Row("flips marked to check", len(self.marked), None, None, self.marked),
            Row("actions compared", self.checked),
        )


_FORBIDS = frozenset(["don't", "never", "not", "avoid", "without", "no", "cannot", "can't"])
_FAILING = frozenset(map(stem, ("forget", "hesitate", "fail", "worry")))
_NOT_FAILING = re.compile(r"\b(?:don't|not|never) (forget|hesitate|fail|worry)\b")
_CONDITIONED = re.compile(
    r"^(?:to|for|where|after|before|once|while|depending|with) |\b(?:if|unless|when|whenever|where|in case|only|"
    r"optional|optionally|otherwise|as needed|needed|necessary|alternatively|until|till|before)\b"
)
_AFTERWARDS = re.compile(r"\b(?:when|whenever|once|after|as soon as|wait|if|only)\b")
_POINTS = frozenset(map(stem, ("it", "them", "these", "those", "this")))
_WISHED = re.compile(r"\bif (?:you|we|i|they|anyone|people)(?:'d|'re)? (?:\w+ )?(?:wants?|need|like|wish|plan|going)\b")
_PURPOSE = re.compile(r"\b(?:to|for) (\w+)")


@dataclass(frozen=True)
class _Action:
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
        compared, how = _compare(line, guide, transcript)
        checked += compared
        if how:
            doubted = line.marked(FindingKind.POLARITY, FindingKind.UNCITED)
            (marked if doubted else flips).append(f"{line.where} “{line.text}”: {how}")
    return Polarity(checked, tuple(flips), tuple(marked))


def _compare(line: Line, guide: Guide, transcript: Transcript) -> tuple[int, str | None]:
    """How many actions of a line were found in what it cites, and how the line differs from it, if it does."""
    if is_quote(line) and " ".join(tokens(line.text)) in " ".join(tokens(evidence(line, guide, transcript))):
        return 0, None
    # What was cut within a sentence is one sentence again.
    text = re.sub(r"(?<![.!?])\n", " ", re.sub(r"…|\.\.\.+", ",", evidence(line, guide, transcript)))
    forgotten = {stem(verb) for verb in _NOT_FAILING.findall(text.replace("’", "'").lower())}
    said = [hear(sentence) for sentence in sentences(text)]
    titled = line.kind is LineKind.STEP_TITLE  # a title names the action; its actions carry the condition
    conditioned = titled or _is_conditioned(line.text.lower(), wished=bool(_WISHED.search(text.lower())))
    compared = 0
    for action in _actions(line.text):
        found = _status(action, said)
        if action.verb in _FAILING and action.verb in forgotten:
            found = frozenset([Status.NEGATED])
        if found is None:
            continue
        compared += 1
        if _flipped(action, found, conditioned, bool(_AFTERWARDS.search(line.text.lower()))):
            return compared, f"said as {' and '.join(sorted(found))}"
    if turned_round(line.text, text):
        return compared, "said the other way round"
    if not conditioned and _condition_cited(line, transcript):
        return compared, "cited with a condition"
    return compared, None


def _commanding(guide: Guide) -> Iterator[Line]:
    """The lines that a reader obeys: actions, and the titles that sum them up."""
    return (line for line in lines(guide) if line.kind in (LineKind.ACTION, LineKind.STEP_TITLE))


def _flipped(action: _Action, found: frozenset[Status], conditioned: bool, afterwards: bool) -> bool:
    if action.negated:
        return Status.NEGATED not in found and not (conditioned and Status.SUSPENDED in found)
    if Status.PLAIN in found:
        return False
    return not ((conditioned and Status.CONDITIONAL in found) or (afterwards and Status.SUSPENDED in found))


def _condition_cited(line: Line, transcript: Transcript) -> bool:
    """Whether a line cites, right before what it tells, an utterance for its condition alone."""
    cited = {n for n in utterance_ids(line.citations) if 1 <= n <= len(transcript.utterances)}
    return any(n + 1 in cited and condition_alone(line.text, transcript[n].text) for n in cited)


def _actions(text: str) -> Iterator[_Action]:
    """The actions that an instruction commands or forbids: the verbs that begin its clauses."""
    for sentence in sentences(text.replace("’", "'").lower()):
        for clause in re.split(r"[,;:]\s|\band then\b|\band\b|\bthen\b|\bor\b", sentence):
            words = tokens(clause)
            negated = False
            while words and (_forbids(words) or words[0] in ("optionally", "please")):
                negated |= _forbids(words)
                words = words[1:]
            if words and (words[0] in commands() or stem(words[0]) in _FAILING or (negated and words[0] not in STOP)):
                inner = bool({"not", "never", "don't"} & set(words[1:3]))
                if words[0] == "try" or words[:2] == ["make", "sure"]:  # "try not to run it", "make sure you run it"
                    rest = words[2:] if words[0] == "make" else words[1:]
                    bare = _without(rest, ("not", "to", "you", "that", "do", "don't", "never"))
                    inner |= not _FORBIDS.isdisjoint(rest[: len(rest) - len(bare)])
                    words = [*bare, ""]
                if words[0] in ("be", "do", "have", "let", "make", "try", ""):
                    continue  # they say too little to be found again
                yield _Action(stem(words[0]), _objects(words[1:]), negated or inner)


def _forbids(words: list[str]) -> bool:
    """Whether these begin with a word that forbids what follows; "stop the server" is an action, "stop running"
    isn't."""
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


def _is_conditioned(text: str, wished: bool) -> bool:
    """Whether an instruction says when it holds. Where the condition is a wish, saying what for is enough: "click Copy
    to get a copy" keeps "if you want a copy"."""
    purposes = (match[1] for match in _PURPOSE.finditer(text)) if wished else ()
    return bool(_CONDITIONED.search(text)) or any(word in commands() or word.endswith("ing") for word in purposes)


def _status(action: _Action, said: list[Heard]) -> frozenset[Status] | None:
    """How the action was said where it was said best; None where it wasn't said with this verb."""
    best = 0
    found: set[Status] = set()
    for sentence in said:
        for at, word in enumerate(sentence.stems):
            if word != action.verb:
                continue
            near = len(action.objects & _around(sentence, at))
            if action.objects and not near:
                continue
            if near > best:
                best, found = near, set()
            if near == best:
                found.add(status_at(sentence, at))
    return frozenset(found) or None


def _around(sentence: Heard, at: int) -> set[str]:
    """The words in which a verb's object is looked for: those behind it, and those before it where it has a pronoun."""
    behind = sentence.stems[at + 1 : at + 1 + FURTHER]
    points = not _POINTS.isdisjoint(behind[:2])
    return {*behind, *(sentence.stems[max(at - FURTHER, 0) : at] if points else ())}
