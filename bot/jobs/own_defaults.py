"""What a person has set for their own guides: kept among their settings, and under what they say of one guide."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from bot.messages.new_guide import LASTING, OTHER_FORMS
from bot.messages.options import Answers
from bot.messages.own_defaults import OwnDefaults
from bot.store import Scope
from bot.store.settings import KeptSettings
from pipeline.errors import OptionError
from pipeline.options import GuideOptions

log = logging.getLogger(__name__)

OWN = "own"
"""Under this name a person's settings hold it: options as `lasting` gives them, `forms` and `at`."""
CHOSEN = "new_guide"
"""Under this name they hold what the person last chose in the form for a new guide."""


async def own_defaults(settings: KeptSettings, team: str, user: str) -> OwnDefaults:
    """What a person has set. Raises StoreError."""
    return own_in(await settings.get(Scope.PERSON, team, user)) if user else OwnDefaults()


def own_in(kept: Mapping[str, Any] | None) -> OwnDefaults:
    """What a person has set, in what is kept of them; nothing where another version has kept it in a way that can't be
    read."""
    held = own_values(kept)
    forms = tuple(form for form in held.get("forms") or () if form in OTHER_FORMS)
    names = {*LASTING, "min_steps", "max_steps"}
    try:
        options = GuideOptions.from_dict({name: value for name, value in held.items() if name in names})
    except OptionError as error:
        log.warning("a person's defaults can't be read: %s", error)
        options = GuideOptions()
    return OwnDefaults(options, forms, held.get("at"))


def own_values(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same as it is kept."""
    return dict((kept or {}).get(OWN) or {})


async def set_own(settings: KeptSettings, team: str, user: str, answers: Answers, forms: tuple[str, ...]) -> None:
    """Sets what a form showed. The form for a new guide begins with it too: what they last chose there is forgotten.
    Raises StoreError."""
    values = {**lasting(answers), "forms": list(forms), "at": time.time()}

    def changed(before: Mapping[str, Any] | None) -> dict[str, Any]:
        kept = dict(before or {})
        chosen = {name: value for name, value in (kept.get(CHOSEN) or {}).items() if name not in values}
        return {**kept, OWN: {**own_values(kept), **values}, CHOSEN: chosen}

    await settings.change(Scope.PERSON, team, user, changed)


def lasting(answers: Answers) -> dict[str, Any]:
    """What of a form's answers is kept for other guides, also where it is the default: it wins over the channel's."""
    shown = [name for name in LASTING if name in answers.shown]
    names = [*shown, *(("min_steps", "max_steps") if "steps" in shown else ())]
    values = answers.options.named_by(names)
    return {name: values[name] for name in names}
