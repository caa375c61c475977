"""What can be told about the settings before anything is opened or asked: all that is wrong with them, at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot import ports
from bot.called import BOT
from bot.settings import Settings, SettingsError, validated
from bot.tokens import NO_TOKENS, NOT_SET_FOR_WORKER, any_set, token_problems
from pipeline.errors import RenderError
from pipeline.llm.settings import ModelSettings, ModelSettingsError
from pipeline.setting_names import PREFIX, unknown_names, without_service_links
from pipeline.settings import outgoing_proxy_problem, proxy_problem

if TYPE_CHECKING:
    from pipeline.render.template import Fitting


NOBODY_RUNS_JOBS = (
    "SCRIPT2DOC_JOBS_AT_ONCE is 0, so nothing would run any jobs. Set it to 1 or more; 0 is for a process beside "
    f"`{BOT} worker`, with a PostgreSQL database."
)


def checked(env: Mapping[str, str], *, playground: bool = False, worker: bool = False) -> Settings:
    """The settings that an environment gives. The playground needs neither tokens nor a database of its own; a worker
    needs a database that it can share. Raises SettingsError with all that is wrong."""
    settings, problems = look(env, playground=playground, receives=not worker)
    if not playground:
        problems += _database_problems(settings, worker=worker)
        if not any_set(settings):
            problems.insert(0, NOT_SET_FOR_WORKER if worker else NO_TOKENS)
    elif not settings.jobs_at_once:
        problems.append(NOBODY_RUNS_JOBS)
    problems += model_problems(env)
    if problem := template_problem(settings.template):
        problems.append(problem)
    if problems:
        raise SettingsError(*problems)
    return settings


def look(env: Mapping[str, str], *, playground: bool = False, receives: bool = True) -> tuple[Settings, list[str]]:
    """The settings, with the default in place of each that can't be used, and what is wrong with how they are
    written. `receives`: whether Slack's events are to come in here."""
    env = without_service_links(env)
    settings, problems = validated(env)
    if not playground:
        problems = [*unknown_names(env), *problems, *token_problems(settings, receives=receives)]
        if receives and (problem := ports.clash(settings)):
            problems.append(problem)
    else:
        problems = [*(line for line in unknown_names(env) if line.upper().startswith(PREFIX)), *problems]
    for problem in (proxy_problem(settings.proxy), outgoing_proxy_problem(env)):
        if problem:
            problems.append(problem)
    return settings, problems


def model_problems(env: Mapping[str, str]) -> list[str]:
    """A line for each setting of the language model that can't be used."""
    try:
        ModelSettings.from_env(env)
    except ModelSettingsError as error:
        return list(error.problems)
    return []


def template_problem(path: str | None) -> str | None:
    """Why the company's document can't give others their look; None where it can, or where there is none."""
    if path is None:
        return None
    try:
        template_fitting(path)
    except OSError as error:
        return f"SCRIPT2DOC_TEMPLATE can't be read: {path}: {error.strerror}. Set it to a .docx file, or remove it."
    except RenderError as error:
        return f"SCRIPT2DOC_TEMPLATE can't be used: {path}: {error.message}"
    return None


def template_fitting(path: str) -> Fitting:
    """What a company's template lacks, and what it asks for in vain. Raises OSError and RenderError."""
    from pipeline.render.template import fitting  # python-docx takes room that a bot without one doesn't need

    return fitting(Path(path).read_bytes())


def no_worker_problem(settings: Settings) -> str | None:
    """That no process could run jobs: this one may not, and with a database in a file there is no other."""
    from bot.store.address import file_of, parse_url
    from bot.store.errors import StoreError

    try:
        alone = file_of(parse_url(settings.database_url)) is not None
    except StoreError:  # is told where the database is looked at
        return None
    return NOBODY_RUNS_JOBS if alone and not settings.jobs_at_once else None


def _database_problems(settings: Settings, *, worker: bool) -> list[str]:
    from bot.store.address import file_of, parse_url
    from bot.store.errors import StoreError

    try:
        file = file_of(parse_url(settings.database_url))
    except StoreError as error:
        return [str(error)]
    if file is None:  # on a server, which only a connection can tell about
        if worker and not settings.jobs_at_once:
            return ["SCRIPT2DOC_JOBS_AT_ONCE is 0, but a worker does nothing else than run jobs. Set it to 1 or more."]
        return []
    if worker:
        return [
            "Workers share the jobs of other processes, which takes a PostgreSQL database. Set "
            "SCRIPT2DOC_DATABASE_URL to one, such as postgresql://user:password@host/name. Without one, "
            f"`{BOT} serve` runs all jobs by itself."
        ]
    if nobody := no_worker_problem(settings):
        return [nobody]
    folder = file.parent
    # os.path, since Path raises where a folder above may not be looked into.
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    there = os.path.isdir(folder)
    if there and os.access(folder, os.W_OK | os.X_OK):
        return []
    why = f"the folder {folder} isn't writable" if there else f"{folder} isn't a folder"
    return [
        f"The database {file} can't be opened: {why}. Set SCRIPT2DOC_DATABASE_URL to a path that this process's user "
        "can write to."
    ]
