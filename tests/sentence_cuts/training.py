"""Fits the weights: a logistic regression with a step of its own for each weight.

Duchi, Hazan and Singer, “Adaptive subgradient methods for online learning and stochastic optimization” (JMLR 12, 2011).
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.speech.sentence_cuts import CutModel, features
from tests.sentence_cuts.material import Speech

COMMON_WORDS = 300
COMMON_IN_FILES = 4
"""A word is common only if this many transcripts have it."""
FEATURE_IN_FILES = 3
FEATURE_COUNT = 8
"""A feature is used if this many transcripts have it and it is there this often. No word that one transcript is about
becomes one."""
PASSES = 6
STEP = 0.1
DECAY = 0.002
SMALLEST = 0.08
"""Weights below this make no difference and aren't kept."""

Files = Mapping[str, Sequence[Speech]]


def common_words(files: Files) -> frozenset[str]:
    """The commonest words, each transcript with the same say."""
    share: dict[str, float] = defaultdict(float)
    having: Counter[str] = Counter()
    for speeches in files.values():
        counts = Counter(word for speech in speeches for word in speech.words)
        total = sum(counts.values()) + 2_000
        for word, count in counts.items():
            share[word] += count / total
            having[word] += 1
    known = [word for word in share if having[word] >= COMMON_IN_FILES]
    return frozenset(sorted(known, key=lambda word: (-share[word], word))[:COMMON_WORDS])


def fit(files: Files, seed: int = 1) -> CutModel:
    """The model that these transcripts teach, with a threshold of 0. The same files always give the same model."""
    common = common_words(files)
    rows: list[tuple[tuple[str, ...], float]] = []
    counts: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for speeches in files.values():
        seen: set[str] = set()
        for speech in speeches:
            gaps = features(speech.words, speech.pauses, common)
            for names, ends in zip(gaps, speech.ends, strict=False):
                rows.append((names, float(ends)))
                counts.update(names)
                seen.update(names)
        having.update(seen)
    kept = [f for f in sorted(counts) if f[0] == "P" or (counts[f] >= FEATURE_COUNT and having[f] >= FEATURE_IN_FILES)]
    numbers = {feature: number for number, feature in enumerate(kept)}
    data = [([numbers[name] for name in names if name in numbers], ends) for names, ends in rows]
    weights = _descend(data, len(kept), random.Random(seed))
    return CutModel(common, {f: w for f, w in zip(kept, weights, strict=True) if abs(w) >= SMALLEST}, 0.0)


def _descend(data: list[tuple[list[int], float]], size: int, order: random.Random) -> list[float]:
    """The weights, averaged over the second half of the passes."""
    weights, squares, sums = [0.0] * size, [1.0] * size, [0.0] * size
    for number in range(PASSES):
        order.shuffle(data)
        for active, ends in data:
            error = 1 / (1 + math.exp(-max(-30.0, sum([weights[k] for k in active])))) - ends
            if abs(error) < 0.002:
                continue
            for k in active:
                slope = error + DECAY * weights[k]
                squares[k] += slope * slope
                weights[k] -= STEP * slope / math.sqrt(squares[k])
        if number >= PASSES // 2:
            sums = [total + weight for total, weight in zip(sums, weights, strict=True)]
    return [total / (PASSES - PASSES // 2) for total in sums]
