"""The writer that asks a language model. Each step is one call, with its own utterances and passages."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

import pydantic

from pipeline import prompts
from pipeline.cache import Cache
from pipeline.errors import ModelError
from pipeline.guide import WriterKind
from pipeline.llm import Call, Client, Meter, TooLong
from pipeline.llm.calls import BYTES_PER_TOKEN, size
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem
from pipeline.outline.model_outline import ModelOutliner
from pipeline.transcript import Transcript
from pipeline.writing import Claim, Draft, Edit, RevisionRequest, StepRequest, Verdict, Written
from pipeline.writing.draft_answer import read_draft, schema
from pipeline.writing.edit_answer import SCHEMA as EDITS
from pipeline.writing.edit_answer import read_edits, together
from pipeline.writing.verdict_answer import SCHEMA as VERDICTS
from pipeline.writing.verdict_answer import read_verdicts

OUTPUT_TOKENS = 4_000
"""Enough for the longest step, code included, and room for a model that reasons a little."""
JUDGE_TOKENS = 2_000
REVISED_WORDS = 6_000
"""Of a longer recording, who edits the whole guide sees what its lines cite and what was said beside that."""

READERS = ("walkthrough", "revise")
"""The prompts of those who edit a whole guide; what an earlier one says of a line goes before what a later one says."""

TELLING_CHARACTERS = 20
"""A shorter utterance that no line rests on has nothing to tell."""

_DRAFT = pydantic.TypeAdapter(Draft)
_EDITS = pydantic.TypeAdapter(tuple[Edit, ...])
_VERDICTS = pydantic.TypeAdapter(tuple[Verdict, ...])


class ModelWriter:
    """Plans and writes with a language model. Each finished part goes into the cache at once, and is looked for there
    first, so nothing is paid for twice."""

    kind = WriterKind.MODEL

    def __init__(self, client: Client, meter: Meter, cache: Cache) -> None:
        self._client = client
        self._meter = meter
        self._cache = cache
        self._outliner = ModelOutliner(client, meter, cache)
        client.warm()  # while the transcript is being read

    def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """The plan as soon as the model has named all steps, then one OutlineEnd. Raises ModelError."""
        return self._outliner.outline(transcript, options)

    async def write(self, request: StepRequest) -> Written:
        """The draft of one step. Raises ModelError."""
        version = prompts.load("step").version
        return await self._fitting(request, lambda fit, asked: self._written("step", version, asked, fit))

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        """A new draft, after the model was told what isn't in the sources. Raises ModelError."""
        prompt = prompts.load("repair")
        values = {
            "{draft}": json.dumps(_as_answered(draft, bool(request.passages)), ensure_ascii=False),
            "{problems}": "\n".join(f"- {prompts.one_line(problem)}" for problem in problems),
        }
        version = f"{prompts.load('step').version}+{prompt.version}"
        told = "\n\n" + prompts.filled(prompt.text, values)
        return await self._fitting(request, lambda fit, asked: self._written("repair", version, asked + told, fit))

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        """For each line, whether it says what was said, in one call for all of them. Raises ModelError."""
        prompt = prompts.load("judge")
        call = Call(
            kind="judge",
            model=self._client.settings.model,
            system=prompt.text,
            user=comparison(request, claims),
            schema=VERDICTS,
            max_output_tokens=JUDGE_TOKENS,
            prompt=prompt.version,
            label=f"judge {request.step.number}",
        )
        if stored := await self._cache.get(call.key):
            with contextlib.suppress(pydantic.ValidationError):
                return _VERDICTS.validate_json(stored)
        verdicts = await self._client.ask(call, self._meter, lambda text: read_verdicts(text, len(claims)))
        await self._cache.put(call.key, "judge", _VERDICTS.dump_json(verdicts))
        return verdicts

    async def _fitting(self, request: StepRequest, write: Callable[[StepRequest, str], Awaitable[Written]]) -> Written:
        """What `write` makes of a request and its question, which have less of the transcript where the model's context
        is too small for all of it. Raises ModelError."""
        narrow, asked = replace(request, narrow=True), question(request)
        whole = size(prompts.load("step").text + asked) / BYTES_PER_TOKEN
        if request.whole and not self._client.contexts.room_for(self._client.settings.model, int(whole)):
            return await write(narrow, question(narrow))
        try:
            return await write(request, asked)
        except TooLong:
            if not request.whole or narrow.shown == request.shown:
                raise
            return await write(narrow, question(narrow))

    async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
        """What should change in a whole guide, as two readers see it at the same time: one does the job with it, the
        other reads it as a text. Where both change a line, the first decides. Raises ModelError if neither answers."""
        if not self._client.settings.revision:
            return ()
        asked = whole(request)
        lines, last = len(request.lines), len(request.transcript.utterances)
        answers = await asyncio.gather(
            *(self._edits(kind, asked, lines, last) for kind in READERS), return_exceptions=True
        )
        given = [answer for answer in answers if not isinstance(answer, BaseException)]
        for failed in answers:
            if isinstance(failed, BaseException) and (not isinstance(failed, ModelError) or not given):
                raise failed
        return together([line.text for line in request.lines], *given)

    async def _edits(self, kind: str, asked: str, lines: int, last: int) -> tuple[Edit, ...]:
        prompt, form = prompts.load(kind), prompts.load("edits")
        call = Call(
            kind=kind,
            model=self._client.settings.model,
            system=f"{prompt.text}\n\n{form.text}",
            user=asked,
            schema=EDITS,
            max_output_tokens=OUTPUT_TOKENS,
            prompt=f"{prompt.version}+{form.version}",
            label=kind,
        )
        if stored := await self._cache.get(call.key):
            with contextlib.suppress(pydantic.ValidationError):
                return _EDITS.validate_json(stored)
        edits = await self._client.ask(call, self._meter, lambda text: read_edits(text, lines, last))
        await self._cache.put(call.key, kind, _EDITS.dump_json(edits))
        return edits

    async def _written(self, kind: str, version: str, user: str, request: StepRequest) -> Written:
        translated = prompts.translated(request.transcript, request.options)
        call = Call(
            kind=kind,
            model=self._client.settings.model,
            system=prompts.load("step").text,
            user=user,
            schema=schema(translated, bool(request.passages)),
            max_output_tokens=OUTPUT_TOKENS,
            prompt=version,
            label=f"{kind} {request.step.number}",
        )
        stored = await self._cache.get(call.key)
        if stored is not None:
            try:
                return Written(_DRAFT.validate_json(stored), from_cache=True)
            except pydantic.ValidationError:
                pass  # stored by another version, so ask again
        passages = [passage.id for passage in request.passages]
        draft = await self._client.ask(
            call, self._meter, lambda text: read_draft(text, request.step.title, request.shown, passages, translated)
        )
        await self._cache.put(call.key, kind, _DRAFT.dump_json(draft))
        return Written(draft)


def question(request: StepRequest) -> str:
    """The question for one step. What is the same for all steps of a job comes first, letter for letter, so that a
    server with a prompt cache reads it once."""
    transcript = request.transcript
    lines = ["GUIDE", prompts.wishes(transcript, request.options), *prompts.named(transcript)]
    if prompts.translated(transcript, request.options):
        lines.append(
            "“source_instruction” says the same as “instruction”, in the recording's language. What stands on the "
            "screen (buttons, menus, fields), names, commands and values stay in both in the recording's language."
        )
    if request.names:
        lines += ["", "NAMES: to be written ← what was heard", *prompts.mended(request.names)]
    lines += ["", "THE WHOLE PLAN"]
    lines += [
        f"{step.number}. {step.title}"
        + (f" (way: {step.way})" if step.way else "")
        + (f" (condition: {prompts.one_line(step.when)})" if step.when else "")
        + (" (optional)" if step.optional else "")
        + f" [{prompts.as_ranges(step.utterance_ids)}]"
        for step in request.plan
    ]
    if request.whole:
        lines += ["", "WHAT WAS SAID", prompts.quoted(transcript, sorted(request.shown))]
    lines += ["", f"THE STEP TO WRITE: {request.step.number}. {request.step.title}"]
    lines += [f"ITS UTTERANCES: {prompts.as_ranges(request.step.utterance_ids)}"]
    if not request.whole:
        own = frozenset(request.step.utterance_ids)
        lines += ["", "WHAT WAS SAID", prompts.quoted(transcript, sorted(request.shown), request.shown - own)]
    if request.passages:
        lines += ["", "REFERENCE PAGES", prompts.quoted_passages(request.passages)]
    return "\n".join(lines)


def comparison(request: StepRequest, claims: Sequence[Claim]) -> str:
    """A step's lines, and what was said."""
    lines = [f"Language of the lines: {prompts.language_name(request.options.language or request.transcript.language)}"]
    if request.names:
        lines += ["Misheard names: written ← heard", *prompts.mended(request.names)]
    if not request.step.number and (named := prompts.named(request.transcript)):  # a title may take from it what it is
        lines += [f"{line} (this counts as said)" for line in named]
    said = sorted({number for claim in claims for number in claim.said})
    lines += ["", "WHAT WAS SAID", prompts.quoted(request.transcript, said), ""]
    if request.condition:
        lines.append(f"The whole step is done under this condition: {prompts.one_line(request.condition)}")
    lines += [
        f"LINE {number} ({claim.kind}), from {prompts.as_ranges(claim.said)}: {prompts.one_line(claim.text)}"
        for number, claim in enumerate(claims, 1)
    ]
    return "\n".join(lines)


def whole(request: RevisionRequest) -> str:
    """A whole guide in numbered lines, and what was said: everything, or of a long recording what the lines cite and
    what is beside that."""
    transcript = request.transcript
    lines = ["GUIDE", prompts.wishes(transcript, request.options), *prompts.named(transcript)]
    if request.names:
        lines += ["", "NAMES: to be written ← what was heard", *prompts.mended(request.names)]
    cited = {n for line in request.lines for n in line.utterance_ids}
    last = len(transcript.utterances)
    if transcript.words > REVISED_WORDS:
        shown = sorted({m for n in cited for m in (n - 1, n, n + 1) if 1 <= m <= last})
    else:
        shown = list(range(1, last + 1))
    lines += ["", "WHAT WAS SAID", prompts.quoted(transcript, shown)]
    if unused := [n for n in shown if n not in cited and len(transcript[n].text) >= TELLING_CHARACTERS]:
        lines += ["", f"NO LINE RESTS ON: {prompts.as_ranges(unused)}"]
    lines += ["", "THE GUIDE"]
    for number, line in enumerate(request.lines, 1):
        if line.heading:
            lines += ["", line.heading]
        cites = f", from {prompts.as_ranges(line.utterance_ids)}" if line.utterance_ids else ""
        # Behind the text it would be taken for a part of it, and come back in a new text.
        rows = [f"`{prompts.one_line(row)}`" for row in (line.code or "").splitlines() if row.strip()]
        typed = (
            f", with {'the code' if len(rows) == 1 else 'lines of code,'} {', '.join(rows)} below it" if rows else ""
        )
        lines.append(f"LINE {number} ({line.kind}{cites}{typed}): {line.text}")
    if request.noticed:
        lines += ["", "LOOK AT THESE; some may be right as they are:", *request.noticed]
    return "\n".join(lines)


def _as_answered(draft: Draft, pages: bool) -> dict[str, object]:
    """A draft in the form of the model's answer, which cites passages where there are reference pages."""

    def listed(ids: Sequence[int]) -> str:
        return ", ".join(map(str, ids))  # in the order of what they tell

    actions = [
        {
            "instruction": action.instruction,
            **({"source_instruction": action.source_instruction} if action.source_instruction else {}),
            "code": action.code,
            "expected": action.expected,
            "utterances": listed(action.utterance_ids),
            **({"passages": action.passage_ids} if pages else {}),
        }
        for action in draft.actions
    ]
    cautions = [
        {"kind": c.kind.value, "text": c.text, "utterances": listed(c.utterance_ids), "before": c.before}
        for c in draft.cautions
    ]
    missing = [f"{gap.text} | {listed(gap.utterance_ids)}" for gap in draft.missing]
    mended = [f"{name.written} ← {name.heard[0]}" for name in draft.mended]
    return {
        "title": draft.title,
        "goal": draft.goal,
        "actions": actions,
        "cautions": cautions,
        "missing": missing,
        "mended": mended,
    }
