"""What was typed is no transcript; what was said is never refused, in whatever language."""

from __future__ import annotations

import pytest

from pipeline.errors import NotATranscript
from pipeline.readers import Verdict, sniff
from tests.unit.readers.spoken import read
from tests.unit.readers.typed import SPOKEN, TYPED


@pytest.mark.parametrize("name", TYPED)
def test_what_was_typed_is_no_transcript(name: str):
    assert sniff(TYPED[name].encode(), name).verdict is Verdict.NO


@pytest.mark.parametrize("name", SPOKEN)
async def test_speech_as_prose_is_offered_and_read(name: str):
    assert sniff(SPOKEN[name].encode(), name).verdict is not Verdict.NO
    assert (await read(SPOKEN[name])).utterances


@pytest.mark.parametrize(
    ("head", "verdict"), [("Time,Speaker,Text", Verdict.YES), ("Opened,Agent,Message", Verdict.NO)]
)
def test_a_table_with_hours_and_minutes_is_a_list_of_what_happened(head: str, verdict: Verdict):
    times = ("00:05", "00:30", "01:15", "01:40") if verdict is Verdict.YES else ("09:05", "09:30", "11:15", "13:40")
    said = "You open the settings and then you click on it, {} times."
    rows = [f"{time},{'Ann' if n % 2 else 'Ben'},{said.format(n)}" for n, time in enumerate(times)]

    assert sniff("\n".join([head, *rows]).encode(), "talk.csv").verdict is verdict


def test_times_and_names_that_are_few_are_told_from_none():
    asked = (
        "Q. Where do you click?\nA. On the button.\nQ. And then?\nA. Then I wait until it is done, and you'll see it.\n"
    )

    assert "few times or speakers" in sniff(asked.encode(), "talk.txt").reason


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[{"type": "message", "user": "U1", "text": "Is it done?", "ts": "1714633320.000100"}]', "from Slack"),
        ('{"replayChatItemAction": {"actions": [{"text": "hi"}]}}\n{"replayChatItemAction": {}}', "live chat"),
        ('{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Intro to the show"}]}', "chapters"),
    ],
)
async def test_json_of_something_else_says_what_it_is(text: str, what: str):
    assert what in sniff(text.encode(), "export.json").reason
    with pytest.raises(NotATranscript, match=what):
        await read(text)


def test_what_runs_on_without_full_stops_may_be_captions():
    told = (
        "in this part the layouts of a project are shown and how the owner of a project deletes one of them to begin "
        "the owner goes to the settings of the portal and opens the layouts then the owner moves the pointer over the "
        "layout and clicks on the bin which is beside its name a question comes up and the owner confirms it "
    )
    listed = "\n".join(f"the layout of a project {number}" for number in range(60))

    assert sniff((told * 3).encode(), "layouts.txt").verdict is Verdict.MAYBE
    assert sniff(told.encode(), "layouts.txt").verdict is Verdict.NO, "a few words are typed without"
    assert sniff((told * 3).replace(" to begin", ". To begin").encode(), "layouts.txt").verdict is not Verdict.YES
    assert sniff(listed.encode(), "layouts.txt").verdict is Verdict.NO
