"""Transcript and options in, guide and document out; knows nothing of Slack.

Readers of the code meet the stages in the order in which data passes them: `readers`, `speech`,
`outline` and `knowledge`, `writing`, `grounding`, `assembly`, `render`; `run` joins them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.errors import PipelineError
    from pipeline.guide import Guide
    from pipeline.options import GuideOptions, Limits

__version__ = "0.1.0"
"""The same as in pyproject.toml: an ordinary checkout isn't installed, so nothing else could be asked."""

__all__ = ["Guide", "GuideOptions", "Limits", "PipelineError", "__version__"]

_HOMES = {
    "Guide": "pipeline.guide",
    "GuideOptions": "pipeline.options",
    "Limits": "pipeline.options",
    "PipelineError": "pipeline.errors",
}


def __getattr__(name: str) -> object:
    """A public name, loaded by its first use: `python -m pipeline --help` passes here and needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
