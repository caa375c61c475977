"""What French and Spanish have in common beside their wording: the verb comes first, behind a condition, a purpose or a
place, and what can be left out of a title or a long instruction stands at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.speech import Instruction, literals
from pipeline.speech.wording import MOST_INSTRUCTION_WORDS, MOST_TITLE_WORDS, Wording

_QUOTED = re.compile(r"[\"“«][^\"”»]{1,200}[\"”»]")
_SPACE = "\ue000"
"""Stands for the spaces in a quotation, so that no title ends inside one."""
FIRST_CHARACTERS = 20
"""So much of an instruction behind its lead is never cut."""

Joint = re.Match[str]
"""A place where another instruction can begin."""
Then = re.Match[str] | None
"""The words behind a joint that say that something follows."""


_ELSE = re.compile(r"\b(?:si no|de lo contrario|sinon|autrement)\b", re.IGNORECASE)
"""What follows befalls one who doesn't do it. A verb joined to it is none to do: "si no, cae y mancha todo"."""


@dataclass(frozen=True, kw_only=True)
class RomanceWording(Wording):
    """The words of a language by which its sentences are cut."""

    lead: re.Pattern[str]
    """A condition, a purpose or a place before the instruction, as its first group."""
    joint: re.Pattern[str]
    """A place where another instruction can begin. Its group "strong" says that one does."""
    then: re.Pattern[str]
    """Words that say that something follows."""
    reason: re.Pattern[str]
    """The beginning of something that an instruction can do without if it is too long."""
    clause: re.Pattern[str]
    """The beginning of something that never belongs into a title."""
    stops: frozenset[str]
    """Words before which a title that is too long is cut."""
    loose_end: re.Pattern[str]
    """A word with which no title ends."""

    def clauses(self, text: str, begins: Callable[[Joint, Then], bool]) -> list[str]:
        """The text, cut where another instruction begins. A condition stays with what follows it, and a verb alone with
        its neighbour: "ouvrez et fermez le couvercle"."""
        clauses: list[str] = []
        begin, told = 0, self.end_of_lead(text, 0)
        for joint in self.joint.finditer(text):
            if joint.start() < told or len(text[begin : joint.start()].split()) < 2:
                continue
            if not joint["strong"] and "," not in joint[0] and _ELSE.search(text, begin, joint.start()):
                continue
            then = self.then.match(text, joint.end())
            if joint["strong"] or begins(joint, then):
                clauses.append(text[begin : joint.start()])
                begin = joint.end()
                told = self.end_of_lead(text, then.end() if then else begin)
        return [*clauses, text[begin:]]

    def end_of_lead(self, text: str, begin: int) -> int:
        """Where the clause that begins here gets to its verb."""
        opened = self.openers.match(text[begin:])
        begin += opened.end() if opened else 0
        lead = self.lead.match(text[begin:])
        return begin + (lead.end() if lead else 0)

    def shortened(
        self, said: str, verb: str, weight: float, masked: literals.Masked, lead: str = ""
    ) -> Instruction | None:
        """The instruction with its lead and without its reason if it is too long; None if it still is then."""
        whole = f"{lead}, {said}" if lead else said
        if len(whole.split()) > MOST_INSTRUCTION_WORDS:
            begin = len(lead) + FIRST_CHARACTERS
            cut = self.reason.search(whole[begin:])
            if cut is None and len(whole.split()) > MOST_INSTRUCTION_WORDS + 5:
                return None
            whole = whole[: begin + cut.start()] if cut else whole
        return self.instruction(whole, said, verb, weight, masked, lead)

    def title(self, phrase: str) -> str:
        """A title of about eight words, without the lead, cut where a phrase ends."""
        phrase = phrase.strip().rstrip(".!?")
        if lead := self.lead.match(phrase):
            phrase = phrase[lead.end() :]
        joined = _QUOTED.sub(lambda found: found[0].replace(" ", _SPACE), phrase)
        words = self.clause.split(joined)[0].split()
        if len(words) > MOST_TITLE_WORDS:
            cuts = [i for i in range(3, MOST_TITLE_WORDS + 1) if words[i].lower() in self.stops]
            words = words[: cuts[-1] if cuts else MOST_TITLE_WORDS]
        while len(words) > 1 and len(" ".join(words).replace(_SPACE, " ").split()) > MOST_TITLE_WORDS + 1:
            words.pop()
        title = " ".join(" ".join(words).replace(_SPACE, " ").split()[: MOST_TITLE_WORDS + 1])
        title = self.loose_end.sub("", title)
        return title[:1].upper() + title[1:]
