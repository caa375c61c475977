"""Spanish. Instructions are worded in the formal imperative, as in Spanish manuals: "Haga clic en Guardar".

Start with `spanish`; the other modules are what it needs.
"""

from __future__ import annotations

from pipeline.speech.spanish.spanish import Spanish

__all__ = ["Spanish"]
