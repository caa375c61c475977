"""The one door to language models: OpenAI, Azure OpenAI, and any server that speaks chat completions.

A process has one `Client`, shared by all its jobs; each job has a `Meter`. Nothing here knows what is asked.
"""

from pipeline.llm.calls import Call
from pipeline.llm.client import Client
from pipeline.llm.gate import Gate
from pipeline.llm.meter import CallEnded, DayAllowance, Ending, Meter
from pipeline.llm.settings import ModelSettings, ModelSettingsError, Price, price_of
from pipeline.llm.stream import Stream
from pipeline.llm.trouble import Interrupted, TruncatedAnswer

__all__ = [
    "Call",
    "CallEnded",
    "Client",
    "DayAllowance",
    "Ending",
    "Gate",
    "Interrupted",
    "Meter",
    "ModelSettings",
    "ModelSettingsError",
    "Price",
    "Stream",
    "TruncatedAnswer",
    "price_of",
]
