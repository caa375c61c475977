"""What a guide of a meeting says that is made anyway, and what doesn't depend on how many steps a guide has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.guide import Extract, FindingKind, Guide
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools

MEETING = """[00:00] Rosa: Good morning, is the projector finally repaired?
[00:05] Karl: It came back yesterday, and the lamp is new as well.
[00:11] Rosa: Lovely. The board liked the report, apart from the last page.
[00:18] Karl: I had expected that, the figures there are from spring.
[00:25] Rosa: Then let's drop that page. Was the canteen full?
[00:31] Karl: Very full, the students from the college were visiting.
[00:38] Rosa: They seemed nice. Send me the photos, please.
[00:44] Karl: I will, there are about forty, most of them blurred.
[00:50] Rosa: Never mind. Until Tuesday then, and greetings to your sister.
"""
KILN = """[00:00] Wipe the kiln shelf with a dry brush.
[00:05] Put the bowl on the shelf.
[00:10] Close the lid of the kiln.
[00:15] Press the start button.
[00:20] Wait until the light goes out.
[00:25] Open the lid with the gloves.
[00:30] Lift it out with the tongs.
[00:35] Place it on the brick.
[00:40] Turn it over with the tongs.
[00:45] Write the date on the card.
"""


async def guide_of(text: str, name: str, options: GuideOptions) -> Guide:
    return await make_guide(text.encode(), name, options, Tools())


async def test_a_meeting_is_quoted_and_none_of_its_errands_becomes_an_instruction() -> None:
    guide = await guide_of(MEETING, "board.txt", GuideOptions(anyway=True))
    lines = [action.instruction for step in guide.steps for action in step.actions]
    assert len(lines) >= 9
    assert all(line.startswith("“") for line in lines)
    assert any("drop that page" in line for line in lines)
    assert guide.only_quotes
    assert guide.title == "What was said (board)"


async def test_what_is_to_check_doesnt_depend_on_the_number_of_steps() -> None:
    for steps in (1, 2, 3, 5):
        guide = await guide_of(KILN, "Firing a bowl.txt", replace(GuideOptions(), steps=steps))
        findings = [f.kind for s in guide.steps for a in s.actions for f in a.findings]
        assert FindingKind.UNCLEAR not in findings, steps


async def test_a_single_word_of_a_files_name_is_no_title() -> None:
    assert (await guide_of(KILN, "usual.txt", GuideOptions())).title != "Usual"
    assert (await guide_of(KILN, "Firing a bowl.txt", GuideOptions())).title == "Firing a bowl"


UNSAID = {
    "tool.py": "import shutil\nwith open('a.txt') as held:\n    shutil.copyfileobj(held, out)\n",
    "build.txt": "#!/bin/sh\nset -e\ncd build\nrun tests --all\ninstall app\n",
    "app.log": "2024-01-02 10:00:00 INFO open door\n2024-01-02 10:00:01 INFO close door\n" * 3,
}


@pytest.mark.parametrize("name", UNSAID)
async def test_what_nobody_says_aloud_is_quoted_and_instructs_nobody(name: str) -> None:
    guide = await guide_of(UNSAID[name], name, GuideOptions(anyway=True))

    assert guide.only_quotes
    assert guide.extract == Extract(0, guide.extract.sentences if guide.extract else 0, quotes=True)
    assert guide.title.startswith("What was said")
    assert all(action.instruction.startswith("“") for step in guide.steps for action in step.actions)


async def test_a_short_instruction_is_among_the_sentences_that_were_understood() -> None:
    said = "Press stop. It rained the whole week. The chairs are quite loud there. Nobody knew what that was about."
    guide = await guide_of(said, "chat.txt", GuideOptions(anyway=True))

    assert [action.instruction for step in guide.steps for action in step.actions] == ["Press stop."]
    assert guide.extract is not None
    assert (guide.extract.understood, guide.extract.sentences) == (1, 4)


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("Okay Lena, let me walk you through loading the kiln.", "Load the kiln"),
        ("So today I want to walk you through loading the kiln, because it cracked twice last week.", "Load the kiln"),
        ("I'll show you how we do it.", "Tuesday notes"),
        ("It was a long week.", "Tuesday notes"),
    ],
)
async def test_what_is_announced_names_a_guide_before_its_file_does(opening: str, title: str) -> None:
    assert (await guide_of(f"[00:00] {opening}\n{KILN}", "Tuesday notes.txt", GuideOptions())).title == title
