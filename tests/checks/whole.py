"""python -m tests.checks.whole: what code notices in whole guides (`pipeline/revision/noticed.py`).

In honest ones that should be nothing. The others are the same with one fault of the whole, planted into each place
where it can be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.grounding.settling import settle
from pipeline.guide import Action, Step, WriterKind
from pipeline.outline import CitedText, OutlineEnd
from pipeline.repetitions import without_repetitions
from pipeline.revision.lines import in_lines
from pipeline.revision.noticed import noticed
from pipeline.transcript import Transcript
from tests.checks import material


@dataclass(frozen=True)
class WholeGuide:
    name: str
    steps: tuple[Step, ...]
    end: OutlineEnd
    transcript: Transcript
    language: str


def guides() -> list[WholeGuide]:
    """Every draft as a guide, as it comes out of the checks."""
    some: dict[str, WholeGuide] = {}
    for case in material.honest():
        name = case.name.rpartition(" ")[0]
        draft = material.drafts()[name]
        step = settle(case.request, case.draft, WriterKind.MODEL).step
        needs = tuple(CitedText(each["text"], tuple(each["utterances"])) for each in draft["prerequisites"])
        end = OutlineEnd(draft["title"], prerequisites=needs, about=draft["about"])
        known = some.get(name) or WholeGuide(name, (), end, case.request.transcript, draft["written_in"])
        some[name] = replace(known, steps=(*known.steps, step))
    return list(some.values())


def notes(guide: WholeGuide) -> tuple[str, ...]:
    told = without_repetitions(guide.steps, guide.language, actions_too=False)
    return noticed(in_lines(guide.end, told), told, guide.transcript, guide.language)


def twice(guide: WholeGuide) -> Iterator[WholeGuide]:
    """A deed told again in the next step, in other small words, with a further source."""
    for at, (step, behind) in enumerate(zip(guide.steps, guide.steps[1:], strict=False)):
        for action in step.actions:
            again = replace(
                action,
                instruction=f"Then {action.instruction}",
                citations=(*action.citations, *_own(behind)),
                code=None,
            )
            # The first one rests on something of its own too, so that it isn't simply taken out.
            kept = replace(action, citations=(*action.citations, *_own(step)))
            yield _with(
                _with(guide, at, replace(step, actions=_swapped(step.actions, action, kept))),
                at + 1,
                replace(behind, actions=(*behind.actions, again)),
            )


def _own(step: Step) -> tuple[str, ...]:
    return step.actions[-1].citations[-1:] if step.actions else ()


def _swapped(actions: tuple[Action, ...], old: Action, new: Action) -> tuple[Action, ...]:
    return tuple(new if action is old else action for action in actions)


def needed(guide: WholeGuide) -> Iterator[WholeGuide]:
    """What an action has done is called needed first."""
    for step in guide.steps:
        for action in step.actions:
            ids = tuple(int(each[1:]) for each in action.citations)
            yield replace(guide, end=replace(guide.end, prerequisites=(CitedText(action.instruction, ids),)))


def turned(guide: WholeGuide) -> Iterator[WholeGuide]:
    """Two neighbouring steps in the wrong order."""
    for at in range(len(guide.steps) - 1):
        steps = list(guide.steps)
        steps[at], steps[at + 1] = steps[at + 1], steps[at]
        yield replace(guide, steps=tuple(steps))


def chained(guide: WholeGuide) -> Iterator[WholeGuide]:
    """Another way told as if it were to be done too: the words that offer it are gone from the line, and the speaker's
    sentence begins with them."""
    for at, step in enumerate(guide.steps):
        for number, action in enumerate(step.actions[1:], 1):
            if not action.citations or action.expected:
                continue
            said = min(int(each[1:]) for each in action.citations)
            utterances = list(guide.transcript.utterances)
            utterances[said - 1] = replace(utterances[said - 1], text=f"Or, {utterances[said - 1].text}")
            if guide.transcript.language == "en" == guide.language:
                transcript = replace(guide.transcript, utterances=tuple(utterances))
                yield replace(_with(guide, at, step), transcript=transcript, name=f"{guide.name} {number}")


def _with(guide: WholeGuide, at: int, step: Step) -> WholeGuide:
    return replace(guide, steps=(*guide.steps[:at], step, *guide.steps[at + 1 :]))


PLANTED: dict[str, Callable[[WholeGuide], Iterator[WholeGuide]]] = {
    "the same deed in two steps": twice,
    "an action that is needed first": needed,
    "two steps in the wrong order": turned,
    "another way in a row": chained,
}


def main() -> int:
    honest = guides()
    wrong = {guide.name: found for guide in honest if (found := notes(guide))}
    print(f"honest guides with something noticed: {len(wrong)} of {len(honest)}")
    for name, found in wrong.items():
        print(f"    {name}: {'; '.join(found)}")
    for kind, plant in PLANTED.items():
        seen = [
            bool(set(notes(faulty)) - set(wrong.get(guide.name, ()))) for guide in honest for faulty in plant(guide)
        ]
        print(f"{kind:<36}{sum(seen):>4} of {len(seen)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
