"""Forms that people send."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.requests import Pressed, Redo, SetWorkspace
from bot.jobs.service import JobService
from bot.listeners.workspaces import workspace_of
from bot.messages import workspace_settings
from bot.messages.options import CALLBACK, FieldErrors, read_form, read_options


def register(app: AsyncApp, service: JobService) -> None:
    @app.view(CALLBACK)
    async def options(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            asked = read_options(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        form = read_form(view)
        pressed = Pressed(workspace_of(body), form.channel, body["user"]["id"], form.job, view["id"], form.thread_ts)
        redo = Redo(pressed, tuple(sorted(asked.shown)), asked.options.to_dict())
        kept = await service.take(redo)
        await ack()
        if not kept:
            service.tell_not_taken(redo)

    @app.view(workspace_settings.CALLBACK)
    async def workspace(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            values = workspace_settings.read_workspace(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        asked = SetWorkspace(workspace_of(body), body["user"]["id"], values, view["id"])
        kept = await service.take(asked)
        await ack()
        if not kept:
            service.tell_not_taken(asked)
