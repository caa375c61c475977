"""Transcripts and the whole guides that are made of them without a model."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pipeline.options import GuideOptions, Limits
from pipeline.outline import OutlineEnd, Plan, PlannedStep
from pipeline.readers import read_transcript
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Draft, StepRequest
from pipeline.writing.extractive_writer import ExtractiveWriter

TUTORIAL = """\
In this video, I'll show you how to set up the blue widget.
Before we begin, make sure you have an account.
So first of all, you're gonna want to open the dashboard.
Then click on Settings in the menu on the left.
Next, we need to create a new widget.
Give it a name, and set the port to 8080.
No wait, port 8443.
You'll see a green light.
Never share the key.
Now, let's test the connection.
Run `widget ping --all`.
If it fails, restart the router.
Thanks for watching."""


def transcript(*lines: str | tuple[str, str], language: str | None = "en") -> Transcript:
    """A transcript with one utterance for each line, or for each (speaker, line)."""
    said = [line if isinstance(line, tuple) else (None, line) for line in lines]
    return Transcript(
        id="t", utterances=tuple(Utterance(n, text, name) for n, (name, text) in enumerate(said, 1)), language=language
    )


def make(of: Transcript, options: GuideOptions | None = None) -> tuple[list[PlannedStep], OutlineEnd, list[Draft]]:
    """Plans and writes a whole guide."""

    async def whole() -> tuple[list[PlannedStep], OutlineEnd, list[Draft]]:
        writer, chosen = ExtractiveWriter(), options or GuideOptions()
        items = [item async for item in writer.outline(of, chosen)]
        plan, end = items
        assert isinstance(plan, Plan)
        assert isinstance(end, OutlineEnd)
        drafts = [(await writer.write(StepRequest(step, plan.steps, of, chosen))).draft for step in plan.steps]
        return list(plan.steps), end, drafts

    return asyncio.run(whole())


def actions(drafts: list[Draft]) -> list[str]:
    return [action.instruction for draft in drafts for action in draft.actions]


def read(path: Path) -> Transcript:
    return asyncio.run(read_transcript(path.read_bytes(), path.name, Limits(transcript_words=400_000)))
