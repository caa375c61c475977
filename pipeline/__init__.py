"""Transcript and options in, guide and document out; knows nothing of Slack.

Readers of the code meet the stages in the order in which data passes them: `readers`, `outline` and `knowledge`,
`writing`, `grounding`, `assembly`, `render`; `run` joins them.
"""

from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.options import GuideOptions, Limits

__all__ = ["Guide", "GuideOptions", "Limits", "PipelineError"]
__version__ = "0.1.0"
