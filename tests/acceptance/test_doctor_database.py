"""What the doctor says of the database, the queue and the processes that share it, and of limits: each kind of
trouble."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import doctor_database, tracing
from bot.called import BOT
from bot.doctor_limits import limits, traces
from bot.findings import Mark
from bot.settings import read_settings
from bot.store import Store
from tests.acceptance.conftest import Doctor
from tests.acceptance.test_doctor import lines_of
from tests.databases import database_in
from tests.integration.serving import free_port
from tests.postgres_server import Server
from tests.unit.store.conftest import NewJob, new_job

__all__ = ["new_job"]

WELL = {
    "database": "opens and accepts rows",
    "server": "connections are in use",
    "queue": "ok its tables are up to date; 0 offered jobs wait in it",
    "processes": "- none has a lease; the app isn't running",
    "clock": "ok this machine's and the database server's agree",
}


async def said_of(doctor: Doctor, url: str, **env: str) -> tuple[bool, dict[str, str]]:
    well, out = await doctor(SCRIPT2DOC_DATABASE_URL=url, **env)
    return well, lines_of(out)


async def test_a_server_on_which_all_is_well(doctor: Doctor, postgres: Server):
    well, said = await said_of(doctor, postgres.url(postgres.new_database()))

    assert well
    for what, expected in WELL.items():
        assert expected in said[what]


async def test_a_server_that_is_away_and_a_database_that_is_missing(doctor: Doctor, postgres: Server):
    well, said = await said_of(doctor, f"postgresql://owner@127.0.0.1:{free_port()}/jobs")
    assert not well
    assert "can't be reached" in said["database"]
    assert "queue" not in said, "nothing more can be told"

    well, said = await said_of(doctor, postgres.url("nowhere"))
    assert not well
    assert "Create it with `createdb`" in said["database"]


async def test_a_database_that_can_only_be_read(doctor: Doctor, postgres: Server):
    name = postgres.new_database()
    postgres.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")

    well, said = await said_of(doctor, postgres.url(name))

    assert not well
    assert "default_transaction_read_only is on" in said["database"]


async def test_a_user_who_may_not_write(doctor: Doctor, postgres: Server):
    name = postgres.new_database()
    reader = f"reader_of_{name}"
    postgres.sql(f"CREATE ROLE {reader} LOGIN")
    postgres.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}", name)

    well, said = await said_of(doctor, postgres.url(name).replace("owner@", f"{reader}@"))

    assert not well
    assert "may not do this" in said["database"]
    assert postgres.sql("SELECT count(*) FROM workers", name) == [(0,)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_tables_of_a_newer_version(doctor: Doctor, kind: str, tmp_path: Path, request: pytest.FixtureRequest):
    url = database_in(tmp_path)
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        url = server.url(server.new_database())
    async with Store.open(url) as store, store.database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    well, said = await said_of(doctor, url)

    assert not well
    assert "belongs to a newer version of Script2Doc (its tables have version 9999" in said["database"]


async def test_tables_that_are_not_made_yet(doctor: Doctor, postgres: Server):
    well, said = await said_of(doctor, postgres.url(postgres.new_database(tables=False)))

    assert well
    assert "starting the app updates it to version" in said["database"]


async def test_a_queue_without_its_tables(doctor: Doctor, postgres: Server):
    name = postgres.new_database()
    postgres.sql("DROP SCHEMA procrastinate CASCADE", name)

    _, said = await said_of(doctor, postgres.url(name))

    assert said["queue"] == "warn its tables are missing or old; starting the app updates them"


async def test_a_job_that_nobody_takes_and_processes_that_take_none(doctor: Doctor, postgres: Server, new_job: NewJob):
    url = postgres.url(postgres.new_database())
    async with Store.open(url) as store:
        await store.jobs.add(new_job(created=time.time() - 3600))
        await store.workers.renew("here:1:serves", 0)

        well, said = await said_of(doctor, url)
        assert not well
        assert said["queue"].startswith("warn a job has waited for 60 minutes. Check that processes run that take jobs")
        assert said["processes"] == f"WRONG with a lease: 1; of those, run jobs: 0. Start `{BOT} worker`."

        await store.workers.renew("here:2:works", 20)
        well, said = await said_of(doctor, url)
        assert well
        assert said["processes"] == "ok with a lease: 2; of those, run jobs: 1"


async def test_a_server_that_takes_few_more_connections(
    doctor: Doctor, postgres: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doctor_database, "FEW_CONNECTIONS", 10_000)

    _, said = await said_of(doctor, postgres.url(postgres.new_database()))

    assert said["server"].startswith("warn PostgreSQL ")
    assert "raise the server's max_connections" in said["server"]


@pytest.mark.parametrize(("hours", "way"), [(2, "7200 s ahead of"), (-2, "7200 s behind")])
async def test_a_clock_that_is_wrong(
    doctor: Doctor, postgres: Server, monkeypatch: pytest.MonkeyPatch, hours: int, way: str
):
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + 3600 * hours)

    _, said = await said_of(doctor, postgres.url(postgres.new_database()))

    assert said["clock"].startswith(f"warn this machine's is {way} the database server's. Set both by NTP")


# -- limits and traces

MODEL = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("env", "mark", "said"),
    [
        ({}, Mark.OK, "a person: 5 guides at once; a workspace: none"),
        (
            {"HOURLY_JOBS_PER_PERSON": "20", "JOBS_PER_WORKSPACE": "50", "DAILY_TOKENS_PER_WORKSPACE": "9000000"},
            Mark.OK,
            "a person: 5 guides at once, 20 an hour; a workspace: 50 guides at once, 9,000,000 tokens a day",
        ),
        ({"JOBS_PER_WORKSPACE": "3"}, Mark.WARNING, "SCRIPT2DOC_JOBS_PER_PERSON is more than SCRIPT2DOC_JOBS_PER_WORK"),
        (
            {"HOURLY_JOBS_PER_PERSON": "20", "HOURLY_JOBS_PER_WORKSPACE": "10"},
            Mark.WARNING,
            "SCRIPT2DOC_HOURLY_JOBS_PER_PERSON is more than SCRIPT2DOC_HOURLY_JOBS_PER_WORKSPACE",
        ),
        ({"DAILY_TOKENS_PER_PERSON": "500"}, Mark.WARNING, "is less than a guide of an hour takes"),
    ],
)
def test_limits_are_told_and_what_is_odd_about_them(env: dict[str, str], mark: Mark, said: str):
    named = {f"SCRIPT2DOC_{name}": value for name, value in env.items()}
    found = limits(read_settings(named), MODEL)

    assert found.mark is mark
    assert said in found.said


def test_a_limit_of_tokens_without_a_model_is_odd():
    found = limits(read_settings({"SCRIPT2DOC_DAILY_TOKENS_PER_PERSON": "500000"}), {})

    assert (found.mark, "No model is configured" in found.said) == (Mark.WARNING, True)


def test_traces_without_their_packages_are_wrong():
    assert traces({}) is None
    found = traces({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318?key=secret"})

    assert found is not None
    assert "secret" not in found.said
    assert found.mark is (Mark.OK if tracing.installed() else Mark.WRONG)
