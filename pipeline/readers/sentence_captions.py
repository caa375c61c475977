"""Captions without full stops that are sentences all the same: whoever made them wrote one for each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers import sentence_boundaries
from pipeline.readers.cue import Cue

FEWEST, FEWEST_WITHOUT_SILENCE = 4, 8
"""Of fewer captions nothing is concluded. Without silence between them, it takes more."""
SHORT_PAUSE_SECONDS = 0.3
FEWEST_WORDS_EACH, MOST_WORDS_EACH = 3, 25
"""How many words captions have on average that may be sentences."""
MOST_BROKEN = 0.05
"""The greatest share of captions that break a sentence off. Where captions are cut by length, it is a third of them,
and a sixth where a person cuts sentences into phrases."""
FEWEST_BINDING = 0.08
"""The least share of the words below in speech whose language they belong to."""
MOST_MARKED = 0.05
_NEVER_LAST = frozenset((
    "the", "a", "an", "of", "and", "or", "with", "from", "your", "my", "our", "their", "its", "is", "are", "was",
    "were", "be", "than", "if", "because", "i", "we", "they", "he", "she", "so", "that", "i'm", "we're", "you're",
    "that's", "it's", "can", "will", "would", "should", "could", "very", "as", "by", "to", "for", "not", "no", "der",
    "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "und", "oder", "mit", "von", "für",
    "ich", "wir", "wenn", "dass", "weil", "im", "am", "beim", "zum", "zur", "el",
    "la", "los", "las", "un", "una", "unos", "unas", "de", "del", "y", "o", "con", "por", "para", "que", "se", "tu",
    "su", "al", "en", "es", "mi", "le", "les", "du", "des", "et", "ou", "avec", "pour", "par", "je", "nous", "vous",
    "est", "sont", "dans", "au", "aux", "ce", "cette", "sur",
))  # fmt: skip
"""Articles, possessives, prepositions, joints and subjects, of all languages that are read without a model."""
_NEVER_FIRST = frozenset((
    "until", "till", "because", "of", "than", "which", "who", "whose", "whether", "unless", "instead", "into", "onto",
    "with", "from", "by", "bis", "weil", "dass", "als", "oder", "von", "hasta", "porque", "que", "con", "jusqu'à",
    "parce", "avec",
))  # fmt: skip


def are_sentences(cues: Sequence[Cue]) -> bool:
    """Whether captions without full stops are sentences, as far as can be told: hardly one ends with a word that goes
    on, or begins with one that continues what was said before."""
    cues = list({cue.text: cue for cue in cues}.values())  # what is there again and again says nothing more
    texts = [cue.text.lower().replace("’", "'").split() for cue in cues]
    if len(cues) < FEWEST or any(cue.start is None for cue in cues) or not all(texts):
        return False
    if sum(not sentence_boundaries.is_unfinished(cue.text) for cue in cues) > MOST_MARKED * len(cues):
        return False
    words = sum(map(len, texts))
    if not FEWEST_WORDS_EACH * len(cues) <= words <= MOST_WORDS_EACH * len(cues):
        return False
    if len(cues) < FEWEST_WITHOUT_SILENCE and not _silence_between_all(cues):
        return False
    if sum(word in _NEVER_LAST for text in texts for word in text) < FEWEST_BINDING * words:
        return False  # a language that isn't known here
    broken = sum(before[-1].strip(",") in _NEVER_LAST or after[0] in _NEVER_FIRST for before, after in pairwise(texts))
    return broken <= MOST_BROKEN * (len(cues) - 1)


def _silence_between_all(cues: Sequence[Cue]) -> bool:
    return all(
        before.end is not None and after.start is not None and after.start - before.end >= SHORT_PAUSE_SECONDS
        for before, after in pairwise(cues)
    )
