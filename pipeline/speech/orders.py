"""Finds recordings that consist of orders, as recipes and work instructions do when they are read out. In these, what
begins as an order is one, also with a verb that no list has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence

FEWEST_ORDERS = 3
ORDERS_SHARE = 0.6
"""A recording consists of orders if at least this share of its sentences begin so, and at least that many."""


def with_orders(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences, with those as instructions that no rule understood whole, if the recording consists of orders. An
    instruction that fits anything elsewhere counts there."""
    orders: list[Instruction | None] = []
    others = 0
    for one in sentences:
        orders.append(None if one.reading.question else rules.order(one.sentence.text))
        others += orders[-1] is None
        if len(sentences) - others < max(FEWEST_ORDERS, ORDERS_SHARE * len(sentences)):
            return list(sentences)
    return [
        one if order is None or one.in_answer else one.with_instructions(_understood(one, order))
        for one, order in zip(sentences, orders, strict=True)
    ]


def _understood(one: ReadSentence, order: Instruction) -> tuple[Instruction, ...]:
    told = one.reading
    if told.aside or told.expected or told.prerequisite or told.topic or told.goal:
        return one.instructions
    known = frozenset[str]().union(*(instruction.words for instruction in one.instructions))
    if one.instructions and {word for word in order.words if "'" not in word} <= known:
        return tuple(replace(instruction, vague=False) for instruction in one.instructions)
    return (order,)
