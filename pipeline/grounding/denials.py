"""Whether words deny something, told from words alone: passages have no punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.grounding.passages import texts_of
from pipeline.grounding.sentence_words import SaidWord

_NEGATION = {
    "en": r"not|no|never|none|nothing|nobody|neither|nor|cannot|without|unable|avoids?|prevents?"
    r"|(?:don|doesn|isn|aren|wasn|weren|won|can|couldn|shouldn|haven|hasn|didn|wouldn|ain|needn|mustn|hadn) t",
    "de": r"nicht|keine?[nrs]?|keinem|nie|niemals|ohne|niemand|nichts|weder",
    "es": r"no|nunca|jamas|sin|ni|ningun|ninguna|nadie|nada|evit(?:e|ar)",
    "fr": r"ne|n|sans|jamais|aucune?|evite[rz]",
    "it": r"non|mai|senza|ne|nessun[oa]?|niente|nulla|evit(?:i|are)",
}
_NOTHING_DENIED = re.compile(
    r"\b(?:no longer|not only|why not|don t forget|do not forget|no problem|whether or not|no matter|if not|or not"
    r"|not just|don t worry|(?:don|doesn) t (?:want|need|have to)|nicht nur|kein problem|nicht vergessen"
    r"|no olvid\w{1,9}|non dimentic\w{1,9}|n oubli\w{1,9})\b"
)
"""Negations without effect. Words only, since that is what passages consist of."""
_NEGATIONS = {language: re.compile(rf"\b(?:{words})\b") for language, words in _NEGATION.items()}


def negated(words: Sequence[SaidWord], language: str) -> bool:
    """Whether there is a negation among these words that has an effect. `language` is one of `LANGUAGES`."""
    return _NEGATIONS[language].search(_NOTHING_DENIED.sub(" ", texts_of(words))) is not None
