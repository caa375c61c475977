"""The buttons on our messages."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.requests import Again, Cancel, OtherForm, Pressed
from bot.jobs.service import JobService
from bot.listeners.workspaces import workspace_of
from bot.messages.outcome import ANYWAY, MAKE, MARKDOWN, PDF, REDO, RETRY, SLIDES
from bot.messages.progress import CANCEL


def register(app: AsyncApp, service: JobService) -> None:
    async def taken(ack: AsyncAck, request: Cancel | Again | OtherForm) -> None:
        kept = await service.take(request)
        await ack()
        if not kept:
            service.tell_not_taken(request)

    @app.action(CANCEL)
    async def cancel(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Cancel(pressed_from(body, action)))

    @app.action(RETRY)
    async def retry(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Again(pressed_from(body, action)))

    @app.action(MAKE)
    async def make(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Again(pressed_from(body, action)))

    @app.action(ANYWAY)
    async def anyway(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, Again(pressed_from(body, action), anyway=True))

    @app.action(REDO)
    async def redo(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        service.ask_options(pressed_from(body, action))

    @app.action(MARKDOWN)
    async def markdown(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, OtherForm(pressed_from(body, action), ".md"))

    @app.action(SLIDES)
    async def slides(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, OtherForm(pressed_from(body, action), ".pptx"))

    @app.action(PDF)
    async def pdf(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await taken(ack, OtherForm(pressed_from(body, action), ".pdf"))


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
