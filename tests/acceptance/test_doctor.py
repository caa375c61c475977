"""`python -m bot doctor`: a line about each thing that the app needs, and exit code 1 where one is wrong."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from aiohttp import web

from bot.doctor import PATIENCE, asked_model
from bot.findings import Mark
from bot.playground import Playground
from bot.playground.manifest import Manifest
from bot.store import Database, Store
from bot.store.migrations import newest, version
from tests.acceptance.conftest import ROOT, Doctor, Ran, bot_environment, clean_environment, ran
from tests.clock import LeapingClock
from tests.conftest import HANG_SECONDS
from tests.integration.serving import free_port
from tests.loopback.model_server import ModelServer
from tests.loopback.odd_answers import begun, send
from tests.loopback.odd_server import OddServer, Seen, good, refusal
from tests.loopback.raw_server import RawServer
from tests.postgres_server import Server


def lines_of(out: str) -> dict[str, str]:
    """What is said of each thing, with its mark in front; of several lines about one thing the last."""
    return {line[7:18].strip(): f"{line[:5].strip()} {line[20:]}" for line in out.splitlines()}


async def test_a_line_about_each_thing_and_zero_where_all_is_well(tmp_path: Path):
    template = tmp_path / "company.docx"
    docx.Document().save(str(template))
    async with Playground() as playground, ModelServer() as model, RawServer() as proxy:
        code, out, errors = await ran(
            "bot",
            "doctor",
            **bot_environment(playground, tmp_path),
            **model.env,
            SCRIPT2DOC_TEMPLATE=str(template),
            SCRIPT2DOC_HEALTH_PORT="0",
            SCRIPT2DOC_PROXY=f"http://me:secret@127.0.0.1:{proxy.port}",
        )

    assert (code, errors) == (0, ""), out
    said = lines_of(out)
    assert list(said) == [
        *("version", ".env", "settings", "bot token", "scopes", "connection", "model", "template", "PDF", "database"),
        *("data folder", "limits", "health port", "proxy"),
    ]
    assert model.settings().model in said["model"]
    assert f"at {model.base_url} answered in" in said["model"]
    assert str(template) in said["template"]
    assert "GB are free" in said["data folder"]
    assert "secret" not in out


@pytest.mark.parametrize(
    ("scope", "mark", "expected"), [("canvases:read", "warn", True), ("files:read", "WRONG", False)]
)
async def test_a_scope_that_is_missing_is_named_and_only_counts_where_it_is_needed(
    doctor: Doctor, tmp_path: Path, scope: str, mark: str, expected: bool
):
    manifest = Manifest.load()
    async with Playground(manifest=replace(manifest, scopes=manifest.scopes - {scope})) as playground:
        well, out = await doctor(**bot_environment(playground, tmp_path))

    said = lines_of(out)["scopes"]
    assert said.startswith(f"{mark} missing: {scope}")
    assert said.endswith(". Update the app from manifest.yml and reinstall it.")
    assert well is expected, out


async def test_what_is_wrong_is_marked_and_the_rest_is_looked_at_all_the_same(ran_forked: Ran, tmp_path: Path):
    text = tmp_path / "company.docx"
    text.write_text("no Word file")
    async with Playground() as playground, ModelServer() as model:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            code, out, errors = await ran_forked(
                "doctor",
                **bot_environment(playground, tmp_path)
                | {
                    "SLACK_APP_TOKEN": "xapp-" + 9 * "wrong",
                    "SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{text}/jobs.db",
                },
                **model.env | {"OPENAI_API_KEY": "sk-wrong"},
                SCRIPT2DOC_TEMPLATE=str(text),
                SCRIPT2DOC_HOST="127.0.0.1",
                SCRIPT2DOC_HEALTH_PORT=str(taken.getsockname()[1]),
                SCRIPT2DOC_KEEP_DAY="3",
            )

    assert (code, errors) == (1, "")
    said = lines_of(out)
    wrong = [thing for thing, line in said.items() if line.startswith("WRONG")]
    assert wrong == ["settings", "connection", "model", "template", "database", "health port"], out
    assert "Did you mean SCRIPT2DOC_KEEP_DAYS?" in said["settings"]
    assert "rejected the key" in said["model"]


async def test_a_scope_that_only_reactions_need_is_a_warning(doctor: Doctor, tmp_path: Path):
    granted = Manifest.load()
    async with Playground(manifest=replace(granted, scopes=granted.scopes - {"reactions:write"})) as playground:
        well, out = await doctor(**bot_environment(playground, tmp_path))
    async with Playground(manifest=replace(granted, scopes=granted.scopes - {"users:read"})) as playground:
        worse, told = await doctor(**bot_environment(playground, tmp_path))

    assert (well, worse) == (True, False)
    assert lines_of(out)["scopes"].startswith("warn missing: reactions:write, so messages get no reactions.")
    assert lines_of(told)["scopes"].startswith("WRONG")


async def test_an_outage_of_slack_is_no_mistake_in_the_tokens(doctor: Doctor, tmp_path: Path):
    async with Playground() as playground:
        env = bot_environment(playground, tmp_path)
        playground.fail_next("auth.test", status=403)  # as a proxy answers, which isn't Slack
        _, first = await doctor(**env)
        playground.fail_next("apps.connections.open", error="service_unavailable")
        _, second = await doctor(**env)

    assert lines_of(first)["bot token"].startswith("WRONG Slack can't be reached at")
    assert lines_of(second)["connection"].startswith("WRONG Slack can't be reached at")


async def test_a_model_that_cannot_be_reached_is_given_up_at_once(doctor: Doctor, tmp_path: Path):
    database = f"sqlite+aiosqlite:///{tmp_path / 'jobs.db'}"
    well, out = await doctor(
        OPENAI_API_KEY="sk-x",
        OPENAI_BASE_URL="http://127.0.0.1:1/v1",
        SCRIPT2DOC_MODEL_BUSY_SECONDS="600",
        SCRIPT2DOC_DATABASE_URL=database,
    )

    assert not well
    assert "http://127.0.0.1:1/v1" in lines_of(out)["model"]
    assert "Check that this machine can reach it and that OPENAI_BASE_URL is right." in lines_of(out)["model"]


async def test_what_a_server_that_is_not_found_means_is_said_once():
    finding = await asked_model({"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": "http://nowhere.invalid/v1"})

    assert finding.said.endswith("no server named nowhere.invalid was found. OPENAI_BASE_URL needs to be checked.")


async def test_settings_are_only_said_to_be_read_where_the_model_has_the_problem(doctor: Doctor, tmp_path: Path):
    database = f"sqlite+aiosqlite:///{tmp_path / 'jobs.db'}"
    well, out = await doctor(OPENAI_API_KEY="sk-x", OPENAI_BASE_URL="nowhere", SCRIPT2DOC_DATABASE_URL=database)

    assert not well
    assert lines_of(out)["settings"] == "ok read; what depends on them is looked at below"
    assert lines_of(out)["model"].startswith("WRONG OPENAI_BASE_URL must be an address")


async def test_a_model_that_does_not_answer_is_given_up():
    """The server takes the question and says nothing; by the settings one would wait for three minutes."""
    async with RawServer(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", again=True, pause=0.1) as silent:
        url = silent.url("/v1")
        env = {"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": url}
        finding = await asyncio.wait_for(asked_model(env, patience=0.5), HANG_SECONDS)

    assert finding.mark is Mark.WRONG
    assert f"at {url}: no answer within 0.5 s" in finding.said
    assert PATIENCE <= 10


async def test_a_model_that_thinks_first_is_a_good_one_and_what_was_learned_is_said():
    thoughts = {"content": None, "reasoning": 400 * "hm "}
    counted = {"prompt_tokens": 60, "completion_tokens": 400}

    async def thinking(seen: Seen) -> web.StreamResponse:
        if seen.form["type"] == "json_schema":
            return refusal(400, {"error": "'response_format.type' must be 'text' or 'json_object'"})
        return await good(seen, message=thoughts, usage=counted, finish="length")

    async with OddServer(thinking) as server:
        finding = await asked_model({"OPENAI_BASE_URL": f"{server.root}/v1", "OPENAI_MODEL": "qwen3"})

    assert finding.mark is Mark.OK, finding.said
    assert "takes JSON mode with a schema, streams, writes" in finding.said


@pytest.mark.parametrize(("seconds", "mark"), [(40, Mark.OK), (400, Mark.WARNING)])
async def test_a_model_that_thinks_for_long_is_waited_for_while_it_does(seconds: int, mark: Mark):
    async def thinking(seen: Seen) -> web.StreamResponse:
        response = await begun(seen)
        for second in range(seconds):
            delta = {"reasoning_content": f"hm {second} "}
            await send(response, {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
            await asyncio.sleep(1)
        await send(response, {"choices": [{"index": 0, "delta": {"content": seen.answer()}, "finish_reason": "stop"}]})
        return response

    async with OddServer(thinking) as server:
        with LeapingClock() as clock:
            finding = await asked_model({"OPENAI_BASE_URL": f"{server.root}/v1", "OPENAI_MODEL": "qwen3"})

    assert finding.mark is mark, finding.said
    assert clock.seconds <= 100
    assert ("still thinks" in finding.said) is (mark is Mark.WARNING)


async def test_a_server_that_cuts_long_questions_is_wrong_and_the_setting_is_named():
    async def cutting(seen: Seen) -> web.StreamResponse:
        read = min(4096, seen.tokens)
        return await good(seen, '{"ready": true}', usage={"prompt_tokens": read, "completion_tokens": 5})

    async with OddServer(cutting) as server:
        finding = await asked_model({"OPENAI_BASE_URL": f"{server.root}/v1", "OPENAI_MODEL": "llama3"})

    assert finding.mark is Mark.WRONG
    assert "cuts off what is longer than 4,096 tokens" in finding.said
    assert "OLLAMA_CONTEXT_LENGTH" in finding.said


async def test_jobs_that_nobody_would_run_are_told_of_as_the_app_tells(doctor: Doctor):
    well, out = await doctor(SCRIPT2DOC_JOBS_AT_ONCE="0")

    assert not well
    assert "nothing would run any jobs" in lines_of(out)["settings"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that no files can be put into")
async def test_a_folder_without_a_disk_takes_no_database(doctor: Doctor):
    _, out = await doctor(SCRIPT2DOC_DATABASE_URL="sqlite+aiosqlite:////proc/none/jobs.db")

    assert "/proc isn't a folder that this user can write files to." in lines_of(out)["database"]
    assert "Free up" not in out


async def test_a_database_is_looked_at_and_left_as_it_is(doctor: Doctor, tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'jobs.db'}"
    _, out = await doctor(SCRIPT2DOC_DATABASE_URL=url)

    assert "isn't there yet; starting the app makes it" in lines_of(out)["database"]
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "jobs.db").touch()
    well, out = await doctor(SCRIPT2DOC_DATABASE_URL=url)

    assert not well
    assert "is empty: it was cut off" in lines_of(out)["database"]

    (tmp_path / "data" / "jobs.db").unlink()
    await (await Database.open(url)).close()
    well, out = await doctor(SCRIPT2DOC_DATABASE_URL=url)

    assert well, out
    assert f"starting the app updates it to version {newest()}" in lines_of(out)["database"]
    database = await Database.open(url)
    assert await version(database) is None
    await database.close()

    async with Store.open(url):
        pass
    _, out = await doctor(SCRIPT2DOC_DATABASE_URL=url)

    assert lines_of(out)["database"] == "ok opens and accepts rows; no jobs yet"


async def test_a_database_on_a_server_is_looked_at(doctor: Doctor, postgres: Server):
    name = postgres.new_database()
    _, out = await doctor(SCRIPT2DOC_DATABASE_URL=postgres.url_with_password(name))

    said = lines_of(out)
    assert said["database"] == f"ok “{name}” on 127.0.0.1:{postgres.port}: opens and accepts rows; no jobs yet"
    assert said["data folder"] == "- none is needed; everything is on the database server"

    well, out = await doctor(SCRIPT2DOC_DATABASE_URL=postgres.url_with_password(name, "secret"))

    assert not well
    assert "doesn't accept the user and password" in lines_of(out)["database"]
    assert "secret" not in out


async def test_an_env_file_is_told_of(doctor: Doctor, tmp_path: Path):
    (tmp_path / ".env").write_text("SCRIPT2DOC_LOG_LEVEL=DEBUG\nSCRIPT2DOC_KEEP_DAYS=3\n", encoding="utf-8-sig")
    well, out = await doctor(folder=str(tmp_path))

    assert well, out
    assert lines_of(out)[".env"] == f"ok {tmp_path / '.env'} was read: 2 settings"
    assert lines_of(out)["settings"].startswith("ok"), "the mark at the file's start is no part of a name"


async def test_lines_of_an_env_file_that_cannot_be_read_do_not_end_it(doctor: Doctor, tmp_path: Path):
    (tmp_path / ".env").write_text("SCRIPT2DOC_KEEP_DAYS\nSCRIPT2DOC_LOG_LEVEL=loud\nOPENAI_API_KEY='sk-secret\n")
    well, out = await doctor(folder=str(tmp_path))

    assert not well
    broken = [line for line in out.splitlines() if line.startswith("WRONG  .env ")]
    assert [line[20:27] for line in broken] == ["Line 1 ", "Line 3 "], out
    said = lines_of(out)
    assert said["settings"] == "WRONG SCRIPT2DOC_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.", "what can be read"
    assert "database" in said
    assert "secret" not in out


async def test_a_placeholder_that_is_not_filled_in_is_a_warning(doctor: Doctor, tmp_path: Path):
    """The guide is made all the same: tests/acceptance/test_command_line.py makes one."""
    template = tmp_path / "company.docx"
    document = docx.Document()
    document.add_paragraph("{{title}} by {{author}}")
    document.save(str(template))
    well, out = await doctor(folder=tmp_path, SCRIPT2DOC_TEMPLATE=str(template))

    assert well, out
    assert lines_of(out)["template"].startswith("warn ")
    assert "{{author}} can't be filled in" in lines_of(out)["template"]
    assert "has no {{guide}}, so the guide comes after its text" in lines_of(out)["template"]


async def test_a_database_that_isnt_supported_has_no_folder(doctor: Doctor, tmp_path: Path):
    well, out = await doctor(folder=tmp_path, SCRIPT2DOC_DATABASE_URL="mysql://me:secret@db/jobs")

    assert not well
    said = lines_of(out)
    assert said["database"].startswith("WRONG This version doesn't support “mysql” databases.")
    assert said["data folder"] == "- not looked at, because of the problem above"
    assert "secret" not in out


async def test_two_servers_cannot_have_the_same_port(doctor: Doctor, tmp_path: Path):
    port = str(free_port())
    ports = {"SCRIPT2DOC_HOST": "127.0.0.1", "SCRIPT2DOC_PORT": port, "SCRIPT2DOC_HEALTH_PORT": port}
    async with Playground() as playground:
        over_http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": playground.signing_secret}
        well, out = await doctor(**bot_environment(playground, tmp_path) | over_http | ports)

    assert not well
    said = lines_of(out)
    assert f"SCRIPT2DOC_PORT and SCRIPT2DOC_HEALTH_PORT are both {port}" in said["settings"]
    assert said["port"] == f"ok {port} is free"
    assert said["health port"].startswith("- not tried")


async def test_a_host_that_is_not_this_machines_is_no_matter_of_ports(doctor: Doctor):
    # An address for documentation (RFC 5737), which no machine has.
    well, out = await doctor(SCRIPT2DOC_HOST="192.0.2.1", SCRIPT2DOC_HEALTH_PORT="0")

    assert not well
    assert lines_of(out)["host"].startswith(
        "WRONG SCRIPT2DOC_HOST can't be used: this machine doesn't have the address"
    )
    assert "health port" not in lines_of(out)


async def test_it_ends_without_a_word_where_nobody_reads_on(tmp_path: Path):
    reading, writing = os.pipe()
    os.close(reading)  # `| head` has read enough
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        cwd=tmp_path,
        env=clean_environment(PYTHONPATH=str(ROOT)),
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writing)
    _, errors = await asyncio.wait_for(process.communicate(), HANG_SECONDS)

    assert (process.returncode, errors) == (141, b"")
