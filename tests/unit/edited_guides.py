"""A guide with two steps, and a model that edits it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.errors import ModelBusy
from pipeline.guide import Action, Caution, CautionKind, Confidence, Gap, Level, Step, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, OutlineItem, Plan, PlannedStep
from pipeline.revision import in_lines, revised
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, Edit, RevisionRequest, StepRequest, Verdict, Written

SAID = (
    "Open the valve at the boiler slowly.",
    "Never open the valve while the pump is running.",
    "Wait until the gauge shows two bar and the pump hums.",
    "Then close the valve again.",
    "You need a wrench and a bucket.",
    "Put the bucket under the tap before you open the valve.",
)
SURE = Confidence(Level.HIGH, "")
FILL = Step(
    1,
    "Fill the boiler",
    (
        Action("Open the valve slowly.", ("u1",)),
        Action("Wait until the gauge shows two bar.", ("u3",), expected="The pump hums."),
        Action("Close the valve again.", ("u4",)),
    ),
    SURE,
    goal="The boiler needs two bar.",
    cautions=(
        Caution(CautionKind.WARNING, "Never open the valve while the pump is running.", ("u2",), before=4),
        Caution(CautionKind.NOTE, "You need a wrench.", ("u5",)),
    ),
    writer=WriterKind.MODEL,
    missing=(Gap("how big the bucket is", ("u5",)),),
)
DRAIN = Step(
    2,
    "Drain the boiler",
    (Action("Put the bucket under the tap.", ("u6",)), Action("Open the valve again.", ("u1", "u6"))),
    SURE,
    writer=WriterKind.MODEL,
)
LAST = Step(3, "Clear up", (Action("Empty the bucket.", ("u5",)), Action("Clean the wrench.", ("u5",))), SURE)
END = OutlineEnd("Fill and drain a boiler", prerequisites=(CitedText("A wrench", (5,)),))


@dataclass
class Editor:
    """A model with these edits, which finds that these lines say something else than was said."""

    edits: dict[str, Edit] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    fails: bool = False
    kind: WriterKind = WriterKind.MODEL
    compared: list[str] = field(default_factory=list)
    told: tuple[str, ...] = ()

    def outline(self, transcript: Transcript, options: GuideOptions) -> OutlineItem:
        raise NotImplementedError

    async def write(self, request: StepRequest) -> Written:
        raise NotImplementedError

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        raise NotImplementedError

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        self.compared += [claim.text for claim in claims]
        return tuple(Verdict(claim.text not in self.refuses) for claim in claims)

    async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
        if self.fails:
            raise ModelBusy
        self.told = request.noticed
        number = {line.text: n for n, line in enumerate(request.lines, 1)}
        return tuple(replace(edit, line=number[text]) for text, edit in self.edits.items())


def edit(*texts: str, ids: tuple[int, ...] = (), before: str | None = None, steps: tuple[Step, ...] = ()) -> Edit:
    lines = [line.text for line in in_lines(END, steps or (FILL, DRAIN)).lines]
    return Edit(0, texts, ids, lines.index(before) + 1 if before else None)


async def after(editor: Editor, *steps: Step, end: OutlineEnd = END) -> tuple[tuple[Step, ...], OutlineEnd]:
    transcript = Transcript("0" * 64, tuple(Utterance(n, text) for n, text in enumerate(SAID, 1)), language="en")
    plan = Plan(tuple(PlannedStep(step.number, step.title, tuple(range(1, 7))) for step in steps or (FILL, DRAIN)))
    requests = [StepRequest(step, plan.steps, transcript, GuideOptions()) for step in plan.steps]
    return await revised(plan, end, steps or (FILL, DRAIN), requests, editor)  # type: ignore[arg-type]
