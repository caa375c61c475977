"""Run-ons: lines in which a second sentence begins and nothing joins it to the first.

"Put it on the shelf you can see the label." is two sentences. The measure knows pronouns, what may follow them and
words that join clauses, all of closed classes, and no verbs of instructions: it reads guides about anything alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.guide import Guide
from tests.quality.lines import LineKind, is_quote, lines
from tests.quality.report import Row
from tests.quality.words import listed

_SUBJECTS = listed("i you we he she they it there")
_FINITE = listed("""
    am is are was were have has had do does did can could will would shall should may might must isn't aren't wasn't
    weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't mustn't haven't hasn't hadn't
""")
_CONTRACTED = re.compile(r"(?:i|you|we|he|she|they|it|there|this)'(?:m|s|re|ve|ll|d)|let's")
_SHOWN = listed("this these those here")
"""With a finite word these begin a sentence ("this is the last page"); else they are objects. "That is" can be both."""
_LETS = "let's"
_LEADS = listed("if when once after before to in on from for with while until as unless")
_JOINTS = listed("""
    that which who whom whose what whatever where wherever when whenever how why if whether unless until till while as
    because since so and or but than before after once although though like whichever except provided in case
""")
"""A clause after one of these belongs to the one before."""
_TELLING = re.compile(
    r"(?:ensur|assum|check|confirm|verif|mak|not|mean|know|think|say|see|remember|hop|guess|find|notic|tell|show|suppos|"
    r"believ|sure|certain|time|way|thing|things|everything|anything|something|all|one|ones|place|reason|first|last)"
    r"(?:e|es|ed|ing|ify|ies|y|ice|s)?"
)
"""A clause may follow these without "that": "make sure it is closed", "the last thing you need", "all you do"."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_STOPS = listed(', . ; : ! ? ( ) – — " “ ” „ ` « » - / \\ = * |')
_NOUN_BEFORE = listed(
    "the a an this that these those your my our his her its their any some each every no all everything anything"
)


@dataclass(frozen=True)
class RunOns:
    lines: int
    found: tuple[str, ...]
    """The lines, each with the words with which the second sentence begins."""

    def rows(self) -> tuple[Row, ...]:
        return (Row("run-ons", len(self.found), self.lines, None, self.found),)


def run_ons(guide: Guide) -> RunOns | None:
    """None for other languages than English."""
    if guide.language.split("-")[0] != "en":
        return None
    told = [line for line in lines(guide) if line.kind in (LineKind.ACTION, LineKind.STEP_TITLE) and not is_quote(line)]
    found = [f"{line.where} at “{at}”: “{line.text}”" for line in told if (at := second_sentence(line.text))]
    return RunOns(len(told), tuple(found))


def second_sentence(text: str) -> str | None:
    """The words with which a second sentence begins inside of a line; None if it is one sentence. A relative clause
    without "that" isn't one ("the file you have made"): a noun with an article right before the subject may have it."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    return next((f"{words[at]} {words[at + 1]}" for at in _begins(words)), None)


def _begins(words: list[str]) -> Iterator[int]:
    for at in range(1, len(words) - 1):
        word, following, before = words[at], words[at + 1], words[at - 1]
        if word == _LETS and words[0] not in _LEADS:
            yield at  # also after "so": it is another command
            continue
        contracted = _CONTRACTED.fullmatch(word) is not None
        if not contracted and word not in _SUBJECTS | _SHOWN:
            continue
        if not contracted and following not in _FINITE and not (word in ("i", "we") and following not in _STOPS):
            continue
        if before in _STOPS or before in _JOINTS or _TELLING.fullmatch(before):
            continue
        if word in _SHOWN or word.startswith(("there", "this")) or not _relative(words, at):
            yield at


def _relative(words: list[str], at: int) -> bool:
    """Whether the subject may begin a relative clause without "that": an article or the like stands two to five words
    before it."""
    return not _NOUN_BEFORE.isdisjoint(words[max(0, at - 5) : at - 1])
