"""Texts made from a pattern's own parse tree, in which each of its repeats finds much to repeat and the rest fails."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

GENERIC = " \t\n\r.-_<>\"'()[]{}#*/\\:,;!?@=&|%$+~^`0aAé一あ"
MANY = 20
"""A repeat that takes at least this many can be pumped."""
FAILING = ("!", "\x00", "x\n", "\n\n", "")
"""What comes behind the repeated part, so that the rest of a pattern doesn't match. The last: nothing at all."""


@dataclass(frozen=True)
class Pump:
    before: str
    body: str
    after: str
    second: str = ""
    """A second part that is repeated, behind the first one."""

    def text(self, size: int) -> str:
        """Of about so many characters."""
        if self.second:
            half = size // 2
            return self.before + self._times(self.body, half) + self._times(self.second, half) + self.after
        return self.before + self._times(self.body, size) + self.after

    def _times(self, part: str, size: int) -> str:
        return part * max(1, size // len(part))

    def __str__(self) -> str:
        second = f" + {self.second!r} × n" if self.second else ""
        return f"{self.before!r} + {self.body!r} × n{second} + {self.after!r}"


def pumps(text: str | bytes, flags: int, variants: int, everywhere: bool, seed: int = 0) -> list[Pump]:
    """Texts for a pattern: each repeat with `variants` bodies and the ends that may fail. `everywhere`: the pattern is
    tried from every place, so what leads to a repeat is repeated too. `seed` decides which of many texts are made."""
    tree = _parser.parse(text, flags)
    samples = Samples(tree, random.Random(f"{seed} {text!r}"))
    found: dict[Pump, None] = {}
    for spot in _spots(tree, samples, ""):
        for pump in _of_spot(spot, samples, variants, everywhere):
            found[pump] = None
    for pump in _generic(samples, variants):
        found[pump] = None
    return list(found)


class Samples:
    """Makes texts that a part of a pattern matches, as far as its assertions allow."""

    def __init__(self, tree: Any, choose: random.Random) -> None:
        self.choose = choose
        self.literals = "".join(dict.fromkeys(c for c in _literals(tree) if not 0xD800 <= ord(c) < 0xE000))
        self.palette = "".join(dict.fromkeys(self.literals + GENERIC))
        self._state = tree.state
        self._fitting: dict[str, str] = {}
        self._groups: dict[int, str] = {}

    def sample(self, nodes: Iterable[Any]) -> str:
        return "".join(self._one(node) for node in nodes)

    def bodies(self, nodes: Sequence[Any], most: int) -> list[str]:
        """Different texts for the inside of a repeat: each alternative, several characters of a set, and mixtures."""
        made = dict.fromkeys(text for text in self._alternatives(nodes, most) if text)
        for _ in range(most):
            if text := self.sample(nodes):
                made[text] = None
        single = list(made)
        if len(single) > 1:
            made["".join(self.choose.sample(single, 2))] = None
            made["".join(single[:4])] = None
        return list(made)

    def _alternatives(self, nodes: Sequence[Any], most: int) -> Iterator[str]:
        nodes = list(nodes)
        for place, (op, value) in enumerate(nodes):
            name = str(op)
            choices: list[str]
            if name == "BRANCH":
                branches = value[1] if len(value[1]) <= 4 * most else self.choose.sample(value[1], 4 * most)
                choices = [self.sample(branch) for branch in branches]
            elif name in ("IN", "ANY", "NOT_LITERAL"):
                choices = self._some((op, value), most)
            elif name == "SUBPATTERN":
                choices = list(self._alternatives(value[3], most))
            elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                choices = list(self._alternatives(value[2], most))
                if value[0] == 0:
                    choices.append("")
            else:
                continue
            for choice in choices:
                yield self.sample(nodes[:place]) + choice + self.sample(nodes[place + 1 :])

    def unfitting(self, nodes: Sequence[Any]) -> str:
        """A character at which a repeat of one set must end, if it takes most others; else ""."""
        if len(nodes) != 1 or str(nodes[0][0]) not in ("IN", "NOT_LITERAL") or "a" not in (fit := self._fits(nodes[0])):
            return ""
        return next((character for character in self.literals if character not in fit and character != "\n"), "")

    def _some(self, node: Any, most: int) -> list[str]:
        """Characters that a set takes: those that stand in the pattern, and one of each common kind."""
        fitting = self._fits(node)
        own = [c for c in fitting if c in self.literals]
        common = [c for c in " a0.-\n<_" if c in fitting and c not in own]
        rest = [c for c in fitting if c not in own and c not in common]
        chosen = [*common[:most], *(own if len(own) <= most else self.choose.sample(own, most))]
        return chosen or rest[:most]

    def _fits(self, node: Any) -> str:
        key = repr(node)
        if key not in self._fitting:
            one = _compiler.compile(_parser.SubPattern(self._state, [node]))
            encode = isinstance(one.pattern, bytes)
            candidates = self.palette + "".join(_of_set(node))
            self._fitting[key] = "".join(
                dict.fromkeys(c for c in candidates if one.match(c.encode("latin-1", "replace") if encode else c))
            )
        return self._fitting[key]

    def _one(self, node: Any) -> str:
        op, value = node
        match str(op):
            case "LITERAL":
                return chr(value)
            case "IN" | "ANY" | "NOT_LITERAL":
                fitting = self._fits(node)
                return self.choose.choice(fitting) if fitting else ""
            case "BRANCH":
                return self.sample(self.choose.choice(value[1]))
            case "SUBPATTERN":
                group, _, _, inside = value
                text = self.sample(inside)
                if group is not None:
                    self._groups[group] = text
                return text
            case "ATOMIC_GROUP":
                return self.sample(value)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inside = value
                times = self.choose.randint(least, min(least + 1, most))
                return "".join(self.sample(inside) for _ in range(times))
            case "GROUPREF":
                return self._groups.get(value, "")
            case "GROUPREF_EXISTS":
                group, yes, no = value
                return self.sample(yes if group in self._groups else no or [])
        return ""


@dataclass(frozen=True)
class _Spot:
    """A place in a pattern: a text that leads to it, and what is repeated there, if anything is."""

    before: str
    inside: Any
    next_inside: Any
    """What the next repeat of the same row repeats."""
    between: str


def _spots(nodes: Any, samples: Samples, before: str) -> Iterator[_Spot]:
    nodes = list(nodes)
    for place, (op, value) in enumerate(nodes):
        here = before + samples.sample(nodes[:place])
        match str(op):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                _, most, inside = value
                if most >= MANY:
                    later, between = _next_repeat(nodes, place, samples)
                    yield _Spot(here, inside, later, between)
                yield from _spots(inside, samples, here)
            case "BRANCH":
                for branch in value[1]:
                    yield from _spots(branch, samples, here)
            case "SUBPATTERN":
                yield from _spots(value[3], samples, here)
            case "ATOMIC_GROUP":
                yield from _spots(value, samples, here)
            case "ASSERT" | "ASSERT_NOT":
                yield from _spots(value[1], samples, here)
            case "GROUPREF_EXISTS":
                for part in value[1:]:
                    yield from _spots(part or [], samples, here)
            case _:
                continue
        if here:
            yield _Spot(here, None, None, "")
    if whole := before + samples.sample(nodes):
        yield _Spot(whole, None, None, "")


def _next_repeat(nodes: list[Any], place: int, samples: Samples) -> tuple[Any, str]:
    for later in range(place + 1, len(nodes)):
        op, value = nodes[later]
        while str(op) == "SUBPATTERN" and len(value[3]) == 1:
            op, value = value[3][0]
        if str(op) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[1] >= MANY:
            return value[2], samples.sample(nodes[place + 1 : later])
    return None, ""


def _of_spot(spot: _Spot, samples: Samples, variants: int, everywhere: bool) -> Iterator[Pump]:
    bodies = samples.bodies(spot.inside, variants) if spot.inside is not None else []
    # What the pattern itself asks for comes last.
    ends = sorted(FAILING, key=lambda end: any(c in samples.literals for c in end))[:variants]
    if spot.inside is not None and (stop := samples.unfitting(spot.inside)):
        ends.append(f"{stop}{ends[0]}")
    for number, body in enumerate(bodies):
        # The first bodies get each end, the others one of them in turn.
        for after in ends if number < variants else ends[number % len(ends) :][:1]:
            yield Pump(spot.before, body, after)
    if spot.next_inside is not None:
        seconds = samples.bodies(spot.next_inside, variants)
        for body, second in list(zip(bodies, seconds, strict=False))[:variants]:
            yield Pump(spot.before, body, ends[0], spot.between + second)
    if everywhere and spot.before:
        starts = [spot.before, *(spot.before + body for body in bodies[:1])]
        for start in starts:
            for apart in ("", " ", "\n")[:variants]:
                yield Pump("", apart + start, ends[0])
            if ends[0] != ends[-1]:
                yield Pump("", start, ends[-1])
            if bodies:
                yield Pump("", start, ends[0], bodies[0])


def _generic(samples: Samples, variants: int) -> Iterator[Pump]:
    for character in samples.palette[: 20 * variants]:
        yield Pump("", character, FAILING[0])
    letters = samples.literals or GENERIC
    for _ in range(2 * variants):
        body = "".join(samples.choose.choice(letters) for _ in range(samples.choose.randint(2, 4)))
        yield Pump("", body, FAILING[0])


def _literals(nodes: Any) -> Iterator[str]:
    """The characters that stand in a pattern, with the ends of its ranges."""
    for op, value in nodes:
        match str(op):
            case "LITERAL" | "NOT_LITERAL":
                yield chr(value)
            case "IN":
                yield from _of_set((op, value))
            case "BRANCH":
                for branch in value[1]:
                    yield from _literals(branch)
            case "SUBPATTERN":
                yield from _literals(value[3])
            case "ATOMIC_GROUP":
                yield from _literals(value)
            case "ASSERT" | "ASSERT_NOT":
                yield from _literals(value[1])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _literals(value[2])
            case "GROUPREF_EXISTS":
                for part in value[1:]:
                    yield from _literals(part or [])


def _of_set(node: Any) -> Iterator[str]:
    op, value = node
    if op is not _constants.IN:
        return
    for kind, inside in value:
        if kind is _constants.LITERAL:
            yield chr(inside)
        elif kind is _constants.RANGE:
            yield from (chr(inside[0]), chr(inside[1]))
