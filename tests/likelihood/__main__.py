"""make likelihood: scores the learned weights, each series of recordings with weights that were learned without it;
`--fit` learns anew and writes the data file.

The transcripts are those of SCRIPT2DOC_TRANSCRIPTS, the dialogues those of SCRIPT2DOC_COOKDIAL. `material` names what
is learned from, with the licences.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.outline.placed_instructions import LEAST_WEIGHT
from pipeline.speech import likelihood
from pipeline.speech.likelihood import Likelihood
from pipeline.speech.likely_instructions import can_be_doubted
from tests.likelihood.material import Recording, learned_from, tested_on
from tests.likelihood.training import fit
from tests.quality.labels import Label

WEIGHTS = Path(likelihood.__file__).with_name("likelihood.en.json")
THRESHOLDS = (0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.22, 0.2, 0.19, 0.18, 0.17, 0.16, 0.15)
DOUBT = 0.1
"""Below this, what a rule found is dropped unless it was commanded. At 0.15, a conversation loses more of what is told
than of what isn't.
"""
MORE_NOISE = 0.055
"""The threshold is the lowest that adds no more than that to the noise of the rules: chatter by all that is cited. A
reader misses an instruction that isn't there more than a line too many."""
JUDGED = ("labels", "told")


@dataclass(frozen=True)
class Score:
    """Utterances."""

    told: int = 0
    found: int = 0
    cited: int = 0
    chatter: int = 0
    added: int = 0
    """Sentences."""

    def __add__(self, other: Score) -> Score:
        return Score(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))

    def __str__(self) -> str:
        found, noise = self.found / max(1, self.told), self.chatter / max(1, self.cited)
        return f"{found:.3f}  {noise:.3f}  {self.added:4d}"


def score(recording: Recording, likely: Sequence[float], threshold: float, doubt: float) -> Score:
    """What of a recording is cited if what is likelier than the threshold is added to what the rules found, without
    what is less likely than `doubt`."""
    cited: set[int] = set()
    added = 0
    for one, probability in zip(recording.sentences, likely, strict=True):
        by_rule = any(instruction.weight >= LEAST_WEIGHT for instruction in one.instructions)
        if one.instructions:
            if by_rule and not (probability < doubt and can_be_doubted(one.instructions)):
                cited.update(one.sentence.ids)
        elif probability >= threshold:
            cited.update(one.sentence.ids)
            added += 1
    told = recording.labels.having(Label.INSTRUCTION, Label.CORRECTION)
    chatter = recording.labels.having(Label.CHATTER)
    return Score(len(told), len(cited & told), len(cited), len(cited & chatter), added)


def without_own_series(taught: Sequence[Recording], tested: Sequence[Recording]) -> dict[str, list[float]]:
    """For each recording, how likely its sentences are by weights that were learned without its series."""
    learned: dict[str, Likelihood] = {}
    judged = [recording for recording in [*taught, *tested] if recording.source in (*JUDGED, "talk")]
    for recording in judged:
        if recording.series not in learned:
            others = [other for other in taught if other.series != recording.series]
            learned[recording.series] = fit(others)
    return {recording.name: learned[recording.series].of(recording.sentences) for recording in judged}


def best(judged: Sequence[Recording], likely: Mapping[str, list[float]]) -> float:
    """The lowest threshold that adds no more noise than it may."""

    def noise(threshold: float) -> float:
        added = sum((score(one, likely[one.name], threshold, DOUBT) for one in judged), Score())
        return added.chatter / max(1, added.cited)

    most = noise(2.0) + MORE_NOISE
    return min((each for each in THRESHOLDS if noise(each) <= most), default=THRESHOLDS[0])


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.likelihood", description=__doc__)
    parser.add_argument("--fit", action="store_true", help="learn the weights and write the data file")
    args = parser.parse_args(argv)
    folder = Path(os.environ.get("SCRIPT2DOC_TRANSCRIPTS") or "")
    if not (folder / "INDEX.md").is_file() or not os.environ.get("SCRIPT2DOC_COOKDIAL"):
        print("Set SCRIPT2DOC_TRANSCRIPTS to a folder of real transcripts with an INDEX.md,", file=sys.stderr)
        print("and SCRIPT2DOC_COOKDIAL to the folder that has CookDial's dialogues.", file=sys.stderr)
        return 2
    taught, tested = learned_from(folder), tested_on(folder)
    likely = without_own_series(taught, tested)
    judged = [recording for recording in [*taught, *tested] if recording.source in JUDGED]
    known = likelihood.likelihood_for("en")
    threshold, doubt = (best(judged, likely), DOUBT) if args.fit else (known.threshold, known.doubt)
    print(f"{'each without its series':32} found  noise  added   by the rules alone")
    for name, some in (*((one.name, [one]) for one in judged), ("together", judged)):
        with_weights = sum((score(one, likely[one.name], threshold, doubt) for one in some), Score())
        alone = sum((score(one, likely[one.name], 2.0, 0.0) for one in some), Score())
        print(f"  {name[:30]:30} {with_weights}   {alone}")
    print("\nthreshold  found  noise  added")
    for each in (2.0, *THRESHOLDS):
        print(f"  {each:7.2f}  {sum((score(one, likely[one.name], each, doubt) for one in judged), Score())}")
    talk = [recording for recording in taught if recording.source == "talk"]
    print("\nadded in talk:", {one.name[5:25]: score(one, likely[one.name], threshold, doubt).added for one in talk})
    if args.fit:
        write(fit(taught, threshold, doubt), [one.name for one in taught if one.source in ("labels", "told", "talk")])
    return 0


def write(model: Likelihood, names: Sequence[str]) -> None:
    weights = {feature: round(weight * 100) for feature, weight in sorted(model.weights.items())}
    common = " ".join(sorted(model.common))
    bounds = {"threshold": model.threshold, "doubt": model.doubt}
    data = {"trained on": names, **bounds, "common": common, "weights": weights}
    WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    likelihood.likelihood_for.cache_clear()
    print(f"{WEIGHTS.name}: {len(weights)} weights, {WEIGHTS.stat().st_size:,} bytes, threshold {model.threshold}")


if __name__ == "__main__":
    sys.exit(main())
