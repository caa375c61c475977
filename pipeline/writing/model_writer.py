"""The writer that asks a language model. Each step is one call, with its own utterances and passages."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pydantic

from pipeline import prompts
from pipeline.cache import Cache, cache_key
from pipeline.guide import WriterKind
from pipeline.llm import Call, Client, Meter
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem
from pipeline.outline.model_outline import ModelOutliner
from pipeline.transcript import Transcript
from pipeline.writing import Draft, StepRequest, Written
from pipeline.writing.draft_answer import read_draft, schema

OUTPUT_TOKENS = 4_000
"""Enough for the longest step, code included, and room for a model that reasons a little."""

_DRAFT = pydantic.TypeAdapter(Draft)


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
        """Planned steps, each as soon as the model has named it, then one OutlineEnd. Raises ModelError."""
        return self._outliner.outline(transcript, options)

    async def write(self, request: StepRequest) -> Written:
        """The draft of one step. Raises ModelError."""
        version = prompts.load("step").version
        return await self._written("step", version, question(request), request)

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        """A new draft, after the model was told what isn't in the sources. Raises ModelError."""
        prompt = prompts.load("repair")
        values = {
            "{draft}": json.dumps(_as_answered(draft), ensure_ascii=False),
            "{problems}": "\n".join(f"- {prompts.one_line(problem)}" for problem in problems),
        }
        user = question(request) + "\n\n" + prompts.filled(prompt.text, values)
        return await self._written("repair", f"{prompts.load('step').version}+{prompt.version}", user, request)

    async def _written(self, kind: str, version: str, user: str, request: StepRequest) -> Written:
        translated = prompts.translated(request.transcript, request.options)
        call = Call(
            kind=kind,
            model=self._client.settings.model,
            system=prompts.load("step").text,
            user=user,
            schema=schema(translated),
            max_output_tokens=OUTPUT_TOKENS,
            label=f"{kind} {request.step.number}",
        )
        key = cache_key(kind, prompt=version, **call.decided_by())
        stored = await self._cache.get(key)
        if stored is not None:
            try:
                return Written(_DRAFT.validate_json(stored), from_cache=True)
            except pydantic.ValidationError:
                pass  # stored by another version, so ask again
        shown = shown_utterances(request)
        passages = [passage.id for passage in request.passages]
        draft = await self._client.ask(
            call, self._meter, lambda text: read_draft(text, request.step.title, shown, passages, translated)
        )
        await self._cache.put(key, kind, _DRAFT.dump_json(draft))
        return Written(draft)


def shown_utterances(request: StepRequest) -> frozenset[int]:
    """The ids of the utterances that the model sees for this step, with those around it."""
    own = request.step.utterance_ids
    return prompts.around(request.transcript, own) | frozenset(own)


def question(request: StepRequest) -> str:
    """The question for one step. What is the same for all steps of a job comes first."""
    own = frozenset(request.step.utterance_ids)
    context = prompts.around(request.transcript, own)
    lines = ["GUIDE", prompts.wishes(request.transcript, request.options)]
    if prompts.translated(request.transcript, request.options):
        lines.append(
            "“source_instruction” says the same as “instruction”, in the recording's language. What stands on the "
            "screen (buttons, menus, fields), names, commands and values stay in both as they were said."
        )
    if request.before:
        lines += ["", "STEPS BEFORE THIS ONE"]
        lines += [f"{step.number}. {step.title}" for step in request.before]
    lines += ["", f"THE STEP TO WRITE: {request.step.number}. {request.step.title}"]
    lines += ["", "WHAT WAS SAID", prompts.quoted(request.transcript, sorted(own | context), context)]
    if request.passages:
        lines += ["", "REFERENCE PAGES", prompts.quoted_passages(request.passages)]
    return "\n".join(lines)


def _as_answered(draft: Draft) -> dict[str, object]:
    """A draft in the form of the model's answer."""
    actions = [
        {
            "instruction": action.instruction,
            **({"source_instruction": action.source_instruction} if action.source_instruction else {}),
            "code": action.code,
            "expected": action.expected,
            "utterances": action.utterance_ids,
            "passages": action.passage_ids,
        }
        for action in draft.actions
    ]
    cautions = [
        {"kind": c.kind.value, "text": c.text, "utterances": c.utterance_ids, "before": c.before}
        for c in draft.cautions
    ]
    return {"title": draft.title, "goal": draft.goal, "actions": actions, "cautions": cautions}
