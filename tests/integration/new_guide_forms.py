"""The form for a new guide, as tests open it, fill it and send it."""

from __future__ import annotations

from typing import Any

from bot.playground.delivery import Receipt
from tests.integration.conftest import ROOM, Office
from tests.integration.sharing import transcript

TEAM = "T0PLAYGROUND"


async def opened(office: Office, *, user: str = "", channel: str = ROOM) -> dict[str, Any]:
    """Somebody types /script2doc alone; the form that they see once it is there."""
    who = user or office.playground.you.id
    await office.playground.slash_command(channel, who, "/script2doc", "")
    return await form_of(office, who)


async def form_of(office: Office, user: str) -> dict[str, Any]:
    def there() -> dict[str, Any] | None:
        view = office.playground.views.top(user)
        return view.payload if view and view.payload.get("submit") else None

    found: dict[str, Any] = await office.playground.until(there)
    return found


async def send(office: Office, *, user: str = "", files: tuple[str, ...] = (), **fields: Any) -> Receipt:
    """Somebody sends the form with these values: texts, and of other fields what Slack says of them."""
    values = {name: {"value": held if isinstance(held, dict) else {"value": held}} for name, held in fields.items()}
    if files:
        values["files"] = {"value": {"files": list(files)}}
    return await office.playground.submit_view(user or office.playground.you.id, values)


def uploaded(office: Office, *names: str, user: str = "") -> tuple[str, ...]:
    who = user or office.playground.you.id
    return tuple(office.playground.store(name, transcript(), who).id for name in names)


def place(office: Office, channel: str) -> dict[str, Any]:
    return {"selected_conversation": office.playground.channel(channel).id}


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value, "text": {"type": "plain_text", "text": "…"}}}


def boxes(*values: str) -> dict[str, Any]:
    return {"selected_options": [chosen(value)["selected_option"] for value in values]}


def filled(form: dict[str, Any]) -> dict[str, Any]:
    """What stands in the form, by field."""
    first = ("initial_value", "initial_option", "initial_options", "initial_conversation")
    return {
        block["block_id"]: next((block["element"][name] for name in first if name in block["element"]), None)
        for block in form["blocks"]
    }


async def latest(office: Office, user: str = "") -> Any:
    return (await office.bot.store.jobs.recent_of(TEAM, user or office.playground.you.id))[0]


def names_in(office: Office, ts: str) -> list[str]:
    """How the names of the files in a thread end."""
    held = [id for message in office.playground.thread(ROOM, ts) for id in message.files]
    return [office.playground.workspace.files[id].name.rpartition(".")[2] for id in held]
