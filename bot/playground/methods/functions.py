"""functions.*: what became of a workflow's step."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, web_api
from bot.playground.refusal import Refused


@web_api.method("functions.completeSuccess", per_minute=50)
async def complete_success(call: Call) -> dict[str, Any]:
    outputs = call.args.json("outputs", "parameter_validation_failed")
    if not isinstance(outputs, dict):
        raise Refused("parameter_validation_failed")
    return _end(call, {"outputs": outputs})


@web_api.method("functions.completeError", per_minute=50)
async def complete_error(call: Call) -> dict[str, Any]:
    return _end(call, {"error": call.args.required("error")})


def _end(call: Call, ended: dict[str, Any]) -> dict[str, Any]:
    execution = call.args.required("function_execution_id")
    if execution not in call.backend.agents.steps:
        raise Refused("invalid_function_execution_id")
    if not call.backend.agents.end_step(execution, ended):
        raise Refused("function_execution_not_in_running_state")
    return {}
