"""The SDK is loaded without its unused types, and whoever asks for one of them gets it."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import FIXTURES


def in_a_new_process(code: str) -> str:
    """What a piece of code prints in an interpreter that has loaded nothing yet."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=FIXTURES.parents[1], capture_output=True, text=True, timeout=60, check=True
    ).stdout.strip()


COUNT = "len([name for name in sys.modules if name.startswith('openai.types')])"


def test_most_types_are_left_out():
    ours = f"import sys; from pipeline.llm.loading import load_sdk; load_sdk(); print({COUNT})"
    plain = f"import sys, openai; print({COUNT})"
    assert int(in_a_new_process(ours)) * 2 < int(in_a_new_process(plain))


def test_each_type_is_there_when_it_is_asked_for():
    code = """
from pipeline.llm.loading import load_sdk
openai = load_sdk()
import openai.types.responses, openai.types.beta
from openai.types import *
from openai.types.chat import ChatCompletion
print(openai.types.Batch.__name__, openai.types.responses.Response.__name__, ChatCompletion.__name__,
      openai.types.beta.assistant.Assistant.__name__, Batch.__name__, hasattr(openai.types, "NoSuchType"))
print(openai.AsyncOpenAI(api_key="x").responses.create.__name__)
"""
    told = in_a_new_process(code)
    assert told.split() == ["Batch", "Response", "ChatCompletion", "Assistant", "Batch", "False", "create"]


def test_an_sdk_that_is_loaded_already_is_taken():
    code = "import openai; from pipeline.llm.loading import load_sdk; print(load_sdk() is openai)"
    assert in_a_new_process(code) == "True"
