"""Form: is each action one short command, each title a verb phrase of its own, and nothing said twice?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from pipeline.guide import Guide
from pipeline.transcript import count_words
from tests.quality.lines import LineKind, actions, is_quote, lines
from tests.quality.report import Bound, Row
from tests.quality.verbs import GERMAN, SPANISH, action_verb_stems, action_verbs, commands
from tests.quality.words import STOP, content, listed, resemblance, sentences, stem, tokens

MOST_WORDS = 25
ALIKE = 0.8
"""Two lines that share this much of their content say the same."""


@dataclass(frozen=True)
class Form:
    """The share of actions that begin with a verb in the imperative, have at most 25 words and command one thing; the
    share of titles that are verb phrases; and what is there twice.

    The rules: ASD-STE100 Simplified Technical English, 5.1 (20 words a sentence in procedures; 25 here, as for its
    descriptions, since an action may carry its condition), 5.2 (one instruction a sentence, unless done at the same
    time), 5.3 (imperative), 5.4 (a leading clause ends with a comma); Microsoft Writing Style Guide, “Writing
    step-by-step instructions” (headings that say what the steps help to do, in parallel form). "Press and hold" and the
    like are one action. Near-duplicates by Broder's resemblance of their content, ≥ 0.8. German and Spanish also allow
    the infinitive. Other languages are judged by length and duplicates alone."""

    actions: int
    faulty: tuple[str, ...]
    """Actions with at least one fault, and which."""
    titles: int
    no_verb: tuple[str, ...]
    same_titles: tuple[str, ...]
    vague: tuple[str, ...]
    """Actions that name nothing to act on: "Click here.", "Take it a step further." Where the line before names it,
    "Open it." may do; else the line can't be followed without the recording (Microsoft Writing Style Guide: tell where
    an action takes place before the action)."""
    duplicates: tuple[str, ...]
    """Pairs of actions, or of steps, that say the same."""
    lengths: tuple[int, ...]
    """Words of each action."""
    quoted: int = 0
    """Actions that only quote what was said, in quotation marks. They are no commands and are measured by nothing else
    here."""

    def rows(self) -> tuple[Row, ...]:
        bad = (*self.no_verb, *self.same_titles)
        return (
            Row("form", self.actions - len(self.faulty), self.actions, Bound(least=0.9), self.faulty),
            Row("titles", self.titles - len(set(bad)), self.titles, Bound(least=0.9), tuple(dict.fromkeys(bad))),
            Row("vague actions", len(self.vague), self.actions, None, self.vague),
            Row("near-duplicates", len(self.duplicates), None, None, self.duplicates),
            Row("quoted as said", self.quoted, self.actions + self.quoted),
        )


_EMPTY = listed("""
    little bit quick quickly thing things something anything everything way stuff further right ahead back again away
    together good great well bad new first last next maybe really simply thanks okay lot lots kind sort much many
    step break yourself ourselves started going see hard easy same
""")
_LEAD = listed("""
    if when whenever once after before to in on from under at for with where while until inside as next by unless
    depending during within then now first finally optionally optional alternatively again otherwise instead below
    above near without since using because""")
_ONE_ACTION = re.compile(
    r"\b(?:press|click|tap|hold|touch) (?:down )?and (?:hold|drag|press|release)\b|\bdrag and drop\b|"
    r"\bcopy and paste\b|"
    r"\bcut and paste\b|\bgo ahead and\b|\b(?:go|come|try) and\b|\bmix and match\b|\btrial and error\b|"
    r"\bfind and replace\b|\bpoint and click\b|\bsave and (?:close|exit|quit)\b|\bread and write\b|\bplug and play\b",
    re.IGNORECASE,
)
_AFTER_VERB = listed("""
    the a an your this that these those it them on to in into up down out off from any all each its their back over
    for with at again some two three both one another his her my our what whether everything""")
_CLAUSES = re.compile(r"([,;]\s+(?:and then |and |then )?|\band then\b|\band\b)", re.IGNORECASE)
_LABELLED = re.compile(r"\s*[a-z][\w-]* (?:[“\"*`]|[A-Z])")
_PHASES = listed("start begin stop keep continue finish try")
_WAY = listed("around across over through along under there forth")
_OBVIOUS = re.compile(
    r"(?<!what)\s(?:that |which )?(?:you|we)(?:'ve| have)?(?: just| already)? (?:made|have|got|chose)(?=\.?$)"
)
"""A clause that says no more of a thing than that it is there: "the selections you made"."""
_FINITE = listed("is are was were has had will would can could does did")
_FINITE_DE = re.compile(r"\b(?:ist|sind|war|hat|haben|wird|werden|kann|können|muss|müssen|soll|sollen)\b")
_INFINITIVE_DE = re.compile(r"\b[\wäöüß]{2,}(?:en|ern|eln)\.?$")


def form(guide: Guide) -> Form:
    language = guide.language.split("-")[0]
    told = tuple(line for line in actions(guide) if not is_quote(line))
    faulty = []
    for line in told:
        faults = list(faults_of(line.text, language))
        if faults:
            faulty.append(f"{line.where} {', '.join(faults)}: “{line.text}”")
    titles = [step.title for step in guide.steps]
    no_verb = [
        f"{step.number} no verb phrase: “{step.title}”"
        for step in guide.steps
        if not verb_first(step.title, language, True)
    ]
    coded = {line.where for line in lines(guide) if line.kind is LineKind.CODE}
    seen: dict[str, int] = {}
    same_titles = []
    for step in guide.steps:
        key = " ".join(tokens(step.title))
        if key in seen:
            same_titles.append(f"{step.number} the title of step {seen[key]} again: “{step.title}”")
        seen.setdefault(key, step.number)
    return Form(
        actions=len(told),
        faulty=tuple(faulty),
        titles=len(titles),
        no_verb=tuple(no_verb),
        same_titles=tuple(same_titles),
        vague=tuple(f"{line.where} “{line.text}”" for line in told if line.where not in coded and _vague(line.text)),
        duplicates=tuple(_duplicates(guide)),
        lengths=tuple(count_words(line.text) for line in told),
        quoted=len(actions(guide)) - len(told),
    )


def faults_of(text: str, language: str) -> Iterator[str]:
    """What is wrong with the form of an instruction, in a word or two each."""
    if not verb_first(text, language):
        yield "no imperative"
    if count_words(text) > MOST_WORDS:
        yield f"{count_words(text)} words"
    if language == "en" and (count := count_actions(text)) > 1:
        yield f"{count} actions"


def verb_first(text: str, language: str, title: bool = False) -> bool:
    """Whether a text is a command, also after a leading clause that ends with a comma, a colon or a bracket; a title
    may be a gerund phrase. True for languages that aren't judged."""
    if language == "de":
        clauses = re.split(r"[,:;]\s+", text.rstrip(" .!"))
        return " Sie " in text[:25] or any(
            GERMAN.match(c) or (_INFINITIVE_DE.search(c) and not _FINITE_DE.search(c)) for c in clauses
        )
    if language == "es":
        clauses = re.split(r"[,:;]\s+", text)
        return any(SPANISH.match(c) or re.match(r"(?:no )?\w+[aei]r(?:l[aeo]s?|se)?\b", c) for c in clauses)
    if language != "en":
        return True
    text = re.sub(r"^\s*\([^)]*\)\s*", "", text.replace("’", "'"))
    words = tokens(text)
    if not words:
        return False
    if _commands(words) or (title and words[0].endswith("ing") and stem(words[0]) in {stem(d) for d in commands()}):
        return True
    doing = words[0].endswith("ing") and stem(words[0]) in action_verb_stems() | {"look"}  # "pressing the key, drag it"
    if words[0] not in _LEAD and not doing:
        return False
    rest = re.split(r"[,:;]\s+|\bthen\b", text)[1:]
    return any(_commands(tokens(part)) for part in rest)


def count_actions(text: str) -> int:
    """How many actions a line commands; what belongs together in one motion counts once."""
    whole = _ONE_ACTION.sub("press", text.replace("’", "'"))
    count = 0
    for sentence in sentences(whole):
        before = ""
        for number, clause in enumerate(_CLAUSES.split(sentence)):
            if number % 2:  # what parts two clauses
                before += clause.lower()
                continue
            words = tokens(clause)
            verbs = commands() if before.rstrip().endswith("then") else action_verbs()
            if words and words[0] in verbs and not (words[1:2] and words[1] in _FINITE):
                count += number == 0 or (_reaches(words, clause) and not _moves_back(words, before))
            before = clause.lower()
    return max(count, 1)


def _reaches(words: list[str], clause: str) -> bool:
    """Whether a verb inside an instruction has an object, and so is a verb and not a noun of an enumeration."""
    verb, after = words[0], words[1:2]
    if not after or verb == "see" or words[:2] == ["close", "to"]:
        return False
    labelled = _LABELLED.match(clause) is not None  # "select Copy"; not "Write permissions", which is a label itself
    return after[0] in _AFTER_VERB or labelled or (verb in _PHASES and after[0].endswith("ing"))


def _moves_back(words: list[str], before: str) -> bool:
    """Whether "back" goes on with a way: "around the bottom and back up the other side"."""
    return words[0] == "back" and not _WAY.isdisjoint(tokens(before))


def _commands(words: list[str]) -> bool:
    while words and words[0] in ("please", "then", "now", "next", "first", "finally", "optionally", "also", "always"):
        words = words[1:]
    if words[:2] == ["do", "not"]:
        words = words[2:]
    elif words[:1] in (["don't"], ["never"]):
        words = words[3:] if words[1:3] == ["forget", "to"] else words[1:]
    if not words or (words[1:2] and words[1] in _FINITE):
        return False
    if words[1:2] == ["click"] and words[0] in ("double", "right", "left", "triple"):
        return True
    return words[0] in commands()


def _vague(text: str) -> bool:
    """Whether there is nothing in an instruction but verbs and words that point or say little. An instruction in a
    script without spaces is never taken for vague."""
    words = tokens(text)
    if words[:2] in (["log", "in"], ["log", "out"], ["sign", "in"], ["sign", "out"], ["sign", "up"]):
        return False
    verbs = {0, *(at + 1 for at, word in enumerate(words) if word in ("and", "to", "then", "please", "now"))}
    named = [
        word for at, word in enumerate(words) if word not in STOP | _EMPTY and not (at in verbs and word in commands())
    ]
    return text.isascii() and not named


def _duplicates(guide: Guide) -> Iterator[str]:
    told = [
        (line, content(_OBVIOUS.sub("", line.text)), frozenset(re.findall(r"\d+", line.text)))
        for line in actions(guide)
    ]
    for (one, a, m), (other, b, n) in combinations(told, 2):
        if a and b and m == n and resemblance(a, b) >= ALIKE:
            yield f"{one.where} “{one.text}” and {other.where} “{other.text}”"
    for one_step, other_step in combinations(guide.steps, 2):
        a, b = (content(" ".join(x.instruction for x in s.actions)) for s in (one_step, other_step))
        if resemblance(a, b) >= ALIKE:
            yield f"step {one_step.number} “{one_step.title}” and step {other_step.number} “{other_step.title}”"
