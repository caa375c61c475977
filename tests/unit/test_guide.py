"""The guide as a value: it comes back from JSON unchanged, and adds up what it cost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import GuideUnreadable
from pipeline.guide import (
    VERSION,
    Action,
    Caution,
    Confidence,
    Finding,
    FindingKind,
    Guide,
    Level,
    Making,
    Origin,
    Prerequisite,
    Reference,
    ReferenceStatus,
    Source,
    Step,
    Usage,
    WriterKind,
)


def guides() -> st.SearchStrategy[Guide]:
    """Guides with anything in them that the types allow."""
    for kind in (Usage, Source):
        st.register_type_strategy(kind, st.builds(kind))
    numbers = st.floats(0, 1e6, allow_nan=False)
    seconds = st.none() | numbers
    texts, ids = st.text(max_size=30), st.lists(st.sampled_from(["u1", "u2", "p1"]), max_size=3).map(tuple)
    findings = st.lists(st.builds(Finding, st.sampled_from(FindingKind), texts), max_size=2).map(tuple)
    actions = st.builds(Action, texts, ids, st.none() | texts, st.none() | texts, findings)
    cautions = st.builds(Caution, text=texts, citations=ids, before=st.none() | st.integers(1, 9), findings=findings)
    steps = st.builds(
        Step,
        number=st.integers(1, 40),
        title=texts,
        actions=st.lists(actions, max_size=3).map(tuple),
        confidence=st.builds(Confidence, st.sampled_from(Level), texts),
        cautions=st.lists(cautions, max_size=2).map(tuple),
    )
    sources = st.builds(Source, id=texts, quote=texts, start=seconds, end=seconds)
    origins = st.builds(Origin, duration=seconds, speakers=st.lists(texts, max_size=2).map(tuple))
    usages = st.builds(Usage, cost=seconds, calls=st.integers(0, 99))
    return st.builds(
        Guide,
        steps=st.lists(steps, max_size=3).map(tuple),
        sources=st.lists(sources, max_size=3).map(tuple),
        origin=origins,
        making=st.builds(Making, seconds=numbers, usage=usages),
        prerequisites=st.lists(st.builds(Prerequisite, texts, ids), max_size=2).map(tuple),
        references=st.lists(st.builds(Reference), max_size=2).map(tuple),
    )


@given(guides())
def test_a_guide_comes_back_from_json_as_it_was(guide: Guide):
    assert Guide.from_json(guide.to_json()) == guide


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"version": 1}', b'{"version": 1, "guide": {"title": 5}}'])
def test_what_is_no_guide_is_refused(data: bytes):
    with pytest.raises(GuideUnreadable):
        Guide.from_json(data)


@given(guides())
def test_a_guide_of_a_later_version_is_refused(guide: Guide):
    later = re.sub(rb'("version": ?)\d+', b"\\g<1>%d" % (VERSION + 1), guide.to_json(), count=1)
    with pytest.raises(GuideUnreadable):
        Guide.from_json(later)


def test_usage_adds_up_and_knows_when_a_price_is_missing():
    one = Usage(calls=1, input_tokens=10, cached_tokens=4, output_tokens=5, cost=0.5)
    assert one + one == Usage(2, 20, 8, 10, 1.0)
    assert (one + Usage(calls=1, input_tokens=1)).cost is None
    assert (Usage() + one).cost == 0.5
    assert (one + Usage(estimated=True)).estimated


def test_what_is_to_be_checked_is_found_in_actions_and_cautions():
    wrong = Finding(FindingKind.UNSUPPORTED, "“8443” isn't there")
    step = Step(
        2,
        "Open the port",
        (Action("Open 443."), Action("Open 8443.", findings=(wrong,))),
        Confidence(Level.LOW, "1 of 2"),
        cautions=(Caution(text="Never open 22.", kind="warning", findings=(wrong,)),),  # type: ignore[arg-type]
    )
    origin, making = Origin("0", "a.vtt", "WebVTT", 1, 1), Making(WriterKind.MODEL, "2026-01-01", 1.0)
    guide = Guide("T", "en", (step,), (Source("u1", "said"),), origin, making)
    assert guide.to_check == ((2, 2, wrong), (2, 0, wrong))
    assert guide.source("u1").quote == "said"
    with pytest.raises(KeyError):
        guide.source("u2")
    assert replace(guide, steps=(replace(step, fallback="busy"),)).without_model == (2,)
    assert Reference("r1", "https://a.example", ReferenceStatus.LATE).status == "late"
