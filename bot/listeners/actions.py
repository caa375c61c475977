"""The buttons on our messages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.canvases import KIND
from bot.jobs.requests import (
    Again,
    Cancel,
    Choose,
    ChooseAtHome,
    Chosen,
    DropTemplate,
    Forget,
    OtherForm,
    Pressed,
    ShowTemplate,
)
from bot.jobs.service import JobService
from bot.links import FileLink, parse_link
from bot.listeners.workspaces import workspace_of
from bot.messages import own_defaults, template
from bot.messages.canvas import CANVAS
from bot.messages.channel_settings import DROPS
from bot.messages.deleting import DELETE
from bot.messages.forgetting import FORGET, FORGET_GUIDES
from bot.messages.home import CHANGE, CHANNEL_DROPS
from bot.messages.offer import MAKE
from bot.messages.outcome import ANYWAY, MARKDOWN, PDF, REDO, RETRY, SLIDES
from bot.messages.progress import CANCEL

FORMS = {CANVAS: KIND, MARKDOWN: ".md", SLIDES: ".pptx", PDF: ".pdf"}
"""The buttons below a guide, and the suffix of what each asks for."""


def register(app: AsyncApp, service: JobService) -> None:
    async def taken(
        ack: AsyncAck,
        request: Cancel | Again | OtherForm | Choose | ChooseAtHome | ShowTemplate | DropTemplate | Forget,
    ) -> None:
        kept = await service.take(request)
        await ack()
        if not kept:
            service.tell_not_taken(request)

    @app.action(CANCEL)
    async def cancel(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Cancel(pressed_from(body, action)))

    @app.action(RETRY)
    @app.action(MAKE)
    async def again(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Again(_asking(body, action)))

    @app.action(DELETE)
    async def delete(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        ts = str((body.get("container") or {}).get("message_ts") or "")
        service.ask_whether_to_delete(replace(pressed_from(body, action), file=_document_of(body), message=ts))

    @app.action(ANYWAY)
    async def anyway(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Again(_asking(body, action), anyway=True))

    @app.action(REDO)
    async def redo(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        service.ask_options(pressed_from(body, action))

    @app.action(DROPS)
    async def drops(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        value = action["selected_option"]["value"]
        place = body["channel"]["id"]
        chosen = Chosen(workspace_of(body), place, body["user"]["id"], value, body.get("response_url"))
        await taken(ack, Choose(chosen))

    @app.action(CHANNEL_DROPS)
    async def drops_at_home(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        value = action["selected_option"]["value"]
        await taken(ack, ChooseAtHome(Chosen(workspace_of(body), "", body["user"]["id"], value)))

    @app.action(CHANGE)
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        service.ask_workspace(_at_home(body))

    @app.action(template.CHANGE)
    async def change_template(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        service.ask_template(_at_home(body))

    @app.action(template.SAMPLE)
    async def see_template(ack: AsyncAck, body: dict[str, Any]) -> None:
        await taken(ack, ShowTemplate(_at_home(body)))

    @app.action(template.REMOVE)
    async def remove_template(ack: AsyncAck, body: dict[str, Any]) -> None:
        await taken(ack, DropTemplate(_at_home(body)))

    @app.action(own_defaults.CHANGE)
    async def change_own(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        service.ask_own(_at_home(body))

    @app.action(FORGET)
    @app.action(FORGET_GUIDES)
    async def forget(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        place = body["channel"]["id"]
        chosen = Chosen(workspace_of(body), place, body["user"]["id"], action["action_id"], body.get("response_url"))
        await taken(ack, Forget(chosen))

    @app.action(CANVAS)
    @app.action(MARKDOWN)
    @app.action(SLIDES)
    @app.action(PDF)
    async def other_form(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, OtherForm(pressed_from(body, action), FORMS[action["action_id"]]))


def _asking(body: dict[str, Any], action: dict[str, Any]) -> Pressed:
    """The value of a button below a question, with what it takes to remove the button once it is answered."""
    if not body.get("channel"):
        return replace(_at_home(body), job=action["value"])
    text = (body.get("message") or {}).get("text")
    return replace(pressed_from(body, action), response_url=body.get("response_url"), text=text)


def _document_of(body: dict[str, Any]) -> str:
    """The id of the document that a guide's message links to first; empty where there is none."""
    first: dict[str, Any] = next(iter((body.get("message") or {}).get("blocks") or ()), {})
    found = re.search(r"<(https?://[^<|>]+)\|", str((first.get("text") or {}).get("text") or ""))
    link = parse_link(found[1]) if found else None
    return link.file_id if isinstance(link, FileLink) else ""


def _at_home(body: dict[str, Any]) -> Pressed:
    """The value of a button on the Home tab."""
    return Pressed(workspace_of(body), "", body["user"]["id"], "", body["trigger_id"], None)


def pressed_from(body: dict[str, Any], action: dict[str, Any]) -> Pressed:
    """The value of a pressed button."""
    container = body.get("container") or {}
    return Pressed(
        team=workspace_of(body),
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        job=action["value"],
        trigger=body["trigger_id"],
        thread_ts=container.get("thread_ts") or container.get("message_ts"),
    )
