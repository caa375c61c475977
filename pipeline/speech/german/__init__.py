"""German: instructions in the infinitive, as in German manuals: "Auf Speichern klicken"."""

from __future__ import annotations

from pipeline.speech.german.german import German

__all__ = ["German"]
