"""Transcript -> planned steps, without a model: finds the instructions, groups them into steps, and gives each a
title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from typing import NamedTuple

from pipeline.guide import CautionKind, LeftOut
from pipeline.options import MAX_STEPS, GuideOptions
from pipeline.outline import CitedText, OutlineEnd, PlannedStep
from pipeline.outline.own_subject import own_subject
from pipeline.outline.placed_instructions import Placed, densest, placed_instructions
from pipeline.outline.plain_titles import plain_title
from pipeline.outline.procedural import instructs_by_chance, why_no_procedure
from pipeline.outline.quoted_outline import begun, quotation_marks, quoted_steps, steps_to_quote
from pipeline.outline.segments import MOST_INSTRUCTIONS, Item, cut
from pipeline.outline.stretch import Stretch, not_covered
from pipeline.outline.title_worth import done_to_it, is_no_title, stands_for_a_name, title_worth
from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.languages import is_read
from pipeline.speech.likely_instructions import without_openers
from pipeline.speech.notes import speaks_of_next
from pipeline.speech.read_sentences import HEADING_OPENS, ReadSentence, ReadTranscript
from pipeline.speech.understanding import extract_of, nothing_understood
from pipeline.transcript import Transcript, count_words

NEW_STEP_STRENGTH = 1.6
"""How strongly something new must begin (0 to 5) so that a step can start with an instruction that only completes
another."""
HANDLED_SHARE = 0.15
"""Where no more of the instructions are done by hand or mouse, a process is told, and not what one does at a screen."""
ORDINARY_WORDS = 3
BRIEF_INSTRUCTIONS = 30
"""In a guide of up to so many instructions, no step only says its title again."""
SPARING_INSTRUCTIONS = 3
"""A step with so many instructions can leave one to its neighbour."""
NAMED_SENTENCES = 2
"""What a step is about is named in its first sentence, or in one of so many before it."""
FIRST_LINE = 0.3
"""How much less a step's first instruction is worth as its title, if there are others: it would be read twice."""
MOST_PLACES = 3
"""So many parts of a recording that no step covers are named, the longest."""
MOST_INSTRUCTIONS_IN_STEP = 9
"""The most instructions for each step, if the transcript has more than the steps can hold."""


def plan(transcript: Transcript, read: ReadTranscript, options: GuideOptions) -> tuple[list[PlannedStep], OutlineEnd]:
    """The steps of a transcript, and what is known once they are planned."""
    sentences = read.sentences
    reason = why_no_procedure(transcript, sentences)
    title = options.title or _title(transcript, read)
    if reason is not None and not options.anyway:
        return [], OutlineEnd(title=title, no_procedure=reason)
    if sentences and (transcript.unspoken or not is_read(transcript.language)):
        return _all_quoted(transcript, sentences, title, options)
    if reason is not None and instructs_by_chance(sentences):
        title = "" if title == transcript.title and transcript.titled_by_name else title
        return _all_quoted(transcript, sentences, title, options)
    found = placed_instructions(read)
    most_steps = _most_steps(len(found), options)
    # Fewer steps than usual are longer ones: nobody who asks for them wants to lose what was told.
    placed = densest(found, max(most_steps, GuideOptions.max_steps) * MOST_INSTRUCTIONS_IN_STEP)
    if not placed and options.anyway and sentences:
        return _all_quoted(transcript, sentences, title, options)
    if not placed:
        return [], OutlineEnd(title=title, no_procedure="I couldn't find any instructions in this transcript.")
    worded = [p.instruction for p in placed if not p.instruction.as_said]
    process = sum(instruction.handling for instruction in worded) <= HANDLED_SHARE * len(worded)
    items = [
        Item(
            p.opens,
            _joined(sentences, placed[n - 1], p)
            or (p.instruction.closing and p.opens < NEW_STEP_STRENGTH and not process)
            if n
            else False,
            _size(p.instruction) if process and not p.instruction.as_said else 1.0,
        )
        for n, p in enumerate(placed)
    ]
    spans = cut(items, options.min_steps, most_steps, options.steps)
    headings = _headings(transcript, sentences, read.rules)
    steps = _steps(sentences, placed, spans, read.rules, headings)
    while not options.steps and len(spans) > options.min_steps and (merged := _without_untitled(steps, spans)):
        spans = merged
        steps = _steps(sentences, placed, spans, read.rules, headings)
    if not process and not options.steps and len(placed) <= BRIEF_INSTRUCTIONS:
        for _ in spans:
            if (evened := _without_repeating(steps, spans, placed, options.min_steps)) is None:
                break
            spans = evened
            steps = _steps(sentences, placed, spans, read.rules, headings)
    needs = tuple(CitedText(t.reading.prerequisite, t.sentence.ids) for t in sentences if t.reading.prerequisite)[:8]
    title = title or _of_its_steps(steps, placed, transcript.language) or plain_title(transcript.language)
    steps = _with_own_words(steps, read, [placed[begin:end] for begin, end in spans], transcript.language)
    kept = set(map(id, placed))
    left = [one for one in found if id(one) not in kept]
    note = _left_out(transcript, sentences, left, steps)
    extract = extract_of(sentences, transcript.language)
    left_out = LeftOut(len(left), len(found)) if left else None
    return steps, OutlineEnd(title=title, prerequisites=needs, note=note, extract=extract, left_out=left_out)


def _all_quoted(
    transcript: Transcript, sentences: Sequence[ReadSentence], title: str, options: GuideOptions
) -> tuple[list[PlannedStep], OutlineEnd]:
    """Steps that only quote: nothing was understood, or so little that one can't tell what it is worth."""
    if not is_read(transcript.language):
        options = replace(
            options, max_steps=_most_steps(MOST_INSTRUCTIONS_IN_STEP * steps_to_quote(sentences), options)
        )
    steps = quoted_steps(sentences, transcript.language, options)
    title = title or plain_title(transcript.language, quotes=True)
    extract = nothing_understood(sentences, transcript.language)
    # What was found by chance was found all the same, but source code instructs nobody.
    found = not transcript.unspoken and any(one.instructions for one in sentences)
    extract = replace(extract, mostly_quotes=extract.language_read and found)
    return steps, OutlineEnd(title=title, extract=extract)


def _most_steps(instructions: int, options: GuideOptions) -> int:
    """As many steps as there may be: as asked for, or more for a recording with many instructions."""
    if options.wanted_steps:
        return options.max_steps
    return max(options.max_steps, min(MAX_STEPS, -(-instructions // MOST_INSTRUCTIONS_IN_STEP)))


def _left_out(
    transcript: Transcript, sentences: Sequence[ReadSentence], left: Sequence[Placed], steps: Sequence[PlannedStep]
) -> str | None:
    """What is told of instructions that no step has room for: where they are. A part ends where a step begins."""
    covered = {number for step in steps for number in step.utterance_ids}
    parts: list[Stretch] = []
    for number in sorted({number for one in left for number in sentences[one.place].sentence.ids} - covered):
        near = parts and number - parts[-1].last <= NEAR_SENTENCES
        if near and covered.isdisjoint(range(parts[-1].last, number)):
            parts[-1] = replace(parts[-1], last=number)
        else:
            parts.append(Stretch(number, number, 0))
    longest = sorted(parts, key=lambda part: part.first - part.last)[:MOST_PLACES]
    return not_covered(transcript, sorted(longest, key=lambda part: part.first)) if longest else None


_HEADING_NUMBER = re.compile(
    r"(?:(?:chapter|part|step|schritt|teil|kapitel|paso|parte|étape|partie) )?\d{1,3}[.):–—-]*\s+", re.I
)
MOST_HEADING_TITLE_WORDS = 9
"""A longer heading is a sentence."""


class _Heading(NamedTuple):
    title: str
    acts: bool
    """Whether it says what is done, as other titles do, and not only what it is about."""


def _headings(transcript: Transcript, sentences: Sequence[ReadSentence], rules: LanguageRules) -> dict[int, _Heading]:
    """The file's headings that can be titles of steps, by the index of the first sentence under each."""
    over: dict[int, _Heading] = {}
    words = {first: _HEADING_NUMBER.sub("", text, count=1).strip(" .:") for first, text in transcript.headings}
    for place, one in enumerate(sentences):
        for number in one.sentence.ids:
            heading = words.pop(number, "")
            if not heading or heading == transcript.title or count_words(heading) > MOST_HEADING_TITLE_WORDS:
                continue
            told = rules.read(f"{heading}.").instructions
            title = rules.title(told[0].text) if len(told) == 1 and not told[0].as_said else ""
            acts = bool(title) and rules.is_whole_title(title)
            over[place] = _Heading(title if acts else heading, acts)
    return over


def _steps(
    sentences: Sequence[ReadSentence],
    placed: Sequence[Placed],
    spans: Sequence[tuple[int, int]],
    rules: LanguageRules,
    headings: Mapping[int, _Heading],
) -> list[PlannedStep]:
    """The steps of these instructions: (index of the first, index after the last) of each. `headings` are those of the
    file, by the index of the first sentence under each."""
    titles = _Titles(rules)
    steps: list[PlannedStep] = []
    for number, (begin, end) in enumerate(spans, 1):
        members = placed[begin:end]
        after = placed[end].place if end < len(placed) else len(sentences)
        before = placed[begin - 1].place + 1 if begin else 0
        others = {n for p in (*placed[:begin], *placed[end:]) for n in sentences[p.place].sentence.ids}
        ids = _ids(sentences, members, others, before, after)
        opening = sentences[max(before, members[0].place - NAMED_SENTENCES) : members[0].place + 1]
        named = [name for one in opening if (name := rules.topic_named(one.sentence.text))]
        goals = [*named[-1:], *_goals(sentences[before : members[0].place + 1])]
        later_goals = _goals(sentences[members[0].place + 1 : members[-1].place + 1])
        over = [headings[place] for place in range(before, members[0].place + 1) if place in headings]
        title = titles.headed(over[-1].title) if over and over[-1].acts else None
        title = title or titles.choose(number, goals, members, later_goals)
        if over and title == _number_only(number):
            title = titles.headed(over[-1].title) or title
        steps.append(PlannedStep(number, title, ids))
    return steps


_QUESTION = re.compile(r"[^.?!]{8,60}\?(?=\s\S)")
"""A short question with its answer behind it."""


def _with_own_words(
    steps: Sequence[PlannedStep], read: ReadTranscript, members: Sequence[Sequence[Placed]], language: str | None
) -> list[PlannedStep]:
    """The steps. One that nothing names is named after a button that is pressed in it, else it has the speaker's own
    words for a title: how its first instruction begins that holds for everybody, else the question that it answers.
    `members` are the instructions of each step."""
    taken = {step.title for step in steps}
    titled = []
    for step, placed in zip(steps, members, strict=True):
        told = [(one.instruction, read.sentences[one.place].sentence.said.strip()) for one in placed]
        free = [(one, said) for one, said in told if not read.rules.loses_restriction(without_openers(said), "")]
        pressed = (read.rules.title(one.text) for one, _ in free if not (one.as_said or one.lead))
        own = chain(
            filter(is_no_title, pressed),
            (begun(without_openers(said)).join(quotation_marks(language)) for _, said in free),
            (asked[0].join(quotation_marks(language)) for _, said in told if (asked := _QUESTION.match(said))),
        )
        unnamed = step.title == _number_only(step.number)
        words = next((one for one in own if one not in taken), None) if unnamed else None
        taken.add(words or step.title)
        titled.append(replace(step, title=words) if words else step)
    return titled


def _without_untitled(steps: Sequence[PlannedStep], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The spans with the first step that nothing names joined to the step before it, or to the next one. None if there
    is no such step, or if the two were too long together."""
    for place, step in enumerate(steps):
        if step.title != _number_only(step.number):
            continue
        for first in (place - 1, place):
            if 0 <= first < len(spans) - 1 and spans[first + 1][1] - spans[first][0] <= MOST_INSTRUCTIONS:
                return [*spans[:first], (spans[first][0], spans[first + 1][1]), *spans[first + 2 :]]
    return None


def _without_repeating(
    steps: Sequence[PlannedStep], spans: Sequence[tuple[int, int]], placed: Sequence[Placed], least: int
) -> list[tuple[int, int]] | None:
    """The spans with the first step that has only one instruction, and its words for a title, joined to its shorter
    neighbour; if there are no more than `least` steps, with an instruction of a neighbour in it. None if there is no
    such step, or its neighbours have no room for it and nothing to spare."""
    for at, (step, (begin, end)) in enumerate(zip(steps, spans, strict=True)):
        if end - begin > 1 or not placed[begin].instruction.text.startswith(step.title):
            continue
        before, after = (spans[at - 1] if at else None), (spans[at + 1] if at + 1 < len(spans) else None)
        if len(spans) > least:
            sides = [first for first in (at - 1, at) if 0 <= first < len(spans) - 1]
            for first in sorted(sides, key=lambda n: spans[n + 1][1] - spans[n][0]):
                if spans[first + 1][1] - spans[first][0] <= MOST_INSTRUCTIONS:
                    return [*spans[:first], (spans[first][0], spans[first + 1][1]), *spans[first + 2 :]]
        elif after and _spares(after) and _may_move(placed[end], placed[end + 1]):
            return [*spans[:at], (begin, end + 1), (after[0] + 1, after[1]), *spans[at + 2 :]]
        elif before and _spares(before) and _may_move(placed[begin - 1], placed[begin - 2], placed[begin]):
            return [*spans[: at - 1], (before[0], before[1] - 1), (begin - 1, end), *spans[at + 1 :]]
    return None


def _may_move(one: Placed, left: Placed, over: Placed | None = None) -> bool:
    """Whether an instruction may go to a neighbour: not without the rest of its sentence, and not from under a heading
    or, with `over`, above the one that its neighbour stands under."""
    return one.place != left.place and (over or one).opens < HEADING_OPENS


def _spares(span: tuple[int, int]) -> bool:
    return span[1] - span[0] >= SPARING_INSTRUCTIONS


def _size(instruction: Instruction) -> float:
    """As how many clicks an instruction of a process counts: what a company does in an afternoon takes a sentence of 25
    words, and is a step of its own."""
    return 1.0 + max(0, count_words(instruction.text) - ORDINARY_WORDS) / ORDINARY_WORDS


_OF_WHAT_WAS_NAMED = re.compile(
    r"(?:if|unless|when|once) (?:it|they|that|this|those|these)(?:['’](?:s|re)| is| are| has| have| does)\b"
    r"(?! (?:necessary|needed|possible))"
    r"|(?:wenn|falls|sobald) (?:er|sie|es|das|die|der) (?:\S+ ){0,6}(?:ist|sind|hat|haben)\b"
    r"|(?:si|cuando) (?:est[áa]n?|son|es|tienen?|pasan?)\b"
    r"|(?:s['’]ils?|s['’]elles?|si (?:c['’]est|elle|il)|quand (?:il|elle)s?)\b",
    re.IGNORECASE,
)
"""The beginning of a condition about what the sentence before names."""


def _joined(sentences: Sequence[ReadSentence], before: Placed, here: Placed) -> bool:
    """Whether no step can begin with an instruction: it shares an utterance with the one before, or with a warning of
    that one, or its condition is about what that one names. In a sentence with utterances of its own, a step can begin
    where the sentence turns to another goal."""
    if before.place != here.place:
        if before.place == here.place - 1 and _OF_WHAT_WAS_NAMED.match(here.instruction.lead or here.instruction.text):
            return True
        first = sentences[here.place].sentence.ids[0]
        between = sentences[before.place + 1 : here.place]
        warned = any(one.reading.aside and not _warns_of_next(one) and first in one.sentence.ids for one in between)
        return warned or sentences[before.place].sentence.ids[-1] == first
    one = sentences[here.place]
    beside = [*sentences[max(0, here.place - 1) : here.place], *sentences[here.place + 1 : here.place + 2]]
    alone = all(set(one.sentence.ids).isdisjoint(other.sentence.ids) for other in beside)
    return one.turn is None or here.instruction is not one.instructions[one.turn] or not alone


def _ids(
    sentences: Sequence[ReadSentence], members: Sequence[Placed], others: set[int], before: int, after: int
) -> tuple[int, ...]:
    """The utterances to write a step from: those of its instructions, and of notes and results between them."""
    places = {m.place for m in members}
    ids: set[int] = set()
    for place in places:
        ids.update(sentences[place].sentence.ids)
    said = [
        p
        for p in range(members[0].place, after)
        if (sentences[p].reading.aside or sentences[p].reading.expected)
        and not (p > members[-1].place and after < len(sentences) and _warns_of_next(sentences[p]))
    ]
    for place in range(members[0].place - 1, before - 1, -1):
        reading = sentences[place].reading
        if (
            (reading.goal and not sentences[place].instructions)
            or _warns_of_next(sentences[place])
            or (
                reading.aside
                and not before
                and (place >= members[0].place - 2 or reading.aside.kind is CautionKind.WARNING)
            )
        ):
            said.append(place)
    for place in said:
        if min(abs(place - member) for member in places) > NEAR_SENTENCES:
            continue
        # An utterance with another step's instructions would bring those along.
        if not others.intersection(sentences[place].sentence.ids):
            ids.update(sentences[place].sentence.ids)
    return tuple(sorted(ids))


def _warns_of_next(one: ReadSentence) -> bool:
    aside = one.reading.aside
    return aside is not None and aside.kind is CautionKind.WARNING and speaks_of_next(aside.text)


def _goals(sentences: Sequence[ReadSentence]) -> list[str]:
    return [t.reading.goal for t in sentences if t.reading.goal][::-1][:2]


_SAYS_LITTLE = re.compile(
    r"^(?:run (?:run|this|the) ?(?:command)?$|\w+ (?:this|that|these|those)\b(?! (?:an?|the|your|some) )"
    r"|\w+ (?:one|two|three|four|five|\d+|yes)$)",
    re.IGNORECASE,
)
FEWEST_NAME_WORDS = 3
"""A file's name of fewer words says less than what is announced about the same."""
MOST_HEADING_WORDS = 8
"""The longest sentence that can be a heading."""


def _title(transcript: Transcript, read: ReadTranscript) -> str:
    """The guide's title. The first that is there of: what the recording announces, its title, its file's name if that
    says something, a heading or a purpose that it begins with, its file's name anyway, what it is for that is said
    before the first instruction. Empty if there is none."""
    beginning = read.sentences[: max(40, len(read.sentences) // 10)]
    for one in beginning:
        if one.reading.topic:
            title = read.rules.title(one.reading.topic)
            if len(read.rules.content_words(title)) >= 2 and not _says_little(title):
                return title
    if transcript.title is None or transcript.titled_by_name:
        heading = _heading(beginning[0]) if beginning else None
        said = next((one for one in beginning[:12] if one.reading.about), None)
        title = read.rules.title(heading or (said.reading.about if said else None) or "")
        # What is announced says more than a file's name, unless that is about the same, or it only says "how we do it".
        announced = said is not None and said.reading.idle and len(read.rules.content_words(title)) >= 2
        named = transcript.title and _is_telling(transcript.title, read.rules)
        begins = (
            {word[:STEM_CHARACTERS] for word in read.rules.content_words(t)} for t in (title, transcript.title or "")
        )
        brief = len(read.rules.content_words(transcript.title or "")) < FEWEST_NAME_WORDS
        same = bool(set.intersection(*begins)) and not brief
        if title and (not named or (announced and not (heading or same or _says_little(title)))):
            return title
    if transcript.title and not (transcript.titled_by_name and _says_nothing(transcript, read.rules)):
        return transcript.title
    before = takewhile(lambda one: not one.instructions, read.sentences)
    goal = next((one.reading.goal for one in before if one.reading.goal), None)
    return read.rules.title(goal) if goal else ""


FEWEST_TELLING_WORDS = 2
STEM_CHARACTERS = 4
"""Words that begin with the same so many are about the same: "fold" and "folding"."""


def _is_telling(name: str, rules: LanguageRules) -> bool:
    """Whether a title made of a file's name says as much as an announcement does: "Month-end close", but not "Vpn2"."""
    words = [word for word in rules.content_words(name) if not any(character.isdigit() for character in word)]
    return len(words) >= FEWEST_TELLING_WORDS


def _says_nothing(transcript: Transcript, rules: LanguageRules) -> bool:
    """Whether a title made of a file's name is a single word, such as "Habitual": it hardly tells what is done. Scripts
    without spaces have many words in such a name."""
    name = transcript.title or ""
    spaced = is_read(transcript.language) or name.isascii()
    return spaced and " " not in name and not _is_telling(name, rules)


def _of_its_steps(steps: Sequence[PlannedStep], placed: Sequence[Placed], language: str | None) -> str:
    """The title of the step that the recording is most about. Empty if nothing names one, or nobody reads what is told
    in its language."""
    telling = [step.title for step in steps if not _says_little(step.title)]
    lines = [one.instruction.text for one in placed if not one.instruction.as_said]
    return own_subject(telling, lines, language) if is_read(language) else ""


def _says_little(title: str) -> bool:
    return _SAYS_LITTLE.match(title) is not None or stands_for_a_name(title)


def _heading(first: ReadSentence) -> str | None:
    """The topic of a short first sentence that isn't an instruction of the recording: "Loading a custom dataset". None
    for other sentences."""
    brief = (
        len(first.sentence.text.split()) <= MOST_HEADING_WORDS
        and len(first.reading.instructions) == 1
        and not first.instructions
    )
    return first.reading.instructions[0].text if brief else None


def _number_only(number: int) -> str:
    """The title of a step that nothing names."""
    return f"Step {number}"


class _Titles:
    """Gives the steps of one guide their titles; no two are the same."""

    def __init__(self, rules: LanguageRules) -> None:
        self._speech = rules
        self._taken: set[str] = set()

    def headed(self, heading: str) -> str | None:
        """A heading of the file as a title; None if another step has it."""
        if heading.lower() in self._taken:
            return None
        self._taken.add(heading.lower())
        return heading

    def choose(
        self, number: int, goals: Sequence[str], members: Sequence[Placed], later_goals: Sequence[str] = ()
    ) -> str:
        """The title from a goal said before the instructions, else from the instructions, those with the highest weight
        first, else from a goal said among them. If none of them makes one that is whole, new and true without a
        condition, it is the step's number."""
        spare: list[str] = []
        for title in self._candidates(goals, members, later_goals):
            if title.lower() in self._taken or not self._speech.is_whole_title(title) or is_no_title(title):
                continue
            if count_words(title) >= 2 and not _says_little(title):
                self._taken.add(title.lower())
                return title
            if not stands_for_a_name(title):
                spare.append(title)
        title = next((one for one in spare if count_words(one) >= 2), _number_only(number))
        self._taken.add(title.lower())
        return title

    def _candidates(self, goals: Sequence[str], members: Sequence[Placed], later_goals: Sequence[str]) -> Iterator[str]:
        instructions = [member.instruction for member in members if not member.instruction.as_said]
        if not instructions:
            yield from self._of_goals([*goals, *later_goals])
            return
        opener = members[0].opens >= 2.0 and not instructions[0].goal
        places = [member.place for member in members if not member.instruction.as_said]
        own = [i.goal for i in instructions[: 1 if opener else len(instructions)] if i.goal]
        yield from self._of_goals([*goals, *own])
        ranked = sorted(
            range(len(instructions)),
            key=lambda i: (
                -title_worth(instructions[i], [*instructions[:i], *instructions[i + 1 :]])
                - (opener and i == 0 and not done_to_it(instructions[0]))
                + FIRST_LINE * (i == 0 and len(instructions) > 1),
                i,
            ),
        )
        for i in ranked:
            lead = instructions[i].lead or ""
            title = self._speech.title(instructions[i].text.removeprefix(lead).strip())
            # A condition may hold for all that its sentence says after it.
            before = [one.lead for one, place in zip(instructions[:i], places, strict=False) if place == places[i]]
            if not any(self._speech.loses_restriction("", "", one) for one in before) and (
                not self._speech.loses_restriction(instructions[i].text, title, lead)
            ):
                yield title
        yield from self._of_goals(later_goals)

    def _of_goals(self, goals: Sequence[str]) -> Iterator[str]:
        for goal in goals:
            title = self._speech.title(goal)
            if not self._speech.loses_restriction(goal, title):
                yield title


NEAR_SENTENCES = 8
"""A note or a result within this many sentences of an instruction belongs to it."""
