"""Finds recordings that consist of orders, as recipes and work instructions do when they are read out. In these, what
begins as an order is one, also with a verb that no list has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import SHORT_CHARACTERS, ReadSentence
from pipeline.speech.subjects import FIRST_SENTENCES

FEWEST_ORDERS = 3
ORDERS_SHARE = 0.6
"""A recording consists of orders if at least this share of its sentences begin so, and at least that many. For deeds,
only sentences count that could tell one."""
FEWEST_DEEDS = 5
"""With at least so many sentences that tell deeds or are orders, deeds count, too. A party's plans or a stand-up are
shorter. Where the recording announces what it shows, fewer are enough."""
FEWEST_WORDS = 3
"""Shorter sentences ("okay, done") don't count for it."""

TOLD_WEIGHT = 0.7
"""How surely what somebody says they do is an instruction there, from 0 to 1."""

COMMANDED_WEIGHT = 0.9
"""An instruction from this weight on (0 to 1) was commanded, and announces nothing there."""


def with_orders(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences, with those as instructions that no rule understood whole, if the recording consists of orders. An
    instruction that fits anything elsewhere counts there."""
    orders = _orders_of(sentences, rules)
    if orders is None:
        return list(sentences)
    telling = [
        bool(found or one.instructions)
        for one, found in zip(sentences, orders, strict=True)
        if found or one.instructions or _could_tell(one)
    ]
    whole = sum(map(bool, orders))
    announced = any(one.reading.about or one.reading.topic for one in sentences[:FIRST_SENTENCES])
    fewest = FEWEST_ORDERS if announced else FEWEST_DEEDS
    of_deeds = sum(telling) >= fewest and sum(telling) >= ORDERS_SHARE * len(telling)
    if not of_deeds and (whole < FEWEST_ORDERS or whole < ORDERS_SHARE * len(sentences)):
        return list(sentences)
    return [
        one if one.in_answer else one.with_instructions(_understood(one, found, rules, surely=of_deeds))
        for one, found in zip(sentences, orders, strict=True)
    ]


def _orders_of(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[tuple[Instruction, ...]] | None:
    """The orders in each sentence. None as soon as too many have none for the recording to consist of orders: most long
    ones are known by then."""
    once = cache(rules.orders)
    orders: list[tuple[Instruction, ...]] = []
    could = without = 0
    most = (1 - ORDERS_SHARE) * len(sentences)
    for one in sentences:
        text = one.sentence.text
        read = once if len(text) <= SHORT_CHARACTERS else rules.orders
        orders.append(() if one.reading.question else read(text))
        if not orders[-1]:
            without += 1
            could += not one.instructions and _could_tell(one)
            if min(without, could) > most:
                return None
    return orders


def _could_tell(one: ReadSentence) -> bool:
    """Whether a sentence could tell what to do: it is no question, announcement, remark or result."""
    told = one.reading
    other = told.question or told.idle or told.topic or told.about or told.aside or told.expected or told.prerequisite
    return not other and len(one.sentence.text.split()) >= FEWEST_WORDS


def _understood(
    one: ReadSentence, orders: tuple[Instruction, ...], rules: LanguageRules, *, surely: bool
) -> tuple[Instruction, ...]:
    told = one.reading
    other = told.aside or told.expected or told.prerequisite
    if told.idle or told.topic or told.goal or (other and not one.instructions) or one.sentence.unsettled:
        return one.instructions
    known = frozenset[str]().union(*(rules.content_words(found.text) | found.words for found in one.instructions))
    said = frozenset[str]().union(
        *(rules.content_words(order.text.removeprefix(order.lead or "").split(",")[0]) for order in orders)
    )
    said = frozenset(word for word in said if "'" not in word)
    verbs = {instruction.verb for instruction in one.instructions}
    missed = not said <= known or not verbs.issuperset(order.verb for order in orders)
    whole = frozenset[str]().union(*(rules.content_words(order.text) for order in orders))
    lost = any(2 * len(found.words & whole) < len(found.words) for found in one.instructions)
    if orders and not (one.instructions and (lost or not missed)):
        return orders
    if not surely:
        return tuple(replace(found, vague=found.vague and not orders) for found in one.instructions)
    return tuple(_told(found, commanded=bool(orders)) for found in one.instructions)


def _told(instruction: Instruction, *, commanded: bool) -> Instruction:
    """An instruction that is surely one, since it stands among others."""
    weight = max(instruction.weight, TOLD_WEIGHT)
    evidence = max(instruction.evidence, weight)
    announces = instruction.announces_goal and not (commanded and instruction.weight >= COMMANDED_WEIGHT)
    return replace(instruction, vague=False, weight=weight, evidence=evidence, announces_goal=announces)
