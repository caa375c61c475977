"""views.*: modals, and the app's Home tab."""

from __future__ import annotations

from typing import Any

from bot.playground import block_kit
from bot.playground.calls import Call, web_api
from bot.playground.refusal import Refused


@web_api.method("views.open", per_minute=100)
async def open_(call: Call) -> dict[str, Any]:
    payload = block_kit.read_view(call.args.json("view", "invalid_arguments"), "modal")
    user = call.backend.triggers.use(call.args.required("trigger_id", "invalid_trigger_id"))
    view = call.backend.views.open(user, payload)
    return {"view": view.to_json()}


@web_api.method("views.push", per_minute=100)
async def push(call: Call) -> dict[str, Any]:
    payload = block_kit.read_view(call.args.json("view", "invalid_arguments"), "modal")
    user = call.backend.triggers.use(call.args.required("trigger_id", "invalid_trigger_id"))
    view = call.backend.views.push(user, payload)
    return {"view": view.to_json()}


@web_api.method("views.update", per_minute=100)
async def update(call: Call) -> dict[str, Any]:
    payload = block_kit.read_view(call.args.json("view", "invalid_arguments"), "modal")
    view = call.backend.views.find(call.args.text("view_id"), call.args.text("external_id"))
    if call.args.has("hash") and call.args.text("hash") != view.hash:
        raise Refused("hash_conflict")
    call.backend.views.replace(view, payload)
    return {"view": view.to_json()}


@web_api.method("views.publish", per_minute=100)
async def publish(call: Call) -> dict[str, Any]:
    user = call.args.required("user_id", "invalid_arguments")
    if user not in call.backend.workspace.users:
        raise Refused("user_not_found")
    if not call.backend.manifest.home_tab:
        raise Refused("not_enabled")
    payload = block_kit.read_view(call.args.json("view", "invalid_arguments"), "home")
    return {"view": call.backend.views.publish(user, payload).to_json()}
