"""What the doctor says of the limits that are set, and of where traces go."""

from __future__ import annotations

from collections.abc import Mapping

from bot import tracing
from bot.findings import Finding, Mark
from bot.settings import Settings
from pipeline.llm import ModelSettings, ModelSettingsError

A_GUIDES_TOKENS = 25_000
"""What a guide of a recording of an hour takes."""


def limits(settings: Settings, env: Mapping[str, str]) -> Finding:
    """Which limits there are for a person and a workspace, and what is odd about them."""
    person = [f"{settings.jobs_per_person} guides at once"]
    workspace = [f"{settings.jobs_per_workspace} guides at once"] if settings.jobs_per_workspace else []
    for whose, an_hour, tokens in (
        (person, settings.hourly_jobs_per_person, settings.daily_tokens_per_person),
        (workspace, settings.hourly_jobs_per_workspace, settings.daily_tokens_per_workspace),
    ):
        whose += [f"{an_hour:,} an hour"] if an_hour else []
        whose += [f"{tokens:,} tokens a day"] if tokens else []
    said = f"a person: {', '.join(person)}; a workspace: {', '.join(workspace) or 'none'}"
    if odd := _odd(settings, env):
        return Finding("limits", Mark.WARNING, " ".join([f"{said}.", *odd]))
    return Finding("limits", Mark.OK, said)


def _odd(settings: Settings, env: Mapping[str, str]) -> list[str]:
    odd = []
    for one, all_of_them in (
        ("JOBS_PER_PERSON", "JOBS_PER_WORKSPACE"),
        ("HOURLY_JOBS_PER_PERSON", "HOURLY_JOBS_PER_WORKSPACE"),
        ("DAILY_TOKENS_PER_PERSON", "DAILY_TOKENS_PER_WORKSPACE"),
    ):
        person, workspace = getattr(settings, one.lower()), getattr(settings, all_of_them.lower())
        if person and workspace and person > workspace:
            odd.append(f"SCRIPT2DOC_{one} is more than SCRIPT2DOC_{all_of_them}, which is reached first.")
    tokens = {
        name: value
        for name in ("DAILY_TOKENS_PER_PERSON", "DAILY_TOKENS_PER_WORKSPACE")
        if (value := getattr(settings, name.lower()))
    }
    odd += [
        f"SCRIPT2DOC_{name} is less than a guide of an hour takes (about {A_GUIDES_TOKENS:,})."
        for name, value in tokens.items()
        if value < A_GUIDES_TOKENS
    ]
    if tokens and not _has_model(env):
        odd.append("No model is configured, so no tokens are used.")
    return odd


def _has_model(env: Mapping[str, str]) -> bool:
    try:
        return ModelSettings.from_env(env) is not None
    except ModelSettingsError:
        return True


def traces(env: Mapping[str, str]) -> Finding | None:
    """Whether traces can be sent; None where none are wanted."""
    name = tracing.wanted(env)
    if name is None:
        return None
    if not tracing.installed():
        return Finding("traces", Mark.WRONG, tracing.NOT_INSTALLED.format(name=name))
    return Finding("traces", Mark.OK, f"are sent to {env[name].partition('?')[0]}")
