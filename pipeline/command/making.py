"""Makes and writes the guides, one after another; what goes wrong with one file costs the others nothing."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import progress
from pipeline.command import display
from pipeline.command.advice import no_transcript, told, unwritten, with_its_address
from pipeline.command.ahead import has_pages
from pipeline.command.display import say
from pipeline.command.event_lines import counted
from pipeline.command.explanation import Explanation
from pipeline.command.inputs import MOST_OTHERS, Input
from pipeline.command.insisting import by_the_model
from pipeline.command.stopping import Stop
from pipeline.command.targets import Target, save
from pipeline.errors import (
    BrokenTranscript,
    NoProcedure,
    NotATranscript,
    OptionError,
    PipelineError,
    RenderError,
    TranscriptError,
)
from pipeline.guide import Guide
from pipeline.loading import load
from pipeline.options import GuideOptions, Limits, WriterChoice

if TYPE_CHECKING:
    from pipeline.cache import Cache
    from pipeline.knowledge import Fetcher
    from pipeline.llm import ModelSettings
    from pipeline.settings import GuideSettings
    from pipeline.tools import Tools

SET_KEY = "For a fuller guide, set an API key for a language model (OPENAI_API_KEY) and make it again."
"""What the document and Slack leave to whoever runs the app. Here that is who reads it."""

USE_ANYWAY = "To use it anyway, name it and add --anyway."
NO_TRANSCRIPTS = "No guide was made, because none of these files looks like a transcript."
NOTHING_TO_SHOW = "No guide was made, because nobody shows how to do something in any of these files."


@dataclass(frozen=True)
class Order:
    """All that a command asks for, after it was checked."""

    jobs: tuple[tuple[Input, Target], ...]
    """What is read, and where its guide goes."""
    options: GuideOptions
    settings: GuideSettings | None = None
    """What the environment sets for each guide. None: nothing."""
    model: ModelSettings | None = None
    template: bytes | None = None
    template_notes: tuple[str, ...] = ()
    """What the template's author may not expect, told where people still see it when all is done."""
    explain: bool = False
    unread: tuple[str, ...] = ()
    """A sentence for each name that isn't there or can't be read, where others can."""
    others: tuple[str, ...] = ()
    """A line for each file of a folder that isn't read because of its name."""

    @property
    def files(self) -> int:
        """How many files are asked for, also those that can't be read."""
        return len(self.jobs) + len(self.unread)


class PassedOver(Exception):
    """Nobody named a folder's file, and no guide is made of it: it isn't a transcript, or nobody shows in it how to do
    something. With the reason and what helps."""


async def make_all(order: Order, stop: Stop) -> int:
    """Makes and writes each guide, says so, and gives the exit code. Raises OptionError, which concerns all files."""
    several = order.files > 1
    made, talks, failed, skipped = 0, 0, list(order.unread), list[str]()
    for said in order.unread:
        say(said, sys.stderr)
    async with _tools(order) as tools:
        for each, target in order.jobs:
            try:
                if not (each.chosen or order.options.anyway):
                    # Before its name is said: nothing else is said of what is skipped.
                    await _check(each, await _read(each, tools.limits), tools.limits)
                if several:
                    say(f"{each}:", sys.stderr)
                try:
                    await make_one(each, target, order, tools, stop)
                except NoProcedure as error:
                    if each.chosen:
                        raise
                    talks += 1
                    raise PassedOver(f"{error.message} {USE_ANYWAY}") from None
                made += 1
            except PassedOver as passed:
                skipped.append(f"{each}: {passed}")
            except OptionError:
                raise
            except PipelineError as error:
                failed.append(f"{each}: {told(error)}")
                say(failed[-1], sys.stderr)
    if unused := len(skipped) + len(order.others):
        more = len(order.others) - MOST_OTHERS
        skipped += [*order.others[:MOST_OTHERS], *([f"{counted(more, 'more file')} like these."] if more > 0 else [])]
        apart = "\n" if made or failed or talks else ""
        say("\n".join([f"{apart}Skipped {counted(unused, 'file')}:", *skipped]), sys.stderr)
    if several and made:
        _say_notes(order)
    if several and failed:
        say("\n".join([f"\nProblems with {len(failed)} of {order.files} files:", *failed]), sys.stderr)
    elif not made and not failed:
        say(NOTHING_TO_SHOW if talks else NO_TRANSCRIPTS, sys.stderr)
    return 1 if failed or not made else 0


@asynccontextmanager
async def _tools(order: Order) -> AsyncIterator[Tools]:
    """What all the runs share. The model's SDK is loaded beside everything else until the first call."""
    from pipeline import llm

    client = llm.Client(order.model) if order.model else None
    if client:
        client.warm()
    # Off the loop, so that the SDK needn't wait for it, and so that Ctrl-C is heard.
    await load("pipeline.run", f"pipeline.writing.{'model' if client else 'extractive'}_writer")
    from pipeline.cache import MemoryCache
    from pipeline.tools import Tools

    limits = order.settings.limits if order.settings else Limits()
    cache = MemoryCache()
    fetcher = fetcher_of(order.settings, limits, cache)
    try:
        yield Tools(cache=cache, limits=limits, model=client, fetcher=fetcher, template=order.template)
    finally:
        await fetcher.aclose()
        if client:
            await client.aclose()


def fetcher_of(settings: GuideSettings | None, limits: Limits, cache: Cache) -> Fetcher:
    """What fetches reference pages as the environment allows it."""
    from pipeline.knowledge import Fetcher

    if settings is None:
        return Fetcher(limits, cache)
    return Fetcher(
        limits,
        cache,
        allow_hosts=settings.allow_hosts,
        deny_hosts=settings.deny_hosts,
        proxy=settings.proxy,
        address=settings.contact,
    )


async def make_one(each: Input, target: Target, order: Order, tools: Tools, stop: Stop) -> None:
    """Makes the guide of one file, writes it and says so. Raises PipelineError."""
    explanation = Explanation()
    try:
        out, guide = await _made(each, target, order, tools, stop, explanation)
    except PipelineError:
        if order.explain and (so_far := list(explanation.lines())):
            with contextlib.suppress(OSError):  # what went wrong first is what counts
                say("\n".join(so_far))
        raise
    if order.files == 1:
        _say_notes(order)
    try:
        if order.explain:
            say("\n".join(explanation.lines()))
        say(_result(out, guide, order))
    except OSError as error:
        raise RenderError(f"The guide is in {out}, but standard output can't be written: {error.strerror}.") from error
    if target.named and out != target.path:
        raise RenderError(
            f"{target.path} was created while the guide was being made, and isn't replaced. The guide is in {out}."
        )


async def _made(
    each: Input, target: Target, order: Order, tools: Tools, stop: Stop, explanation: Explanation
) -> tuple[Path, Guide]:
    """(where the guide of one file is, the guide). Raises PipelineError."""
    from pipeline.render.formats import render_as
    from pipeline.run import make_guide

    async with display.showing(display.for_stream()) as shown:
        listen = progress.both(shown, explanation) if order.explain else shown
        data = await _read(each, tools.limits)
        if each.chosen and not order.options.anyway:
            await _check(each, data, tools.limits, explanation)
        # Of a file that lists no sources, it has been said already that their form has no effect.
        lists = has_pages(target.suffix)
        options = order.options if lists else order.options.but(sources=GuideOptions.sources)
        make = partial(make_guide, data, each.name, options, tools)
        insists = order.options.writer is WriterChoice.MODEL
        guide = await (by_the_model(make, listen, order.model) if insists else make(listen))
        made = await render_as(target.suffix.lower(), guide, order.options, tools, listen)
        # Writing is a moment, and done or not done: Ctrl-C is heard before it or after it.
        with stop.held():
            try:
                out = save(target, made)
            except OSError as error:
                raise RenderError(unwritten(target.path, error)) from error
            stop.wrote()
    return out, guide


async def _read(each: Input, limits: Limits) -> bytes:
    try:
        return await asyncio.to_thread(each.read, limits.transcript_bytes)
    except OSError as error:
        raise TranscriptError(f"It can't be read: {error.strerror}.") from error


async def _check(each: Input, data: bytes, limits: Limits, listen: progress.Listener = progress.nobody) -> None:
    """Raises TranscriptError where a file isn't a transcript, with what was read of it told to `listen`. The same holds
    for a file that is named and for one of a folder, but what is no transcript there is no failure: PassedOver. Bytes
    that are no kind of file that is known are one, since the name says that there is a text."""
    from pipeline.readers import Verdict, read_transcript, sniff
    from pipeline.readers.file_kinds import is_noise

    found = await asyncio.to_thread(sniff, data, each.name)
    if found.verdict is not Verdict.NO or found.guessed:
        return
    # What can't be read at all says so in its own words: --anyway wouldn't help.
    try:
        listen(progress.TranscriptRead.of(await read_transcript(data, each.name, limits, anyway=True)))
    except NotATranscript as error:
        raise error if each.chosen or is_noise(data) else PassedOver(error.message) from None
    if found.unopened:
        raise BrokenTranscript(found.reason)
    if each.chosen:
        raise NotATranscript(no_transcript(found.reason))
    raise PassedOver(f"{found.reason} {USE_ANYWAY}")


def _say_notes(order: Order) -> None:
    """Says what the template's author may not expect, if the template was used: once, for all guides."""
    if order.template_notes and any(target.is_word for _, target in order.jobs):
        say("\n".join(order.template_notes), sys.stderr)


def _result(out: Path, guide: Guide, order: Order) -> str:
    """What else has to be known about a guide, and in the last line where it is and what is in it."""
    from pipeline.render.disclosures import disclosures, not_opened
    from pipeline.render.guide_phrases import extent, extract, fuller, inner_quotes, left_out
    from pipeline.render.localization import words

    english = words("en")
    line = f"{out}: “{inner_quotes(guide.title)}”, {extent(english, guide)}, {len(guide.to_check)} to check"
    usage = guide.making.usage
    if usage.tokens:
        line += f"; {counted(usage.calls, 'model call')}, {usage.tokens:,} tokens"
        line += f", ${usage.cost:.4f}" if usage.cost is not None else ""
    line += "; no language model was used" if order.model is None else _without_the_model(guide, order.model)
    fuller_by = SET_KEY if guide.extract and not guide.making.model_set_up else fuller(english, guide)
    only = english.sentences(extract(english, guide), fuller_by)

    hidden = len(guide.told_masks)
    secrets = f"{counted(hidden, 'secret')} said aloud: masked. To show what was said, add --secrets keep."
    # That the times don't open the recording was said before the work.
    kept = (line for line in disclosures(english, guide) if line != not_opened(english, guide))
    told = (secrets if hidden else "", *kept, _note(guide, order))
    return "\n".join(filter(None, (only, left_out(english, guide), *told, line)))


def _note(guide: Guide, order: Order) -> str:
    """What the guide says of how it was made, without what was said before the work: which options have no effect."""
    from pipeline.provenance import options_without_effect

    note = guide.making.note or ""
    reasons = {step.fallback for step in guide.steps}
    if len(reasons) == 1 and (reason := reasons.pop()):  # the last line says it
        note = note.replace(f"{reason} The outline was made without it.", "").strip()
    said = options_without_effect(order.options, guide.language) if order.model is None else None
    return note.removesuffix(said).rstrip() if said else note


def _without_the_model(guide: Guide, model: ModelSettings) -> str:
    """What the model should have written and didn't, loud enough for a person who only reads the last line."""
    reasons = [step.fallback for step in guide.steps if step.fallback]
    if not reasons:
        return ""
    steps = counted(len(guide.steps), "step")
    which = steps if len(reasons) == len(guide.steps) else f"{len(reasons)} of {steps}"
    return f"; {which} written WITHOUT the language model: {with_its_address(reasons[0], model)}"
