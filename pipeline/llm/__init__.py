"""The one door to language models: OpenAI, Azure OpenAI, and any server that speaks chat completions.

A process has one `Client`, shared by all its jobs; each job has a `Meter`. Nothing here knows what is asked.
"""

from pipeline.llm.calls import Call
from pipeline.llm.checking import Checked, check, check_context
from pipeline.llm.client import Client
from pipeline.llm.dialect import Form
from pipeline.llm.failures import CutOff, Interrupted, Looping, TooLong, TooSlow, TruncatedAnswer
from pipeline.llm.gate import Gate
from pipeline.llm.meter import CallEnded, DayAllowance, Ending, Meter
from pipeline.llm.settings import ModelSettings, ModelSettingsError, Price, price_of
from pipeline.llm.stream import Stream

__all__ = [
    "Call",
    "CallEnded",
    "Checked",
    "Client",
    "CutOff",
    "DayAllowance",
    "Ending",
    "Form",
    "Gate",
    "Interrupted",
    "Looping",
    "Meter",
    "ModelSettings",
    "ModelSettingsError",
    "Price",
    "Stream",
    "TooLong",
    "TooSlow",
    "TruncatedAnswer",
    "check",
    "check_context",
    "price_of",
]
