"""Citation marks: what they say, where they lead, and what leads back."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import docx
import pytest

from pipeline.guide import Action, Guide, Source, Step
from pipeline.render.disclosures import disclosures
from pipeline.render.docx import render_docx
from pipeline.render.guide_phrases import short_place_name
from pipeline.render.layout import labels
from pipeline.render.localization import words
from pipeline.render.markdown import render_markdown
from pipeline.render.marks import MOST_MARKS, Marks, Place, at_second, clock, web_address
from pipeline.transcript import Timing
from tests.fixtures.guides.cloudflare import GUIDE


def test_a_mark_is_the_time_where_there_is_one_and_a_number_elsewhere():
    marks = Marks(GUIDE)

    assert marks["u11"].label == "00:00:51"
    assert marks["p2"].label == "1"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "00:00:00"), (195.99, "00:03:15"), (3 * 3600 + 7, "03:00:07"), (360_000, "100:00:00")]
)
def test_a_time_never_comes_after_the_words(seconds: float, shown: str):
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("language", "timing", "label"),
    [
        ("en", Timing.AT, "00:12:40"),
        ("en", Timing.ABOUT, "about 00:12:40"),
        ("en", Timing.FROM, "from 00:12:40"),
        ("de", Timing.ABOUT, "ca. 00:12:40"),
        ("ja", Timing.FROM, "00:12:40 以降"),
        ("ar", Timing.ABOUT, "نحو \u200e00:12:40\u200e\u200f"),
    ],
)
def test_a_time_that_isnt_exact_says_so(language: str, timing: Timing, label: str):
    guide = replace(GUIDE, sources=(Source("u1", "Words.", start=760.4, timing=timing),))

    assert Marks(guide, words(language))["u1"].label == label


@pytest.mark.parametrize(("timing", "shown"), [(Timing.ABOUT, "[about 0:51]"), (Timing.FROM, "[from 0:51]")])
def test_a_document_shows_how_well_a_time_is_known(timing: Timing, shown: str):
    guide = replace(GUIDE, sources=tuple(replace(source, timing=timing) for source in GUIDE.sources))

    assert f"Copy your account ID {shown}" in render_markdown(guide)
    document = docx.Document(io.BytesIO(render_docx(guide)))
    assert shown.replace("0:51", "00:00:51") in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert Guide.from_json(guide.to_json()) == guide


def test_at_most_three_marks_are_shown_and_none_twice():
    twins = tuple(Source(f"u{n}", "Words.", start=1.0 + n / 10) for n in range(3))
    later = tuple(Source(f"u{n}", "Words.", start=60.0 * n) for n in range(3, 8))
    marks = Marks(replace(GUIDE, sources=twins + later))

    shown = marks.shown(["u0", "u1", "u2", "u3", "u4", "u5", "unknown"])

    assert [mark.label for mark in shown] == ["00:00:01", "00:03:00", "00:04:00"]
    assert len(shown) == MOST_MARKS


def test_a_source_knows_the_lines_that_rest_on_it():
    places = Marks(GUIDE).places("u18")

    assert places == (Place(2), Place(2, 3))
    assert [short_place_name(labels(GUIDE), place) for place in places] == ["2", "2.3"]


def test_a_citation_of_a_source_that_is_not_there_is_passed_over():
    step = replace(GUIDE.steps[0], actions=(Action("Do it.", ("u404",)),))

    assert Marks(replace(GUIDE, steps=(step,))).shown(["u404"]) == ()


@pytest.mark.parametrize(
    ("recording", "opens"),
    [
        ("https://www.youtube.com/watch?v=abc&t=3s", "https://www.youtube.com/watch?v=abc&t=195s"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=195s"),
        ("https://vimeo.com/123456", "https://vimeo.com/123456#t=195s"),
        ("https://www.loom.com/share/abc?sid=1", "https://www.loom.com/share/abc?sid=1&t=195"),
        ("https://drive.google.com/file/d/abc/view", "https://drive.google.com/file/d/abc/view?t=195s"),
        ("https://web.microsoftstream.com/video/abc", "https://web.microsoftstream.com/video/abc?st=195"),
        ("https://media.example.com/talk.mp4", "https://media.example.com/talk.mp4#t=195"),
        ("https://intranet.example.com/r/7", "https://intranet.example.com/r/7"),
        ("https://notyoutube.com/watch?v=abc", "https://notyoutube.com/watch?v=abc"),
    ],
)
def test_a_recording_opens_at_the_second_where_its_service_is_known(recording: str, opens: str):
    assert at_second(recording, 195.9) == opens


@pytest.mark.parametrize(
    ("recording", "opened"),
    [("https://youtu.be/abc", True), ("https://a.example/talk.mp4", True), ("https://zoom.us/rec/share/abc", False)],
)
def test_where_times_cannot_open_the_recording_they_are_no_links_to_it_and_that_is_said(recording: str, opened: bool):
    guide = replace(GUIDE, recording=recording)
    told = disclosures(words("en"), guide)
    page = render_markdown(guide)

    assert any(mark.url for mark in (Marks(guide)[source.id] for source in guide.sources)) is opened
    assert f"<{recording}>" in page, "the recording itself is linked"
    assert bool(told) is not opened
    if not opened:
        assert "It can on these sites: YouTube, Vimeo, Loom" in told[0]
        assert told[0] in page
    assert disclosures(words("en"), replace(guide, recording=None)) == ()


def test_a_recording_on_sharepoint_opens_at_the_second():
    page = "https://contoso.sharepoint.com/sites/x/_layouts/15/stream.aspx?id=%2Fa%2Eb%20c%2Emp4"

    query = parse_qs(urlsplit(at_second(page, 62)).query)

    assert query["id"] == ["/a.b c.mp4"]
    assert json.loads(base64.urlsafe_b64decode(query["nav"][0])) == {"playbackOptions": {"startTimeInSeconds": 62}}


@pytest.mark.parametrize(
    "url", [None, "javascript:alert(1)", "file:///etc/passwd", "https://", "http://[::1", "https://a b.example", "x"]
)
def test_a_document_links_to_web_addresses_only(url: str | None):
    assert web_address(url) is None


@pytest.mark.parametrize(
    ("first", "begins"), [(100.0, 100.0), (190.0, 190.0), (280.0, 280.0), (5000.0, 400.0), (1.0, 400.0)]
)
def test_a_step_begins_where_its_first_action_was_told_unless_that_is_far_off(first: float, begins: float):
    times = {"u1": first, "u2": 400.0, "u3": 410.0, "u4": 420.0}
    actions = tuple(Action(f"Do {name}.", (name,)) for name in times)
    other = Step(2, "Other", (Action("Log in.", ("u1",)),), GUIDE.steps[0].confidence)
    guide = replace(
        GUIDE,
        steps=(replace(GUIDE.steps[0], actions=actions, cautions=()), other),
        sources=tuple(Source(name, "x", start=start) for name, start in times.items()),
        prerequisites=(),
    )

    mark = Marks(guide).beginning(guide.steps[0])

    assert mark is not None
    assert mark.source.start == begins


def test_a_step_does_not_begin_where_something_is_said_of_all_the_ways():
    times = {"u1": 100.0, "u2": 300.0, "u3": 310.0}
    actions = (Action("Write the call.", ("u1", "u2")), Action("Add the key.", ("u3",)))
    others = tuple(Step(n, "Other", (Action("Call it.", ("u1",)),), GUIDE.steps[0].confidence) for n in (2, 3))
    guide = replace(
        GUIDE,
        steps=(replace(GUIDE.steps[0], actions=actions, cautions=()), *others),
        sources=tuple(Source(name, "x", start=start) for name, start in times.items()),
        prerequisites=(),
    )

    def begins(*steps: Step) -> float | None:
        mark = Marks(replace(guide, steps=steps)).beginning(steps[0])
        return mark.source.start if mark else None

    assert begins(*guide.steps) == 300.0
    assert begins(*guide.steps[:2]) == 100.0, "one other step may go on with it"
    one, other = (replace(step, way=way) for step, way in zip(guide.steps, ("By call", "By mail"), strict=False))
    assert begins(one, other) == 300.0, "what is told of another way isn't where this one begins"
    assert begins(one, replace(other, way="By call")) == 100.0
