"""Turns announcements into goals: "now let's save the banner" names what the instructions after it achieve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence

BROAD_GOAL_VERBS = frozenset({"install", "configure", "set", "build", "make", "start", "deploy", "test", "write"})
"""Verbs that more often name the goal of the next sentences than an instruction of their own."""
_MEANS = re.compile(r"\b(?:through|using|via|thanks to|by \w+ing|with the)\b", re.IGNORECASE)
"""What shows that an instruction also says how: "set it up using the wizard"."""
COMMANDED_WEIGHT, PLAIN_WEIGHT = 0.9, 0.6
"""From the first weight on (0 to 1), an instruction was commanded and stays one. From the second on, it is plain enough
to carry out a goal."""
FOLLOWING_SENTENCES = 5
"""The instructions for a broad goal are expected within this many sentences."""
_POINTS_BACK = re.compile(
    r"(?!give|name|call|set)\w+ (?:it|them) (?:back )?(?:in|on|off|out|up|down|over|away|into|onto|through)\b",
    re.IGNORECASE,
)
"""The beginning of a deed that moves what the sentence before it named."""
CARRIED_OUT_SENTENCES = 6
"""The instructions for an announced goal are expected within this many sentences."""
NEW_PART_STRENGTH = 1.8
"""How strongly a sentence must open something new (0 to 3) so that what follows is no longer about the goal."""


def with_broad_goals(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences, with a broad instruction left out if its sentence names a goal and plain instructions follow ("now
    we can set up the server"). The next sentence that instructs then cites it too."""
    kept: list[ReadSentence] = []
    goal_ids: tuple[int, ...] = ()
    for n, one in enumerate(sentences):
        if one.reading.goal and len(one.instructions) == 1 and _is_broad(one.instructions[0]):
            following = [
                instruction
                for later in sentences[n + 1 : n + 1 + FOLLOWING_SENTENCES]
                if not later.reading.goal
                for instruction in later.instructions
            ]
            if sum(instruction.weight >= PLAIN_WEIGHT for instruction in following) >= 2:
                one = replace(one, instructions=())
                goal_ids = one.sentence.ids
        if goal_ids and one.instructions and one.sentence.ids != goal_ids:
            one, goal_ids = replace(one, also_cites=(*one.also_cites, *goal_ids)), ()
        kept.append(one)
    return kept


def _is_broad(instruction: Instruction) -> bool:
    """Whether an instruction may only name a goal: it has no code, says no means, and wasn't commanded."""
    return (
        instruction.code is None
        and (instruction.weight < PLAIN_WEIGHT or instruction.verb in BROAD_GOAL_VERBS)
        and not _MEANS.search(instruction.text)
        and instruction.weight < COMMANDED_WEIGHT
    )


def with_announced_goals(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences, with an announcement made the goal of the instructions that carry it out: "now let's save the
    banner: choose File, Save As, then click Save". The first sentence that carries it out cites it too."""
    kept: list[ReadSentence] = []
    goal_ids: tuple[int, ...] = ()
    for n, one in enumerate(sentences):
        ahead = sentences[n + 1 : n + 1 + CARRIED_OUT_SENTENCES]
        if one.instructions and _only_announces(one.instructions, ahead, rules):
            goal = one.reading.goal or rules.goal_of(one.instructions[0])
            one = replace(one, instructions=(), reading=replace(one.reading, goal=goal))
            goal_ids = (*goal_ids, *one.sentence.ids)
        elif goal_ids and one.instructions:
            one, goal_ids = replace(one, also_cites=tuple(dict.fromkeys((*one.also_cites, *goal_ids)))), ()
        kept.append(one)
    return kept


def _only_announces(instructions: tuple[Instruction, ...], ahead: Sequence[ReadSentence], rules: LanguageRules) -> bool:
    """Whether the instructions of a sentence announce what the sentences after it carry out."""
    if _announce_a_goal(instructions) and _is_carried_out(instructions[0], ahead):
        return True
    return all(instruction.announced for instruction in instructions) and _next_is_first_of_several(ahead, rules)


def _announce_a_goal(instructions: tuple[Instruction, ...]) -> bool:
    return (
        instructions[0].announces_goal
        and instructions[0].code is None
        and all(instruction.announces_goal or instruction.closing for instruction in instructions)
    )


def _next_is_first_of_several(ahead: Sequence[ReadSentence], rules: LanguageRules) -> bool:
    """Whether the next instruction, within three sentences, is said to be the first of several."""
    following = next((one for one in ahead[:3] if one.instructions), None)
    return following is not None and rules.is_first_of_several(following.sentence.text)


def _is_carried_out(goal: Instruction, ahead: Sequence[ReadSentence]) -> bool:
    """Whether the sentences after a goal show how to reach it: by two instructions for hand or mouse, by a command to
    type, or by an instruction with its verb and at least half of its other words. Where the next one points back
    ("slide it in"), the goal is a deed of its own."""
    if (following := next((one.instructions[0] for one in ahead if one.instructions), None)) and _POINTS_BACK.match(
        following.text
    ):
        return False
    by_hand = 0
    named = goal.words - {goal.verb}
    for one in ahead:
        for instruction in one.instructions:
            if instruction.announces_goal:
                if one.reading.opens >= NEW_PART_STRENGTH:
                    return by_hand >= 2
                continue
            by_hand += instruction.handling
            if instruction.verb == goal.verb and named and len(named & instruction.words) * 2 >= len(named):
                return True
    return by_hand >= 2
