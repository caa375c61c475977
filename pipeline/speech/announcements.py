"""Makes goals of instructions that only announce those after them."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence
from pipeline.speech.weak_instructions import is_definite

BROAD_GOAL_VERBS = frozenset({"install", "configure", "set", "build", "make", "start", "deploy", "test", "write"})
"""Verbs that more often name the goal of the next sentences than an instruction of their own."""


def without_announcements(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Makes an instruction a goal if it only names what the next ones do ("now we can create a token"). It gets no line
    of its own; the first of the next ones cites it too."""
    kept: list[ReadSentence] = []
    aims: tuple[int, ...] = ()
    early = sentences[: max(12, min(len(sentences) // 5, 40))]
    announced = next((n for n, one in enumerate(early) if one.reading.topic), 0)
    begun = next((n for n, one in enumerate(early) if one.reading.begins_work and n >= announced), 0)
    asked = next((n for n, one in enumerate(sentences[:60]) if one.reading.begins_work and one.reading.question), 0)
    if sum(bool(one.instructions) for one in sentences[asked:]) > 2 * sum(
        bool(one.instructions) for one in sentences[:asked]
    ):
        begun = max(begun, asked)
    for n, one in enumerate(sentences):
        if n < announced:
            one = replace(one, instructions=(), reading=replace(one.reading, goal=None, aside=None, expected=None))
        elif n < begun:
            sure = tuple(d for d in one.instructions if d.weight >= 0.9 and (d.goal or is_definite(d)))
            one = replace(one, instructions=sure, reading=replace(one.reading, goal=None, expected=None))
        if one.reading.goal and len(one.instructions) == 1 and one.instructions[0].code is None:
            follow = [d for later in sentences[n + 1 : n + 6] if not later.reading.goal for d in later.instructions]
            broad = one.instructions[0].weight < 0.6 or one.instructions[0].verb in BROAD_GOAL_VERBS
            by_means = _MEANS.search(one.instructions[0].text)
            if (
                broad
                and not by_means
                and sum(d.weight >= 0.6 for d in follow) >= 2
                and one.instructions[0].weight < 0.9
            ):
                one = replace(one, instructions=())
                aims = one.sentence.ids
        if aims and one.instructions and one.sentence.ids != aims:
            one, aims = replace(one, also_cites=(*one.also_cites, *aims)), ()
        kept.append(one)
    return kept


_MEANS = re.compile(r"\b(?:through|using|via|thanks to|by \w+ing|with the)\b", re.IGNORECASE)
CARRIED_OUT_SENTENCES = 6
"""What is announced is expected within this many sentences."""


def with_announced_goals(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Makes an announcement the title of the instructions that carry it out: "now let's save the banner: choose File,
    Save As, then click Save". The first of them cites it too."""
    kept: list[ReadSentence] = []
    aims: tuple[int, ...] = ()
    for n, one in enumerate(sentences):
        ahead = sentences[n + 1 : n + 1 + CARRIED_OUT_SENTENCES]
        announced = bool(one.instructions) and (
            (_announce_a_goal(one.instructions) and _is_carried_out(one.instructions[0], ahead))
            or (
                all(instruction.announced for instruction in one.instructions)
                and _next_is_first_of_several(ahead, rules)
            )
        )
        if announced:
            goal = one.reading.goal or rules.goal_of(one.instructions[0])
            one = replace(one, instructions=(), reading=replace(one.reading, goal=goal))
            aims = (*aims, *one.sentence.ids)
        elif aims and one.instructions:
            one, aims = replace(one, also_cites=tuple(dict.fromkeys((*one.also_cites, *aims)))), ()
        kept.append(one)
    return kept


def _announce_a_goal(instructions: tuple[Instruction, ...]) -> bool:
    return instructions[0].announces_goal and all(
        instruction.announces_goal or instruction.closing for instruction in instructions
    )


def _next_is_first_of_several(ahead: list[ReadSentence], rules: LanguageRules) -> bool:
    """Whether the next instruction is said to be the first of several."""
    following = next((one for one in ahead[:3] if one.instructions), None)
    return following is not None and rules.is_first_of_several(following.sentence.text)


def _is_carried_out(aim: Instruction, ahead: list[ReadSentence]) -> bool:
    """Whether the sentences after an aim show how it is reached: with two instructions for hand or mouse, or by saying
    the aim again."""
    by_hand = 0
    named = aim.words - {aim.verb}
    for one in ahead:
        for instruction in one.instructions:
            if instruction.announces_goal:
                if one.reading.opens >= 1.8:
                    return by_hand >= 2
                continue
            by_hand += instruction.handling
            if instruction.verb == aim.verb and named and len(named & instruction.words) * 2 >= len(named):
                return True
    return by_hand >= 2
