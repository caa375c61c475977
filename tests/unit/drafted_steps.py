"""A step to ground: what was said, a good draft of it and a wrong one, and a model that mends drafts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from pipeline.guide import CautionKind, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem, PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, DraftAction, DraftCaution, StepRequest, Verdict, Written

SAID = (
    "So now go to the settings page.",
    "Click on New token.",
    "Give it a name, backup for example.",
    "Set the port to eight thousand four hundred forty three.",
    "Then run cube control get pods.",
    "Never share the token with anyone.",
)


def request(*own: int, said: tuple[str, ...] = SAID, language: str = "en", **options: object) -> StepRequest:
    transcript = Transcript("0" * 64, tuple(Utterance(n, t) for n, t in enumerate(said, 1)), language=language)
    step = PlannedStep(1, "Create a token", own or tuple(range(1, len(said) + 1)))
    return StepRequest(step, (), transcript, GuideOptions(**options))  # type: ignore[arg-type]


@dataclass
class Mender:
    """A model that answers each question with the next draft or error in its list."""

    answers: list[Draft | Exception] = field(default_factory=list)
    kind: WriterKind = WriterKind.MODEL
    told: list[tuple[str, ...]] = field(default_factory=list)

    def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        raise NotImplementedError

    async def write(self, request: StepRequest) -> Written:
        raise NotImplementedError

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        return ()

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        self.told.append(problems)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Written(answer)


GOOD = Draft(
    "Create a token",
    (
        DraftAction("Go to the settings page and click “New token”.", (1, 2)),
        DraftAction("Set the port to 8443.", (4,)),
    ),
    cautions=(DraftCaution(CautionKind.WARNING, "Never share the token with anyone.", (6,), before=2),),
)
WRONG = replace(GOOD, actions=(GOOD.actions[0], DraftAction("Set the port to 8080.", (4,))))
