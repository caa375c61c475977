"""The bot as an operator starts it: a real transcript in, a document out, and plain words where something is wrong."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sqlite3
from io import BytesIO
from pathlib import Path

import aiohttp
import docx
import pytest

from bot.playground import Playground
from pipeline import __version__
from tests.acceptance.conftest import ROOT, Doctor, Ran, StartBot, bot_environment, clean_environment, ran
from tests.conftest import HANG_SECONDS, SAMPLES
from tests.databases import database_in
from tests.forked import Start

ROOM = "#how-to-guides"
SCREENCAST = "cloudflare-create-api-token.vtt"


async def drop(playground: Playground) -> str:
    files = [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
    return (await playground.post_message(ROOM, playground.you.id, "", files)).ts


async def test_a_dropped_transcript_becomes_a_document(
    start_bot: StartBot, database: Path, soffice: Path, tmp_path: Path
):
    async with Playground() as playground:
        bot = await start_bot(playground)
        ts = await drop(playground)
        (progress,) = await playground.until(lambda: [m for m in playground.thread(ROOM, ts) if m.by_app])
        await playground.until(lambda: "is in this thread" in str(progress.blocks))
        assert len(playground.edits(progress.ts)) >= 2
        (file,) = [file for file in playground.files if file.name.endswith(".docx")]
        assert (file.shares[playground.channel(ROOM).id][0][1]) == ts, "the document is in the thread"
        await bot.stop()

        text = "\n".join(p.text for p in docx.Document(BytesIO(file.content)).paragraphs)
        assert "Cloudflare" in text
        document = tmp_path / "guide.docx"
        document.write_bytes(file.content)
        process = await asyncio.create_subprocess_exec(
            soffice,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path / 'office'}",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            document,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        await asyncio.wait_for(process.wait(), HANG_SECONDS)
        assert document.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
        with sqlite3.connect(database) as rows:
            columns = "state, asker, progress_ts, attempts"
            assert rows.execute(f"SELECT {columns} FROM jobs").fetchall() == [
                ("done", playground.you.id, progress.ts, 1)
            ]


async def test_a_healthy_start_is_logged_as_the_readme_shows_it(start_bot: StartBot):
    """But for times, numbers, and spaces that line up."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^    [-\d]{10} [:\d]{8} (\w+ +[\w.]+: .*)$", readme, re.M)
    async with Playground() as playground:
        bot = await start_bot(playground, SCRIPT2DOC_LOG_FORMAT="plain")
        await bot.stop()
    logged = [line[20:] for line in bot.said.splitlines()]

    def timeless(lines: list[str]) -> list[str]:
        return [re.sub(r"\d+", "0", line) for line in lines]

    assert len(shown) == 4
    assert timeless(logged)[:4] == timeless(shown)


async def test_slack_over_http(tmp_path: Path, forked: Start):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with Playground(deliver_to=f"http://127.0.0.1:{port}/slack/events") as playground:
        environment = clean_environment(
            SLACK_API_URL=playground.api_url,
            SLACK_BOT_TOKEN=playground.bot_token,
            SLACK_SIGNING_SECRET=playground.signing_secret,
            SCRIPT2DOC_HOST="127.0.0.1",
            SCRIPT2DOC_PORT=str(port),
            SCRIPT2DOC_LOG_FORMAT="plain",
            SCRIPT2DOC_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'jobs.db'}",
        )
        log = tmp_path / "log"
        process = await forked([], environment, log)
        try:
            async with asyncio.timeout(HANG_SECONDS):
                while not (log.exists() and "waiting for Slack" in log.read_text()):
                    assert process.returncode is None, "the bot ended"
                    await asyncio.sleep(0.02)
            ts = await drop(playground)
            await playground.until(
                lambda: any("is in this thread" in str(m.blocks) for m in playground.thread(ROOM, ts))
            )
            async with aiohttp.ClientSession() as session:
                unsigned = await session.post(f"http://127.0.0.1:{port}/slack/events", json={"type": "event_callback"})
                assert unsigned.status == 401
        finally:
            process.terminate()
            assert await asyncio.wait_for(process.wait(), HANG_SECONDS) == 0


async def test_without_tokens_serving_is_an_error_that_names_the_playground():
    code, out, errors = await ran("bot")

    assert (code, out) == (2, "")
    (line,) = errors.splitlines()
    for said in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "api.slack.com/apps", "python -m bot playground"):
        assert said in line


async def test_run_serves_where_a_token_is_set(ran_forked: Ran):
    code, _, errors = await ran_forked("run", SLACK_SIGNING_SECRET="0123456789abcdef")

    assert code == 2
    assert "SLACK_BOT_TOKEN isn't set" in errors


async def test_version_and_help_are_answered(ran_forked: Ran):
    assert await ran_forked("--version") == (0, f"Script2Doc {__version__}\n", "")

    _, out, _ = await ran_forked("--help")
    for word in ("serve", "playground", "run", "doctor"):
        assert f"\n  {word}" in out


async def test_help_names_all_that_the_doctor_looks_at(ran_forked: Ran, doctor: Doctor, tmp_path: Path):
    _, help_text, _ = await ran_forked("doctor", "--help")
    listed = help_text.partition("doctor      check ")[2]
    async with Playground() as playground:
        env = {**bot_environment(playground, tmp_path), "SCRIPT2DOC_HEALTH_PORT": "0"}
        _, out = await doctor(folder=tmp_path, **env)
    looked_at = {line[7:18].strip() for line in out.splitlines()} - {"version"}
    assert {"scopes", "connection", "template"} <= looked_at
    called = {"bot token": "tokens", "PDF": "LibreOffice", "data folder": "disk", "health port": "ports"}
    assert [what for what in looked_at if called.get(what, what) not in listed] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SLACK_APP_TOKEN": "xapp-" + 9 * "wrong"}, "SLACK_APP_TOKEN (invalid_auth)"),
        ({"SCRIPT2DOC_PORT": "many"}, "SCRIPT2DOC_PORT must be a whole number"),
    ],
)
async def test_settings_that_cannot_be_used_end_it_with_one_line(
    ran_forked: Ran, tmp_path: Path, wrong: dict[str, str], said: str
):
    """One that Slack doesn't take, and one that isn't tried: tests/integration/test_serve.py and
    tests/unit/test_preflight.py have all others."""
    async with Playground() as playground:
        env = {**bot_environment(playground, tmp_path), "SCRIPT2DOC_LOG_LEVEL": "ERROR", **wrong}
        code, out, errors = await ran_forked(**env)

    assert code == 2
    assert out == ""
    assert said in errors
    assert len(errors.strip().splitlines()) == 1, errors


async def test_an_outage_of_slack_is_no_mistake_in_the_settings(ran_forked: Ran, tmp_path: Path):
    """A service manager starts it again after 1, and gives up after 2."""
    async with Playground() as playground:
        env = {**bot_environment(playground, tmp_path), "SCRIPT2DOC_LOG_LEVEL": "ERROR"}
        code, out, errors = await ran_forked(**env | {"SLACK_API_URL": "http://127.0.0.1:1/api/"})

    assert (code, out) == (1, ""), errors
    assert "Slack can't be reached" in errors
    assert len(errors.strip().splitlines()) == 1, errors


async def test_all_that_is_wrong_is_said_at_once(ran_forked: Ran):
    code, _, errors = await ran_forked(
        "serve",
        SLACK_BOT_TOKEN="xapp-" + 9 * "secret",
        SLACK_APP_TOKEN="xoxb-" + 9 * "secret",
        OPENAI_API_KEY="Bearer sk-secret",
        SCRIPT2DOC_JOB_TOKEN="1",
        SCRIPT2DOC_PROXY="me:secret@proxy:3128",
    )

    assert code == 2
    assert len(errors.splitlines()) == 4, errors
    assert all(line.startswith("script2doc: ") for line in errors.splitlines())
    assert "secret" not in errors


async def test_with_a_json_log_what_is_wrong_with_the_settings_is_json_too(ran_forked: Ran):
    code, _, errors = await ran_forked("serve", SCRIPT2DOC_LOG_FORMAT="json", SCRIPT2DOC_JOB_TOKEN="1")

    assert code == 2
    assert [json.loads(line)["level"] for line in errors.splitlines()] == ["error", "error"]


async def test_a_database_is_moved_by_one_command(ran_forked: Ran, tmp_path: Path):
    source, target = database_in(tmp_path, "old.db"), f"sqlite:///{tmp_path / 'new.db'}"
    with sqlite3.connect(tmp_path / "old.db") as old:
        old.execute("insert into settings values ('channel', 'T1', 'C1', '{}', 1.5)")

    code, out, errors = await ran_forked("move-database", source, target)
    again = await ran_forked("move-database", source, target)

    assert (code, errors) == (0, "")
    assert "Moved 1 rows" in out
    with sqlite3.connect(tmp_path / "new.db") as new:
        assert new.execute("select * from settings").fetchall() == [("channel", "T1", "C1", "{}", 1.5)]
    assert again[0] == 2
    assert "isn't empty" in again[2]


@pytest.mark.parametrize("words", [("move-database", "sqlite:///a.db"), ("doctor", "sqlite:///a.db")])
async def test_addresses_that_say_too_little_or_too_much_are_refused(ran_forked: Ran, words: tuple[str, ...]):
    code, _, errors = await ran_forked(*words)

    assert code == 2
    assert "address" in errors
