"""What is said of a call to the model that went wrong."""

from __future__ import annotations

import socket
from typing import cast

import pytest

from pipeline.llm import ModelSettings
from pipeline.llm.failures import Again
from pipeline.llm.refusals import Lessons
from pipeline.llm.trouble import judge


@pytest.mark.parametrize(
    ("env", "said"),
    [
        (
            {},
            "no server named api.openai.com was found. The machine that runs Script2Doc needs a connection to the "
            "internet, directly or through a proxy that HTTPS_PROXY names.",
        ),
        (
            {"OPENAI_BASE_URL": "http://model.invalid/v1"},
            "no server named model.invalid was found. OPENAI_BASE_URL needs to be checked.",
        ),
    ],
)
def test_where_no_server_is_found_its_owner_is_told_what_helps(env: dict[str, str], said: str):
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "sk-x", **env})
    assert settings is not None
    nothing_to_learn = cast(Lessons, object())

    judged = judge(socket.gaierror("unknown"), settings.model, nothing_to_learn, settings)

    assert isinstance(judged, Again)
    assert judged.error is not None
    assert judged.error.message.endswith(said)
