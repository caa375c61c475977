"""The SDK is loaded without its unused types, and whoever asks for one of them gets it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.llm.loading import load_sdk
from tests.conftest import FIXTURES

pytestmark = pytest.mark.slow


def in_a_new_process(code: str) -> str:
    """What a piece of code prints in an interpreter that has loaded nothing yet."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=FIXTURES.parents[1], capture_output=True, text=True, timeout=60, check=True
    ).stdout.strip()


COUNT = "len([name for name in sys.modules if name.startswith('openai.types')])"


@pytest.fixture(scope="module")
def ours() -> list[str]:
    """What a process tells that loads the SDK with us: how many modules of types it has, and what it finds of them."""
    code = f"""
import sys
from pipeline.llm.loading import load_sdk
openai = load_sdk()
print({COUNT})
import openai.types.responses, openai.types.beta
from openai.types import *
from openai.types.chat import ChatCompletion
print(openai.types.Batch.__name__, openai.types.responses.Response.__name__, ChatCompletion.__name__,
      openai.types.beta.assistant.Assistant.__name__, Batch.__name__, hasattr(openai.types, "NoSuchType"))
print(openai.AsyncOpenAI(api_key="x").responses.create.__name__)
"""
    return in_a_new_process(code).split()


def modules_of_types() -> int:
    """How many there are in the SDK."""
    spec = importlib.util.find_spec("openai")
    assert spec is not None
    assert spec.origin is not None
    return sum(1 for _ in (Path(spec.origin).parent / "types").rglob("*.py"))


def test_most_types_are_left_out(ours: list[str]):
    assert int(ours[0]) * 10 < modules_of_types()  # a plain import loads a quarter of them


def test_each_type_is_there_when_it_is_asked_for(ours: list[str]):
    assert ours[1:] == ["Batch", "Response", "ChatCompletion", "Assistant", "Batch", "False", "create"]


def test_an_sdk_that_is_loaded_already_is_taken(monkeypatch: pytest.MonkeyPatch):
    loaded = ModuleType("openai")
    monkeypatch.setitem(sys.modules, "openai", loaded)

    assert load_sdk() is loaded
