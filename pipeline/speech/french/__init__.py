"""French. Instructions are worded in the imperative with "vous", as in French manuals: "Cliquez sur Enregistrer".

Start with `french`; the other module is what it needs.
"""

from __future__ import annotations

from pipeline.speech.french.french import French

__all__ = ["French"]
