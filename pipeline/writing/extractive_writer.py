"""The writer without a model or a network. Everything in its steps was said; it is reworded as instructions."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline import progress
from pipeline.computing import LONG_WORDS
from pipeline.confined.process import NotStarted, Trouble
from pipeline.errors import TookTooLong
from pipeline.guide import CautionKind, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem, Plan
from pipeline.outline.extractive_outline import plan
from pipeline.outline.placed_instructions import LEAST_WEIGHT
from pipeline.outline.quoted_outline import quotation_marks, telling_most
from pipeline.speech import Instruction, LanguageRules, Reading
from pipeline.speech.instructions import find_instructions
from pipeline.speech.languages import is_read
from pipeline.speech.likely_instructions import without_openers
from pipeline.speech.notes import comes_too_late, speaks_of_next
from pipeline.speech.read_sentences import BETWEEN_SPEAKERS, ReadSentence, ReadTranscript
from pipeline.transcript import Transcript, count_words
from pipeline.writing import (
    Claim,
    Draft,
    DraftAction,
    DraftCaution,
    Edit,
    RevisionRequest,
    StepRequest,
    Verdict,
    Written,
)

log = logging.getLogger(__name__)

ReadLong = Callable[[Transcript], Awaitable[ReadTranscript]]
"""Reads the sentences of a transcript somewhere else. Raises Trouble."""
Turn = Callable[[int], contextlib.AbstractAsyncContextManager[None]]
"""Within it, what has so many words is computed. Raises TookTooLong if that takes too long."""
DIRECT_WEIGHT = 0.7
"""From this weight on (0 to 1), the speaker told the listener to do it: "click", "you need to", "let's". Below it are
"you can" and "I'm going to"."""
RESULT_SENTENCES = 2
"""A result within this many sentences after an instruction belongs to it."""
MOST_QUOTED = 4
"""The most sentences that a step without instructions quotes."""
_POINTS = re.compile(
    r"\b(?:it|them|this|that|these|those|es|sie|ihn|das|diese\w?|da(?:mit|ran|bei|von|rauf|rin|nach)|lo|la|los|las|eso|esto|le|les|ça|cela)\b",
    re.IGNORECASE,
)
"""What a warning is about if it names nothing."""
_AND = {"en": "and", "de": "und", "es": "y", "fr": "et"}
MOST_JOINED_WORDS = 22
"""Instructions under one condition are a line of up to so many words."""
MOST_QUOTED_WORDS = 75
"""A longer sentence isn't printed in the place of a line made of it."""
MOST_HEARD_WORDS = 60
"""A note quotes several sentences up to so many words."""
MOST_CAUTIONS = 4
"""The most notes, tips and warnings in a step of ordinary length."""
ACTIONS_FOR_CAUTION = 3
"""A longer step may have one for so many of its actions."""


class ExtractiveWriter:
    """Chooses the instructions and puts them into the imperative. It adds no word that carries meaning."""

    kind = WriterKind.EXTRACTIVE

    def __init__(
        self,
        listen: progress.Listener = progress.nobody,
        read_long: ReadLong | None = None,
        turn: Turn = lambda _: contextlib.nullcontext(),
    ) -> None:
        """`read_long` reads the sentences of a long transcript. None: they are read in this process, like those of a
        short one. What is computed in this process waits for its `turn`."""
        self._listen = listen
        self._read_long = read_long
        self._turn = turn
        self._read: tuple[str, ReadTranscript] | None = None
        self._lock = asyncio.Lock()

    async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """The plan, then the end. Without any instructions the plan has no steps, and the end says why. Raises
        TookTooLong."""
        read = await self._sentences_of(transcript)
        async with self._turn(transcript.size):
            steps, end = await asyncio.to_thread(plan, transcript, read, options)
        yield Plan(tuple(steps))
        yield end

    async def write(self, request: StepRequest) -> Written:
        """The draft of one step, from its utterances. Raises TookTooLong."""
        read = await self._sentences_of(request.transcript)
        return Written(await asyncio.to_thread(draft, request, read))

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        """The draft as it is, since everything in it was said."""
        return Written(draft)

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        """No verdicts, since there is no model to ask."""
        return ()

    async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
        """No edits, since there is no model to ask."""
        return ()

    async def _sentences_of(self, transcript: Transcript) -> ReadTranscript:
        async with self._lock:
            if self._read is None or self._read[0] != transcript.id:
                self._read = (transcript.id, await self._read_apart(transcript) or await self._read_here(transcript))
            return self._read[1]

    async def _read_apart(self, transcript: Transcript) -> ReadTranscript | None:
        """None: it is short, or this machine has no process to spare. Raises TookTooLong."""
        if self._read_long is None or transcript.size < LONG_WORDS:
            return None
        try:
            return await self._read_long(transcript)
        except NotStarted:
            log.warning("a long transcript is read in this process, for want of another")
            return None
        except Trouble as error:
            raise TookTooLong from error

    async def _read_here(self, transcript: Transcript) -> ReadTranscript:
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            # The loop is closed if the run was broken off while this thread was at work.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._listen, progress.SentencesRead(done, total))

        async with self._turn(transcript.size):
            return await asyncio.to_thread(find_instructions, transcript, tell)


def draft(request: StepRequest, read: ReadTranscript) -> Draft:
    """The draft of a step, from the instructions in its utterances. If there are none, or the rules don't know the
    language, its longest sentences are quoted."""
    wanted = set(request.step.utterance_ids)
    actions: list[DraftAction] = []
    cautions: list[DraftCaution] = []
    touched = sorted({place for number in wanted for place in read.places.get(number, ())})
    placed = [(n, read.sentences[n]) for n in touched]
    chosen = [(n, one) for n, one in placed if one.sentence.ids[0] in wanted and one.sentence.ids[-1] in wanted]
    if not any(one.instructions for _, one in chosen):
        chosen = placed
    known = is_read(request.transcript.language)
    worded = known and not request.step.quoted
    latest = 0
    heard: list[DraftCaution] = []
    beside = any(_is_sure(told) for _, one in chosen for told in one.instructions)
    for n, one in chosen:
        instructions, goes_on = _of_step(one, request) if worded else ((), False)
        reading = Reading() if goes_on or (known and not worded) else one.reading
        counting = [instruction for instruction in instructions if instruction.weight >= LEAST_WEIGHT]
        language = request.transcript.language
        if beside:
            heard = _with_heard(heard, [told for told in counting if told.heard], one, len(actions) + 1, language)
            counting = [told for told in counting if not told.heard]
        added = [_action(instruction, one, language) for instruction in _lead_once(counting, language)]
        if reading.aside:
            cited = tuple(dict.fromkeys((*one.sentence.ids, *one.also_cites)))
            cautions.append(
                DraftCaution(reading.aside.kind, reading.aside.text, cited, len(actions) + max(1, len(added)))
            )
        actions.extend(added)
        latest = n if added else latest
        if reading.expected and actions and actions[-1].expected is None and n - latest <= RESULT_SENTENCES:
            cited = tuple(dict.fromkeys((*actions[-1].utterance_ids, *one.sentence.ids)))
            actions[-1] = replace(actions[-1], utterance_ids=cited, expected=reading.expected)
    quoted = not actions
    if quoted and chosen:
        actions = _as_said([one for _, one in chosen], request.transcript.language)
    cautions = _foremost(cautions, max(MOST_CAUTIONS, len(actions) // ACTIONS_FOR_CAUTION))
    standing = tuple(_standing(caution, actions, read.rules) for caution in [*cautions, *heard])
    return Draft(request.step.title, tuple(actions), cautions=standing, quoted=quoted and bool(actions))


def _is_sure(told: Instruction) -> bool:
    return told.weight >= LEAST_WEIGHT and not told.heard


def _with_heard(
    before: list[DraftCaution], told: Sequence[Instruction], one: ReadSentence, place: int, language: str | None
) -> list[DraftCaution]:
    """The notes that quote what is likely to tell something to do, with another one; quotations at one place are one
    note."""
    if not told:
        return before
    said, cited = _quoted(told[0].text, language), tuple(dict.fromkeys((*one.sentence.ids, *one.also_cites)))
    last = before[-1] if before and before[-1].before == place else None
    if last is None or count_words(last.text) + count_words(said) > MOST_HEARD_WORDS:
        return [*before, DraftCaution(CautionKind.NOTE, said, cited, place)]
    together = tuple(dict.fromkeys((*last.utterance_ids, *cited)))
    return [*before[:-1], replace(last, text=f"{last.text} {said}", utterance_ids=together)]


def _of_step(one: ReadSentence, request: StepRequest) -> tuple[tuple[Instruction, ...], bool]:
    """(the instructions of a sentence that belong to the step, whether it goes on in the next step). A sentence that
    turns to another goal can be of two steps."""
    number = request.step.number
    ids = set(one.sentence.ids)
    shared = {step.number for step in request.plan if step.number != number and ids <= set(step.utterance_ids)}
    if one.turn is None or not shared:
        return one.instructions, False
    goes_on = number + 1 in shared
    return (one.instructions[: one.turn] if goes_on else one.instructions[one.turn :]), goes_on


def _standing(caution: DraftCaution, actions: list[DraftAction], rules: LanguageRules) -> DraftCaution:
    """The caution with its place. A note after the last action comes after it. A warning would be too late there, so it
    comes before the first action about the same things; after the last one, if it has nothing to do with that or only
    points at it ("don't set it below 7"). One that names a deed to come stays before it, and one that would be too late
    behind a deed comes before that."""
    if caution.kind is not CautionKind.WARNING:
        return replace(caution, before=min(caution.before or 1, len(actions) + 1))
    last = min(caution.before or 1, len(actions))
    if comes_too_late(caution.text) and caution.before is not None:
        return replace(caution, before=max(1, min(caution.before - 1, last)) if actions else None)
    if speaks_of_next(caution.text) and caution.before is not None and caution.before <= len(actions):
        return replace(caution, before=last)
    warned = rules.content_words(caution.text)
    first = next(
        (n for n, a in enumerate(actions[:last], 1) if len(warned & rules.content_words(a.instruction)) >= 2), last
    )
    ends = caution.before is not None and caution.before > len(actions) and first == last and last > 0
    if ends and (_POINTS.search(caution.text) or not warned & rules.content_words(actions[-1].instruction)):
        return replace(caution, before=len(actions) + 1)
    return replace(caution, before=first or None)


def _foremost(cautions: list[DraftCaution], most: int) -> list[DraftCaution]:
    """So many cautions: first all warnings, then notes, then tips, in their order."""
    rank = {CautionKind.WARNING: 0, CautionKind.NOTE: 1, CautionKind.TIP: 2}
    order = sorted(range(len(cautions)), key=lambda i: (rank[cautions[i].kind], i))
    kept = sorted(order[:most])
    return [cautions[i] for i in kept]


def _lead_once(instructions: Sequence[Instruction], language: str | None) -> list[Instruction]:
    """The instructions of a sentence, with those joined that its condition leads: "If it's red, take the key out and
    bring it to the office." Said again on each line, it reads like another one."""
    word = _AND.get((language or "en").split("-")[0])
    if word is None:
        return [*instructions]
    led: list[Instruction] = []
    for lead, group in groupby(instructions, key=lambda one: None if one.code or one.as_said else one.lead):
        told = list(group)
        first, *others = told
        if lead and others and all(one.text.startswith(lead) for one in told):
            *parts, last = [one.text[len(lead) :].strip(" .") for one in told]
            text = f"{lead.strip()} {', '.join(parts)} {word} {last}."
            clear = len(told) <= 2 or not any(f" {word} " in part for part in parts)
            if clear and count_words(text) <= MOST_JOINED_WORDS:
                words = frozenset[str]().union(*(one.words for one in told))
                told = [replace(first, text=text, weight=min(one.weight for one in told), words=words)]
        led += told
    return led


def _action(instruction: Instruction, one: ReadSentence, language: str | None) -> DraftAction:
    cited = tuple(dict.fromkeys((*one.sentence.ids, *one.also_cites)))
    if instruction.as_said:
        return DraftAction(_quoted(instruction.text, language), cited, direct=False)
    said = _quoted(without_openers(one.sentence.said.strip()), language)
    direct = instruction.weight >= DIRECT_WEIGHT
    return DraftAction(
        instruction.text,
        cited,
        code=instruction.code,
        direct=direct,
        said=said if count_words(said) <= MOST_QUOTED_WORDS else None,
    )


def _quoted(said: str, language: str | None) -> str:
    """What was said in quotation marks: what a second person says, in its own."""
    opening, closing = quotation_marks(language)
    return f"{opening}{said.replace(BETWEEN_SPEAKERS, f'{closing} {opening}')}{closing}"


def _as_said(chosen: list[ReadSentence], language: str | None) -> list[DraftAction]:
    """The longest sentences as they were said, in quotation marks, since they tell nobody to do anything. So it is in a
    step that a model planned, and where a guide was wanted anyway."""
    plain = [one for one in chosen if not one.reading.aside] or chosen
    return [
        DraftAction(_quoted(one.sentence.said, language), one.sentence.ids, direct=False)
        for one in telling_most(plain, MOST_QUOTED)
    ]
