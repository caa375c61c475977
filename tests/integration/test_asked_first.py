"""Of what nobody asked for, a guide is made at once only if it clearly shows how to do something, and refused in
private."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs.listing import WAITING_SECONDS, latest_of, shown_state
from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.workspace import Message
from tests.conftest import HANG_SECONDS, crossed
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import guides, mention, quiet, told, unseen
from tests.integration.slack_faults import BRIEF, KINDS
from tests.kinds_of_talks import HOW_TO, MEETING, mixed, timed
from tests.loopback.model_answers import no_steps
from tests.loopback.model_server import ModelServer

SWEDISH = "Ben: Det var ett bra möte, och alla var nöjda. Klicka på knappen och skriv namnet på filen.\n" * 12
POLISH = "".join(
    f"Ewa: {line}\n"
    for line in (
        "Dzisiaj pokażę wam, jak wyczyścić ekspres do kawy.",
        "Najpierw otwórz pokrywę i wyjmij pojemnik na wodę.",
        "Potem naciśnij duży przycisk i poczekaj, aż lampka zgaśnie.",
        "Na końcu włóż pojemnik z powrotem i zamknij pokrywę.",
    )
)
LETTER = (
    b"Dear all, the parcels that we sent you in March have arrived. We are happy that you are happy, and hope to see "
    b"you and your colleagues at the fair in Leeds. We thank you for your patience, and we are glad that you stayed."
)
SAMPLE_DOCUMENT = Path(__file__).parents[1] / "pictures" / "sample.docx"
LATER = "After that, choose *Make a guide* in the original message's menu, or mention me in its thread."


async def dropped(
    office: Office, text: str, name: str = "talk.txt", said: str = "", *, as_it_is: bool = False
) -> Message:
    """You post a transcript, and whatever comes of it is done."""
    content = text if as_it_is else timed(text)
    message = await office.playground.post_message(ROOM, office.playground.you.id, said, [(name, content.encode())])
    await quiet(office)
    return message


async def at_once(office: Office) -> None:
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "settings at once")
    await quiet(office)


def alone(office: Office) -> Message:
    """The one message that you alone see."""
    (message,) = office.playground.ephemeral(office.playground.you.id)
    return message


@pytest.mark.parametrize("language", ["en", "de"])
async def test_what_clearly_shows_how_is_made_at_once(office: Office, language: str):
    message = await dropped(office, HOW_TO[language])

    assert await guides(office, message) == 1
    assert told(office) == []


KINDS_OF_DOUBT = [
    ("make_anyway", MEETING["en"] * 4, "This looks like a conversation, not like someone showing how"),
    ("make_anyway", MEETING["de"] * 4, "This looks like a conversation, not like someone showing how"),
    ("make_anyway", MEETING["en"] * 150, "The parts of it that I looked at don't show how to do something."),
    ("make_guide", mixed("en"), "Only a small part of it shows how to do something."),
    ("make_guide", mixed("de"), "Only a small part of it shows how to do something."),
    ("make_anyway", SWEDISH, "This is in Swedish. Without a language model, I can find the steps only in English,"),
    ("make_guide", POLISH, "This is in Polish. Without a language model, I can find the steps only in English,"),
]


@pytest.mark.parametrize(
    ("button", "text", "doubt"),
    KINDS_OF_DOUBT,
    ids=["meeting", "German meeting", "long meeting", "mixed", "German mixed", "Swedish", "Polish"],
)
async def test_all_else_is_asked_first_and_seen_by_its_person_alone(office: Office, button: str, text: str, doubt: str):
    message = await dropped(office, text)

    said = text_of(alone(office))
    assert f"Shall I make a step-by-step guide from talk.txt? {doubt}" in said
    assert LATER in said
    assert button in str(alone(office).blocks)
    assert alone(office).thread_ts is None
    assert office.playground.thread(ROOM, message.ts) == [], "nobody else sees anything"
    assert message.reactions == {}


@pytest.mark.parametrize(
    ("button", "text"), [("make_anyway", MEETING["en"] * 4), ("make_guide", mixed("en"))], ids=["meeting", "mixed"]
)
async def test_whoever_presses_the_button_gets_a_guide_without_being_asked_again(
    office: Office, button: str, text: str
):
    message = await dropped(office, text)
    await office.playground.press(alone(office).ts, button, office.playground.you.id)

    assert await guides(office, message) == 1
    assert len(told(office)) == 1
    assert list(message.reactions) == ["white_check_mark"]


async def test_the_question_names_ways_that_work_later(office: Office):
    you = office.playground.you.id
    message = await dropped(office, mixed("en"))
    await office.playground.shortcut(message.ts, "make_guide", you)

    assert await guides(office, message) == 1

    other = await dropped(office, mixed("de"))
    await office.playground.post_message(ROOM, you, mention(office), thread_ts=other.ts)

    assert await guides(office, other) == 1


async def test_what_a_model_reads_is_not_held_against_a_language(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        await dropped(office, SWEDISH)

        assert "I can't tell whether it shows how to do something." in text_of(alone(office))
        assert "make_guide" in str(alone(office).blocks)


@pytest.mark.parametrize("confined", [False, True])
async def test_why_no_guide_would_be_made_is_said_of_what_may_be_no_transcript(open_office: OpenOffice, confined: bool):
    async with open_office(confined=confined) as office:
        await dropped(office, LETTER.decode(), "letter.txt", as_it_is=True)

        said = text_of(alone(office))
        assert "Shall I make a step-by-step guide from letter.txt? This looks like a short message, not like" in said
        assert "couldn't find any instructions" in said
        assert "make_anyway" in str(alone(office).blocks)


async def test_what_one_person_says_line_by_line_is_a_transcript(office: Office):
    await dropped(office, POLISH, as_it_is=True)

    assert text_of(alone(office)).startswith("Shall I make a step-by-step guide from talk.txt? This is in Polish.")


async def test_a_question_is_in_the_language_of_its_person(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    await dropped(office, MEETING["en"] * 4)

    said = text_of(alone(office))
    assert "Soll ich aus talk.txt eine Schritt-für-Schritt-Anleitung erstellen? Hier scheint niemand zu zeigen" in said
    assert "Trotzdem eine erstellen" in str(alone(office).blocks)


async def test_it_is_found_out_in_a_process_of_its_own(open_office: OpenOffice):
    async with open_office(confined=True) as office:
        meeting = await dropped(office, MEETING["en"] * 4)
        made = await dropped(office, HOW_TO["de"])

        assert office.playground.thread(ROOM, meeting.ts) == []
        assert "make_anyway" in str(alone(office).blocks)
        assert await guides(office, made) == 1


async def test_a_file_that_cannot_be_read_is_told_as_before(office: Office):
    message = await dropped(office, "WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n", "talk.vtt", as_it_is=True)

    assert "I couldn't make a guide from talk.vtt." in office.last(ROOM, message.ts)
    assert told(office) == []


def cut(suffix: str) -> bytes:
    """A document or an archive whose upload broke off."""
    if suffix == ".odt":
        return b"no document at all"
    if suffix == ".pdf":
        return b"%PDF-1.7\nand no more"
    if suffix == ".docx":
        return SAMPLE_DOCUMENT.read_bytes()[:4000]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("talk.vtt", "Open Settings. " * 999)
    return made.getvalue()[:4000]


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".zip", ".odt"])
async def test_what_can_be_a_transcript_and_cannot_be_opened_is_told_to_its_person_alone(office: Office, suffix: str):
    playground, you = office.playground, office.playground.you.id
    files = [(f"call{suffix}", cut(suffix)), ("call.xlsx", cut(".zip")), ("call.png", b"\x89PNG and no more")]
    message = await playground.post_message(ROOM, you, "", files)
    await quiet(office)

    said = text_of(alone(office))
    assert f"I couldn't make a guide from call{suffix}." in said
    assert "damaged" in said
    assert "try again" in said
    assert "button" not in str(alone(office).blocks), "the same file is as damaged the second time"
    assert playground.thread(ROOM, message.ts) == [], "nobody else sees anything"
    assert message.reactions == {}


async def test_what_cannot_be_opened_is_told_the_same_from_a_process_of_its_own(open_office: OpenOffice):
    async with open_office(confined=True) as office:
        await office.playground.post_message(ROOM, office.playground.you.id, "", [("call.docx", cut(".docx"))])
        await quiet(office)

        assert "This document is damaged or cut off." in text_of(alone(office))


async def test_an_archive_that_opens_and_is_no_transcript_gets_no_answer(office: Office):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("tool.py", "print(1)")
    message = await office.playground.post_message(
        ROOM, office.playground.you.id, "", [("code.zip", made.getvalue()), ("report.txt", b"No document at all.")]
    )
    await quiet(office)

    assert office.playground.ephemeral(office.playground.you.id) == []
    assert office.playground.thread(ROOM, message.ts) == []


# -- begun unasked, with nothing to show for it


async def test_what_was_begun_unasked_and_shows_nothing_is_taken_back(office: Office):
    await at_once(office)
    office.playground.workspace.messages.pop(alone(office).ts)
    message = await dropped(office, MEETING["en"] * 4)

    posted = [call for call in office.playground.calls if call.method == "chat.postMessage"]
    assert len(posted) == 1, "it was begun for all to see"
    assert office.playground.thread(ROOM, message.ts) == []
    said = text_of(alone(office))
    assert "I couldn't make a guide from talk.txt." in said
    assert LATER in said
    assert message.reactions == {}
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert (job.state, job.progress_ts) == (JobState.FAILED, None)

    await office.playground.press(alone(office).ts, "make_anyway", office.playground.you.id)

    assert await guides(office, message) == 1


async def test_what_a_model_sees_no_steps_in_is_taken_back(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        model.answers(no_steps("It is a stand-up meeting.", "Stand-up"), kind="outline")
        message = await dropped(office, HOW_TO["en"])

        assert office.playground.thread(ROOM, message.ts) == []
        assert "It is a stand-up meeting." in text_of(alone(office))


async def test_what_was_asked_for_is_refused_where_it_was_asked_for(office: Office):
    message = await dropped(office, MEETING["en"] * 4, said=mention(office))

    assert "I couldn't make a guide from talk.txt." in office.last(ROOM, message.ts)
    assert "make_anyway" in str(office.progress(ROOM, message.ts)[-1].blocks)
    assert told(office) == []


@pytest.mark.parametrize("how", ["mentioned", "at once", "asked first"])
async def test_in_the_list_it_waits_until_it_is_answered(office: Office, how: str):
    if how == "at once":
        await at_once(office)
    message = await dropped(office, MEETING["en"] * 4, said=mention(office) if how == "mentioned" else "")
    you, team = office.playground.you.id, office.playground.workspace.team.id
    (waiting,) = await latest_of(office.bot.desk, team, you)
    (asking,) = office.progress(ROOM, message.ts)[-1:] or office.playground.ephemeral(you)[-1:]
    await office.playground.press(asking.ts, "make_anyway", you)
    await quiet(office)
    (answered,) = await latest_of(office.bot.desk, team, you)

    assert waiting.state == "waiting for your answer"
    assert answered.id != waiting.id, "what came of the answer stands in the place of the question"
    assert answered.state == JobState.DONE
    left = office.playground.workspace.message(asking.channel, asking.ts)
    assert left is None or "make_anyway" not in str(left.blocks), "the button is gone"


async def test_a_question_is_answered_too_by_asking_for_the_file_in_another_way(office: Office):
    message = await dropped(office, MEETING["en"] * 4)
    you, team = office.playground.you.id, office.playground.workspace.team.id
    await office.playground.post_message(ROOM, you, f"{mention(office)} anyway=yes", thread_ts=message.ts)
    await quiet(office)

    (answered,) = await latest_of(office.bot.desk, team, you)
    assert answered.state == JobState.DONE


async def test_in_the_list_no_question_waits_for_ever(office: Office):
    await dropped(office, MEETING["en"] * 4)
    desk = office.bot.desk
    (job,) = await desk.store.jobs.recent_of(office.playground.workspace.team.id, office.playground.you.id)

    assert shown_state(job, job.created + WAITING_SECONDS - 1) == "waiting for your answer"
    assert shown_state(job, job.created + WAITING_SECONDS + 1) == "not used"


async def test_where_nothing_may_be_deleted_it_is_said_in_the_thread(office: Office):
    await at_once(office)
    office.playground.fail_next("chat.delete", error="cant_delete_message")
    message = await dropped(office, MEETING["en"] * 4)

    assert "I couldn't make a guide from talk.txt." in office.last(ROOM, message.ts)
    assert len(told(office)) == 1, "the settings"


@pytest.mark.parametrize("error", ["user_not_in_channel", "is_archived", "msg_too_long"])
async def test_whom_nothing_can_be_shown_alone_is_told_directly(office: Office, error: str):
    await at_once(office)
    office.playground.fail_next("chat.postEphemeral", error=error)
    message = await dropped(office, MEETING["en"] * 4)

    room = office.playground.direct_message(office.playground.you.id).id
    (said,) = office.playground.messages(room)
    assert "I couldn't make a guide from talk.txt." in text_of(said)
    assert LATER not in text_of(said), "it stays"
    assert office.playground.thread(ROOM, message.ts) == []


@pytest.mark.parametrize(
    ("kind", "method"),
    crossed([kind for kind in KINDS if kind != "500 for ever"], ["chat.delete", "chat.postEphemeral"]),
)
async def test_whatever_slack_does_it_is_taken_back_and_its_person_knows(
    open_office: OpenOffice, method: str, kind: str
):
    planned = KINDS[kind] | ({"error": "message_not_found"} if kind == "lasting" else {})
    async with open_office(Playground(timing=replace(PATIENT, share=0.0)), waiting=BRIEF) as office:
        await at_once(office)
        fault = office.playground.fail_next(method, **planned)
        async with asyncio.timeout(HANG_SECONDS):
            message = await dropped(office, MEETING["en"] * 4)

        room = office.playground.direct_message(office.playground.you.id).id
        told_of = [text for text in told(office) if "I couldn't make a guide" in text]
        told_of += [text_of(m) for m in office.playground.messages(room)]
        states = [state for state in await office.bot.store.jobs.counts() if not state.ended]
        assert fault.met.is_set()
        assert states == []
        assert told_of
        gone = method == "chat.delete" and kind == "lasting"  # it only seems so
        assert office.progress(ROOM, message.ts) == [] or gone
        assert len(told_of) == 1 or (method == "chat.postEphemeral" and kind.startswith("done"))


async def test_a_transcript_of_which_the_app_learns_late_is_not_asked_about_twice(office: Office):
    message = await unseen(office)
    office.playground.edit_message(message, files=[("talk.txt", timed(MEETING["en"] * 4).encode())])
    await quiet(office)
    office.playground.edit_message(message, text=f"{SCREENCAST} and another")
    await quiet(office)

    assert len(told(office)) == 1
