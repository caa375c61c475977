"""What is true for every draft: grounding never raises, keeps what was said, and lets no changed value through."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pipeline.cleaning import MOST_ACTIONS
from pipeline.grounding import ground
from pipeline.grounding.checks import Sources
from pipeline.grounding.lines import Lines
from pipeline.grounding.settling import settle
from pipeline.guide import CautionKind, Step, WriterKind
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, DraftAction, DraftCaution, StepRequest, Verdict, Written
from tests.conftest import further

LANGUAGES = (None, "en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh", "ar", "pt-BR", "xx")
HOSTILE = "<>!@#[]()*`&;|:/\\.,'\"“”„«»「」{}=+-_~^$% \n\t\u200b\u202e\ud800\U000e0041０１۳三"
texts = st.text(max_size=60) | st.text(alphabet=HOSTILE + "abcdot109", max_size=60)
ids = st.lists(st.integers(-3, 8) | st.integers(), max_size=4).map(tuple)
actions = st.builds(
    DraftAction, texts, ids, st.lists(texts | st.just("p1"), max_size=2).map(tuple), *[st.none() | texts] * 3
)
cautions = st.builds(DraftCaution, st.sampled_from(CautionKind), texts, ids, st.none() | st.integers())
drafts = st.builds(
    Draft,
    texts,
    st.lists(actions, max_size=4).map(tuple),
    st.none() | texts,
    st.lists(cautions, max_size=2).map(tuple),
)


@st.composite
def requests(draw: st.DrawFn) -> StepRequest:
    said = draw(st.lists(texts.map(str.strip).filter(bool), min_size=1, max_size=5))
    transcript = Transcript(
        "0" * 64, tuple(Utterance(n, t) for n, t in enumerate(said, 1)), language=draw(st.sampled_from(LANGUAGES))
    )
    options = GuideOptions(language=draw(st.sampled_from((None, "en", "de", "ja"))))
    own = draw(st.sets(st.integers(1, len(said)), min_size=1))
    passages = (Passage("p1", "r1", "", draw(texts)),) if draw(st.booleans()) else ()
    return StepRequest(PlannedStep(1, draw(texts), tuple(sorted(own))), (), transcript, options, passages)


class Echo:
    """A model that gives back each draft unchanged."""

    kind = WriterKind.MODEL

    def outline(self, transcript, options):
        raise NotImplementedError

    async def write(self, request: StepRequest) -> Written:
        raise NotImplementedError

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        return ()

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        return Written(draft)


@given(requests(), drafts)
def test_any_draft_becomes_a_step(request: StepRequest, draft: Draft):
    step = asyncio.run(ground(request, draft, Echo()))
    assert isinstance(step, Step)
    assert step.title
    assert len(step.actions) <= MOST_ACTIONS
    known = {f"u{n}" for n in range(1, len(request.transcript.utterances) + 1)} | {p.id for p in request.passages}
    for cited in [line.citations for line in step.actions] + [line.citations for line in step.cautions]:
        assert set(cited) <= known
    assert all(caution.before is None or 1 <= caution.before <= len(step.actions) + 1 for caution in step.cautions)
    for action in step.actions:
        "".join(filter(None, (action.instruction, action.code, action.expected, step.title, step.goal))).encode()
    assert settle(request, draft, WriterKind.MODEL) == settle(request, draft, WriterKind.MODEL)


SAID = """
    open the page click on Save now type git status press control s port 8443 wait thirty seconds go to example dot com
    edit /etc/hosts with Anna from Cloudflare set it to 2.5 percent three times at 10:30 my_file.txt --force API v1.2.3
    “New token” never without if you are on a Mac then $20 https://example.org/a?b=c
"""
words = st.sampled_from(SAID.split())
sentences = st.lists(words, min_size=3, max_size=14).map(" ".join)


@given(sentences)
@example("go to example dot com and set port 8443")
def test_what_was_said_is_never_flagged(said: str):
    transcript = Transcript("0" * 64, (Utterance(1, said),), language="en")
    request = StepRequest(PlannedStep(1, "Do it", (1,)), (), transcript, GuideOptions())
    step = settle(request, Draft("Do it", (DraftAction(said, (1,)),)), WriterKind.MODEL).step
    assert [(action.findings, action.citations) for action in step.actions] == [((), ("u1",))]


@given(
    st.integers(2, 10**6),
    st.integers(0, 5),
    st.integers(1, 9),
    st.sampled_from(
        ["Set the port to {} now.", "Wait {} seconds.", "Pay ${}.", "Take {}% of it.", "Use step {}.", "{} files"]
    ),
)
def test_an_altered_digit_is_always_flagged(number: int, place: int, change: int, line: str):
    digits = list(str(number))
    place %= len(digits)
    digits[place] = str((int(digits[place]) + change) % 10)
    altered = "".join(digits)
    assume(int(altered) > 1 and altered[0] != "0")
    transcript = Transcript("0" * 64, (Utterance(1, line.format(number)),), language="en")
    request = StepRequest(PlannedStep(1, "Do it", (1,)), (), transcript, GuideOptions())
    lines = Lines(Sources.of(request))
    text = line.format(altered)
    weighed = lines.weigh(text, ("u1",), text)
    assert weighed.findings or weighed.foreign
    same = line.format(number)
    assert not lines.weigh(same, ("u1",), same).findings


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "ab.", "1,", "<a ", "**a", "“a", "三", "not "),
        *further("a/", "[a](", "`", "@a.", "-a ", "dot com ", "&lt;", "A ", "если ", "if a, "),
    ],
)
def test_a_hostile_draft_takes_no_longer_than_a_moment(piece: str):
    said = (piece * 200)[:380]
    transcript = Transcript("0" * 64, tuple(Utterance(n, said.strip() or "a") for n in range(1, 6)), language="en")
    request = StepRequest(PlannedStep(1, "Do it", (1, 2, 3)), (), transcript, GuideOptions())
    long = piece * 20_000
    draft = Draft(long, tuple(DraftAction(long, (1, 2, 3), code=piece * 1000, expected=long) for _ in range(5)), long)
    began = time.process_time()
    settle(request, draft, WriterKind.MODEL)
    assert time.process_time() - began < 10  # most take half a second; what grows faster than the text would take hours
