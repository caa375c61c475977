"""German. Instructions are worded in the infinitive, as in German manuals: "Auf Speichern klicken".

Start with `german`; the other modules are what it needs.
"""

from __future__ import annotations

from pipeline.speech.german.german import German

__all__ = ["German"]
