"""Settings that have no effect because another one is missing, or stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SERVERS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT")
"""One of these says that there is a language model."""
_OF_A_MODEL = ("OPENAI_MODEL", "OPENAI_OUTLINE_MODEL", "SCRIPT2DOC_JOB_TOKENS")
_OF_A_MODEL_PREFIXES = ("SCRIPT2DOC_MODEL_", "SCRIPT2DOC_DAILY_TOKENS_")
_OF_PAGES = frozenset(
    f"SCRIPT2DOC_{name}"
    for name in (
        *("REFERENCE_URLS", "REFERENCE_WAIT", "PAGE_BYTES", "FETCH_SECONDS", "ALLOW_HOSTS", "DENY_HOSTS"),
        *("ALLOWED_PORTS", "PRIVATE_HOSTS", "PROXY", "CONTACT"),
    )
)
_OF_AZURE = (
    *("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_API_VERSION", "AZURE_OPENAI_AD_TOKEN"),
    "AZURE_OPENAI_USE_IDENTITY",
)

NEAR_KEY = re.compile(r"(AZURE_?)?OPEN_?AI_?(?:API_?|ACCESS_?|SECRET_?|AUTH_?){0,2}(?:KEY|TOKEN)S?")
"""What people and other programs call a model's key."""


def idle_settings(env: Mapping[str, str]) -> list[str]:
    """A line for each reason why some of the settings of the model and of reference pages do nothing.

    >>> idle_settings({"OPENAI_MODEL": "gpt-x"})
    ['OPENAI_MODEL has no effect without OPENAI_API_KEY, OPENAI_BASE_URL or AZURE_OPENAI_ENDPOINT.']
    """
    there = {name.upper() for name, value in env.items() if value.strip()}
    told = _near_keys(env, there)
    if there.isdisjoint(SERVERS):
        needs = f"without {', '.join(SERVERS[:-1])} or {SERVERS[-1]}"
        of_model = [n for n in there if n in _OF_A_MODEL or n.startswith(_OF_A_MODEL_PREFIXES)]
        told.append(no_effect(of_model, needs))
        told.append(no_effect(_OF_PAGES & there, "because only a language model reads reference pages"))
    elif "AZURE_OPENAI_ENDPOINT" in there:
        named = "AZURE_OPENAI_DEPLOYMENT" in there
        others = {"OPENAI_API_KEY", "OPENAI_BASE_URL", *(("OPENAI_MODEL",) if named else ())}
        told.append(no_effect(others & there, "beside AZURE_OPENAI_ENDPOINT"))
    else:
        told.append(no_effect(there.intersection(_OF_AZURE), "without AZURE_OPENAI_ENDPOINT"))
    return [line for line in told if line]


def _near_keys(env: Mapping[str, str], there: set[str]) -> list[str]:
    """A line for each name that a model's key seems to be under, where the one that is read isn't set. Other programs
    may want it so: it is no error.

    >>> _near_keys({"OPENAI_KEY": "k"}, {"OPENAI_KEY"})
    ["OPENAI_KEY isn't read. If it is the key of a language model, name it OPENAI_API_KEY."]
    """
    told = []
    for name in sorted(name for name, value in env.items() if value.strip()):
        found = NEAR_KEY.fullmatch(name.upper())
        meant = "AZURE_OPENAI_API_KEY" if found and found[1] else "OPENAI_API_KEY"
        if found and there.isdisjoint((meant, "AZURE_OPENAI_AD_TOKEN") if found[1] else SERVERS):
            told.append(f"{name} isn't read. If it is the key of a language model, name it {meant}.")
    return told


def no_effect(names: Iterable[str], why: str) -> str:
    """A line about settings that do nothing; empty if there are none.

    >>> no_effect(["B", "A"], "without C")
    'A and B have no effect without C.'
    """
    *rest, last = sorted(names) or [""]
    if not last:
        return ""
    return f"{', '.join(rest)} and {last} have no effect {why}." if rest else f"{last} has no effect {why}."
