"""The headings of a file stand over what was said: they cut it into steps and name them, and nobody said them."""

from __future__ import annotations

import pytest

from pipeline import prompts
from pipeline.options import GuideOptions
from pipeline.readers import read_transcript
from pipeline.run import make_guide
from pipeline.secrets import masked
from pipeline.tools import Tools
from pipeline.transcript import Transcript

TIMED = """\
# Rewire a lamp

### [00:34] Safety first

Switch off the lamp at the wall. If the plug is warm, wait ten minutes and touch it again.

### [01:20] Removing the old cable

Now loosen the two screws and pull the cable out. Put the screws into a cup.

### [02:05] Fit the new cable

Push the cable through the base. Tighten both screws and close the lid.

### [03:10] Wrap up

If you like this video, subscribe.
"""
CLIPPED = """\
## Transcript

### Remove the old cable

**0:34** · Loosen the two screws.
**0:50** · Pull the cable out of the base.

### Fit the new cable

**1:20** · Push the cable through the base.
**1:40** · Tighten both screws and close the lid.
"""


async def read(text: str) -> Transcript:
    return await read_transcript(text.encode(), "lamp.md")


async def titles(text: str) -> list[str]:
    guide = await make_guide(text.encode(), "lamp.md", GuideOptions(), Tools())
    return [step.title for step in guide.steps]


async def test_what_stands_behind_a_time_in_a_heading_was_not_said() -> None:
    transcript = await read(TIMED)
    assert [utterance.text.split()[0] for utterance in transcript.utterances if utterance.start == 80] == ["Now", "Put"]
    assert [text for _, text in transcript.headings] == [
        *("Safety first", "Removing the old cable", "Fit the new cable", "Wrap up"),
    ]
    assert [transcript[first].start for first, _ in transcript.headings] == [34, 80, 125, 190]


async def test_a_speaker_in_a_heading_is_no_chapter() -> None:
    text = "\n\n".join(
        f"### [0{n}:20] {who}\n\n{who} opens the lid now." for n, who in enumerate(["Ana", "Ben"] * 3, 1)
    )
    transcript = await read(text)
    assert transcript.speakers == ("Ana", "Ben")
    assert transcript.headings == ()


@pytest.mark.parametrize("text", [TIMED, CLIPPED])
async def test_steps_begin_under_headings_and_have_those_that_say_what_is_done_for_titles(text: str) -> None:
    named = await titles(text)
    assert "Remove the old cable" in named
    assert "Fit the new cable" in named
    assert "Wrap up" not in named


async def test_one_heading_over_all_names_no_step() -> None:
    text = CLIPPED.replace("### Remove the old cable\n", "")
    assert "Fit the new cable" not in await titles(text)


async def test_a_model_is_shown_them_on_one_line() -> None:
    (line,) = [line for line in prompts.named(await read(TIMED)) if "headings" in line]
    assert "Removing the old cable (from 3)" in line


async def test_a_secret_in_a_heading_is_masked() -> None:
    text = TIMED.replace("Fit the new cable", "The password is Lamp-2291x")
    headings = [heading for _, heading in masked(await read(text)).headings]
    assert "The password is <password>" in headings
    assert not any("2291" in heading for heading in headings)
