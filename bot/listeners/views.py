"""Forms that people send."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.requests import Delete, Filled, Pressed, Redo, SetOwn, SetTemplate, SetWorkspace
from bot.jobs.service import JobService
from bot.listeners.workspaces import workspace_of
from bot.messages import deleting, new_guide, options, own_defaults, template, workspace_settings
from bot.messages.options import FieldErrors, StaleForm


def register(app: AsyncApp, service: JobService) -> None:
    async def taken(ack: AsyncAck, request: Filled | Redo | Delete | SetWorkspace | SetTemplate | SetOwn) -> None:
        kept = await service.take(request)
        await ack()
        if not kept:
            service.tell_not_taken(request)

    @app.view(options.CALLBACK)
    async def again(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            asked = options.read_options(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        except StaleForm:
            await ack(response_action="update", view=service.stale_form(workspace_of(body), body["user"]["id"]))
            return
        form = options.read_form(view)
        pressed = Pressed(workspace_of(body), form.channel, body["user"]["id"], form.job, view["id"], form.thread_ts)
        await taken(ack, Redo(pressed, tuple(sorted(asked.shown)), asked.options.to_dict()))

    @app.view(deleting.CALLBACK)
    async def delete(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            form = options.read_form(view)
        except StaleForm:
            await ack(response_action="update", view=service.stale_form(workspace_of(body), body["user"]["id"]))
            return
        user = body["user"]["id"]
        await taken(ack, Delete(Pressed(workspace_of(body), form.channel, user, form.job, view["id"], form.thread_ts)))

    @app.view(new_guide.CALLBACK)
    async def new(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            asked = new_guide.read_new_guide(view, service.most_bytes)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        except StaleForm:
            await ack(response_action="update", view=service.stale_form(workspace_of(body), body["user"]["id"]))
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
        try:
            values = workspace_settings.read_workspace(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        await taken(ack, SetWorkspace(workspace_of(body), body["user"]["id"], values, view["id"]))

    @app.view(template.CALLBACK)
    async def new_template(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            file = template.read_template(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        except StaleForm:
            await ack(response_action="update", view=service.stale_form(workspace_of(body), body["user"]["id"]))
            return
        await taken(ack, SetTemplate(workspace_of(body), body["user"]["id"], (file,), view["id"]))

    @app.view(own_defaults.CALLBACK)
    async def own(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            answers, forms = own_defaults.read_own(view)
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        except StaleForm:
            await ack(response_action="update", view=service.stale_form(workspace_of(body), body["user"]["id"]))
            return
        shown, options_now = tuple(sorted(answers.shown)), answers.options.to_dict()
        await taken(ack, SetOwn(workspace_of(body), body["user"]["id"], shown, options_now, tuple(forms), view["id"]))
