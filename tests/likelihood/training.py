"""Fits the weights: a logistic regression with a penalty on large ones, by L-BFGS (Liu and Nocedal, “On the limited
memory BFGS method for large scale optimization”, Mathematical Programming 45, 1989)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.speech.likelihood import Likelihood, features
from pipeline.speech.sentence_cuts import plain_word
from tests.likelihood.material import WEIGHTS, Recording

COMMON_WORDS = 200
COMMON_IN_RECORDINGS = 5
"""A word is common only if so many recordings have it."""
FEATURE_COUNT, FEATURE_IN_SERIES = 5, 3
"""A feature is used if it is there this often, in so many series. No word that one series is about becomes one."""
AROUND = "ndpwsWR"
"""The first letters of the features that tell what is around a sentence. What must never be an instruction counts
without them: what was made up for it says nothing of where such a sentence stands."""
PENALTY = 12.0
STEPS, REMEMBERED = 80, 8
SMALLEST = 0.02
"""Weights below this make no difference and aren't kept."""
Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def common_words(recordings: Sequence[Recording]) -> frozenset[str]:
    """The commonest words, each recording with the same say."""
    share: dict[str, float] = defaultdict(float)
    having: Counter[str] = Counter()
    for recording in recordings:
        counts = Counter(plain_word(word) for one in recording.sentences for word in one.sentence.text.split())
        total = sum(counts.values()) + 2_000
        for word, count in counts.items():
            share[word] += count / total
            having[word] += 1
    known = [word for word in share if word and having[word] >= COMMON_IN_RECORDINGS]
    return frozenset(sorted(known, key=lambda word: (-share[word], word))[:COMMON_WORDS])


def fit(recordings: Sequence[Recording], threshold: float = 0.5, doubt: float = 0.0) -> Likelihood:
    """What these recordings teach. The same recordings always give the same weights."""
    common = common_words(recordings)
    rows: list[list[str]] = []
    told: list[float] = []
    counted: list[float] = []
    counts: Counter[str] = Counter()
    series: dict[str, set[str]] = defaultdict(set)
    for recording in recordings:
        for names, (target, weight) in zip(features(recording.sentences, common), recording.told(), strict=True):
            if names and weight:
                if recording.source == "harm":
                    names = [name for name in names if name[0] not in AROUND]
                rows.append(names)
                told.append(target)
                counted.append(weight * WEIGHTS[recording.source])
                counts.update(set(names))
                for name in names:
                    series[name].add(recording.series)
    kept = sorted(n for n in counts if counts[n] >= FEATURE_COUNT and len(series[n]) >= FEATURE_IN_SERIES)
    weights = _descend(rows, np.array(told), np.array(counted), {name: at for at, name in enumerate(kept)})
    large = {name: weight for name, weight in zip(kept, weights, strict=True) if abs(weight) >= SMALLEST}
    return Likelihood(common, large, threshold, doubt)


def _descend(rows: Sequence[Sequence[str]], told: Array, counted: Array, numbers: dict[str, int]) -> list[float]:
    active = [sorted({numbers[name] for name in names if name in numbers}) for names in rows]
    columns = np.array([number for some in active for number in some])
    lines = np.repeat(np.arange(len(active)), [len(some) for some in active])
    penalty = np.full(len(numbers), PENALTY)
    penalty[numbers["*"]] = 0.001

    def loss(weights: Array) -> tuple[float, Array]:
        odds = np.bincount(lines, weights=weights[columns], minlength=len(active))
        wrong = counted * (1 / (1 + np.exp(-odds)) - told)
        value = np.sum(counted * (np.logaddexp(0, odds) - told * odds)) + np.sum(penalty * weights * weights) / 2
        return float(value), np.bincount(columns, weights=wrong[lines], minlength=len(numbers)) + penalty * weights

    weights = np.zeros(len(numbers))
    value, slope = loss(weights)
    moves: list[tuple[Array, Array]] = []
    for _ in range(STEPS):
        way = -_scaled(slope, moves)
        length = 1.0
        while (tried := loss(weights + length * way))[0] > value + 1e-4 * length * (slope @ way) and length > 1e-6:
            length /= 2
        if length * way @ (tried[1] - slope) > 1e-10:
            moves = [*moves[1 - REMEMBERED :], (length * way, tried[1] - slope)]
        done = abs(value - tried[0]) < 1e-6 * abs(value)
        weights, (value, slope) = weights + length * way, tried
        if done:
            break
    return [float(weight) for weight in weights]


def _scaled(slope: Array, moves: Sequence[tuple[Array, Array]]) -> Array:
    """The slope by the inverse of the curvature, as far as the last moves tell it."""
    rest = slope.copy()
    shares = []
    for move, bend in reversed(moves):
        shares.append((move @ rest) / (bend @ move))
        rest = rest - shares[-1] * bend
    if not moves:
        return rest / max(1.0, float(np.linalg.norm(rest)))
    move, bend = moves[-1]
    rest = rest * ((move @ bend) / (bend @ bend))
    for (move, bend), share in zip(moves, reversed(shares), strict=True):
        rest = rest + (share - (bend @ rest) / (bend @ move)) * move
    return rest
