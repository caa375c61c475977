"""English. `reading` is the way in; the other modules are what it needs, from the words up."""

from __future__ import annotations

from pipeline.speech.english.english import English

__all__ = ["English"]
