"""The step of Slack's Workflow Builder: a link comes in, and the document's link goes out, or why there is none."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.listeners.functions import GUIDE_STEP
from bot.playground import Playground
from bot.playground.manifest import MANIFEST, Manifest
from bot.playground.workspace import Message
from tests.conftest import FIXTURES
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice
from tests.integration.sharing import posted, quiet, unseen
from tests.integration.slack_faults import BRIEF, KINDS
from tests.integration.test_pasted_transcripts import TYPED

README = Path(__file__).parents[2] / "README.md"


def with_step() -> dict[str, Any]:
    """manifest.yml with what README says to add to it."""
    (block,) = [
        text for text in re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL) if "functions:" in text
    ]
    body: dict[str, Any] = yaml.safe_load(MANIFEST.read_text()) | yaml.safe_load(block)
    body["settings"] |= {"org_deploy_enabled": True, "function_runtime": "remote"}
    return body


def playground() -> Playground:
    return Playground(timing=PATIENT, manifest=replace(Manifest.load(), functions=frozenset(with_step()["functions"])))


async def run(office: Office, link: str, user: str = "") -> dict[str, Any]:
    """A workflow runs the step; what the app says became of it."""
    who = user or office.playground.you.id
    execution = office.playground.run_step(GUIDE_STEP, {"link": link, "user": who})
    ended: dict[str, Any] = await office.playground.until(lambda: office.playground.agents.steps[execution])
    await quiet(office)
    return ended


def link_to(office: Office, message: Message) -> str:
    return office.playground.workspace.permalink(message)


def test_slacks_own_schema_takes_the_manifest_with_and_without_it():
    schema = json.loads((FIXTURES / "manifest.schema.2.0.0.json").read_text())
    validator = jsonschema.Draft7Validator(schema)
    without = yaml.safe_load(MANIFEST.read_text())

    validator.validate(without)
    validator.validate(with_step())
    assert not without["settings"]["org_deploy_enabled"]
    assert "functions" not in without
    assert list(with_step()["functions"]) == [GUIDE_STEP]
    assert "`org_deploy_enabled: true` and `function_runtime: remote`" in README.read_text()


async def test_the_documents_link_goes_out_and_the_guide_is_in_the_thread(open_office: OpenOffice):
    async with open_office(playground()) as office:
        dropped = await unseen(office)
        ended = await run(office, link_to(office, dropped))

        (document,) = office.documents(ROOM, dropped.ts)
        assert ended == {"outputs": {"document": office.playground.workspace.file_json(document.id)["permalink"]}}
        # What README's block asks of a workflow, and promises it.
        step = with_step()["functions"][GUIDE_STEP]
        assert step["input_parameters"]["required"] == list(step["input_parameters"]["properties"]) == ["link", "user"]
        assert (
            step["output_parameters"]["required"]
            == list(step["output_parameters"]["properties"])
            == [*ended["outputs"]]
        )


async def test_a_link_to_a_pasted_transcript_does_as_well(open_office: OpenOffice):
    async with open_office(playground()) as office:
        pasted = await posted(office, TYPED)
        ended = await run(office, link_to(office, pasted))

        (document,) = office.documents(ROOM, pasted.ts)
        assert ended == {"outputs": {"document": office.playground.workspace.file_json(document.id)["permalink"]}}


async def test_a_link_to_a_file_does_as_well_and_a_repeat_has_the_first_documents_link(open_office: OpenOffice):
    async with open_office(playground()) as office:
        dropped = await unseen(office)
        link = office.playground.workspace.file_json(dropped.files[0])["permalink"]
        first = await run(office, link)
        second = await run(office, link_to(office, dropped))

        assert first["outputs"]["document"].endswith(".docx")
        assert second == first or second["outputs"]["document"].endswith(".docx")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("", "The step needs a link to a file or message in Slack."),
        ("https://a.example/", "The step needs a link to a file or message in Slack."),
        (
            "https://x.slack.com/archives/C0HOWTO0002/p1700000000000100",
            "There's no file on the message this link points to.",
        ),
    ],
)
async def test_what_is_no_transcript_ends_the_step_with_the_reason(open_office: OpenOffice, link: str, said: str):
    async with open_office(playground()) as office:
        assert said in (await run(office, link))["error"]


@pytest.mark.parametrize("who", ["guest", "stranger", "nobody"])
async def test_it_reads_only_what_its_person_can_see(open_office: OpenOffice, who: str):
    async with open_office(playground()) as office:
        user = getattr(office.playground, who).id if who != "nobody" else "U0NOBODY"
        dropped = await unseen(office, "#support-team")
        ended = await run(office, link_to(office, dropped), user)

        assert "error" in ended
        assert office.documents("#support-team", dropped.ts) == []
        assert await office.bot.store.jobs.counts() == {}


async def test_a_recording_without_instructions_ends_the_step_in_words(open_office: OpenOffice):
    async with open_office(playground()) as office:
        with office.playground.events.muted():
            dropped = await office.playground.post_message(
                ROOM, office.playground.you.id, "", [("notes.vtt", b"WEBVTT\n")]
            )
        ended = await run(office, link_to(office, dropped))

        assert ended["error"]
        assert "outputs" not in ended


async def test_who_stops_the_guide_ends_the_step(open_office: OpenOffice):
    async with open_office(playground()) as office:
        dropped = await unseen(office)
        office.playground.fail_next("download", delay=3600)
        execution = office.playground.run_step(
            GUIDE_STEP, {"link": link_to(office, dropped), "user": office.playground.you.id}
        )
        progress = await office.playground.until(lambda: office.progress(ROOM, dropped.ts))
        await office.playground.press(progress[0].ts, "cancel_job", office.playground.you.id)
        ended = await office.playground.until(lambda: office.playground.agents.steps[execution])

        assert ended == {"error": "No guide was made."}


async def test_a_step_that_slack_tells_of_twice_is_one_guide(open_office: OpenOffice):
    async with open_office(playground()) as office:
        dropped = await unseen(office)
        office.playground.deliver_twice()
        await run(office, link_to(office, dropped))

        assert len(office.documents(ROOM, dropped.ts)) == 1
        assert len([call for call in office.playground.calls if call.method == "functions.completeSuccess"]) == 1


@pytest.mark.parametrize("kind", ["cut", "500", "429"])
async def test_the_end_is_said_again_where_slack_did_not_take_it(open_office: OpenOffice, kind: str):
    async with open_office(playground(), waiting=BRIEF) as office:
        dropped = await unseen(office)
        fault = office.playground.fail_next("functions.completeSuccess", **KINDS[kind] | {"times": 2})
        assert "outputs" in await run(office, link_to(office, dropped))
        assert fault.met.is_set()


async def test_the_app_without_the_step_has_none(office: Office):
    with pytest.raises(LookupError):
        office.playground.run_step(GUIDE_STEP, {"link": SCREENCAST})


async def test_a_step_beyond_a_limit_says_when_to_come_back_in_plain_text(open_office: OpenOffice):
    async with open_office(playground(), SCRIPT2DOC_HOURLY_JOBS_PER_PERSON="1") as office:
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        ended = await run(office, link_to(office, dropped))

    said, _, time = str(ended["error"]).partition(" from: ")
    assert said == "Each person can ask for 1 guide an hour. You can ask for guides again"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", time)
