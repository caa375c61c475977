"""German: instructions put in the infinitive, as German manuals do: "Auf Speichern klicken"."""

from __future__ import annotations

from pipeline.speech.german.german import German

__all__ = ["German"]
