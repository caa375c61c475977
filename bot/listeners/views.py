"""Forms that people send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.requests import Delete, Filled, Pressed, Redo, SetOwn, SetTemplate, SetWorkspace
from bot.jobs.service import JobService
from bot.listeners.workspaces import workspace_of
from bot.messages import deleting, new_guide, options, own_defaults, template, workspace_settings
from bot.messages.options import FieldErrors, StaleForm

Said = TypeVar("Said")


def register(app: AsyncApp, service: JobService) -> None:
    async def read(
        ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], reading: Callable[[dict[str, Any]], Said]
    ) -> Said | None:
        """What a form says, as `reading` reads it. None if it can't be taken: then Slack has been answered."""
        try:
            return reading(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
        except StaleForm:
            await ack(response_action="update", view=service.stale_form(workspace_of(body), body["user"]["id"]))
        return None

    async def taken(ack: AsyncAck, request: Filled | Redo | Delete | SetWorkspace | SetTemplate | SetOwn) -> None:
        kept = await service.take(request)
        await ack()
        if not kept:
            service.tell_not_taken(request)

    @app.view(options.CALLBACK)
    async def again(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        asked = await read(ack, body, view, options.read_options)
        if asked is None:
            return
        form = options.read_form(view)
        pressed = Pressed(workspace_of(body), form.channel, body["user"]["id"], form.job, view["id"], form.thread_ts)
        await taken(ack, Redo(pressed, tuple(sorted(asked.shown)), asked.options.to_dict()))

    @app.view(deleting.CALLBACK)
    async def delete(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = await read(ack, body, view, options.read_form)
        if form is None:
            return
        pressed = Pressed(workspace_of(body), form.channel, body["user"]["id"], form.job, view["id"], form.thread_ts)
        await taken(ack, Delete(replace(pressed, file=form.file, message=form.message)))

    @app.view(new_guide.CALLBACK)
    async def new(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        asked = await read(ack, body, view, partial(new_guide.read_new_guide, most_bytes=service.most_bytes))
        if asked is None:
            return
        filled = Filled(
            team=workspace_of(body),
            user=body["user"]["id"],
            view=view["id"],
            files=asked.files,
            link=asked.link,
            shown=tuple(sorted(asked.answers.shown)),
            options=asked.answers.options.to_dict(),
            forms=asked.forms,
            channel=asked.channel,
            response_url=next((each["response_url"] for each in body.get("response_urls") or ()), None),
        )
        await taken(ack, filled)

    @app.view(workspace_settings.CALLBACK)
    async def workspace(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        values = await read(ack, body, view, workspace_settings.read_workspace)
        if values is None:
            return
        await taken(ack, SetWorkspace(workspace_of(body), body["user"]["id"], values, view["id"]))

    @app.view(template.CALLBACK)
    async def new_template(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        file = await read(ack, body, view, template.read_template)
        if file is None:
            return
        await taken(ack, SetTemplate(workspace_of(body), body["user"]["id"], (file,), view["id"]))

    @app.view(own_defaults.CALLBACK)
    async def own(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        said = await read(ack, body, view, own_defaults.read_own)
        if said is None:
            return
        answers, forms = said
        shown, options_now = tuple(sorted(answers.shown)), answers.options.to_dict()
        await taken(ack, SetOwn(workspace_of(body), body["user"]["id"], shown, options_now, tuple(forms), view["id"]))
