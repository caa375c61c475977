"""English. Instructions are worded in the imperative: "Click Save".

Start with `english`; the other modules are what it needs.
"""

from __future__ import annotations

from pipeline.speech.english.english import English

__all__ = ["English"]
