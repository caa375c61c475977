"""What Slack shows: pure functions from state to Block Kit, within Slack's limits whatever they are given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import offer, outcome, progress, usage
from bot.messages.language import ENGLISH, words
from bot.messages.message import plain, section, shorten
from pipeline.guide import (
    Action,
    Confidence,
    Extract,
    Finding,
    FindingKind,
    Gap,
    Guide,
    LeftOut,
    Level,
    Making,
    MaskedSecret,
    Origin,
    Prerequisite,
    Reference,
    ReferenceStatus,
    Source,
    Step,
    Usage,
    WriterKind,
)
from pipeline.options import GuideOptions, SourcesForm, Tone
from tests.unit.shown_messages import texts

STEP = Step(1, "Click Save", (Action("Click Save.", ("u1",)),), Confidence(Level.HIGH, "1 of 1 cited"))
GUIDE = Guide(
    title="Set up the router",
    language="en",
    steps=(STEP,),
    sources=(),
    origin=Origin("0" * 64, "talk.vtt", "WebVTT", words=534, utterances=40),
    making=Making(WriterKind.EXTRACTIVE, "2026-01-01T00:00:00+00:00", 1.2, path="no model"),
)


def test_the_summary_says_what_was_made_and_what_to_check():
    finding = Finding(FindingKind.UNSUPPORTED, "“8443” isn't in what is cited")
    step = replace(STEP, actions=(Action("Type 8443.", ("u2",), findings=(finding,)),))
    usage_ = Usage(calls=9, input_tokens=12_000, output_tokens=3_000, cost=0.0123)
    guide = replace(
        GUIDE,
        steps=(STEP, replace(step, number=2, fallback="The language model couldn't be reached.")),
        making=replace(GUIDE.making, model="m-1", writer=WriterKind.MODEL, usage=usage_),
        references=(Reference("r1", "https://a.example/x", ReferenceStatus.FAILED, reason="it needs a login"),),
        sources=(Source("u2", "Type eighty four.", start=3.0),),
        recording="https://youtu.be/abc",
    )
    said = texts(outcome.summary_message(ENGLISH, guide, "j0b", 6.5, "https://x.slack.com/files/U1/F1/a.docx"))
    assert "<https://x.slack.com/files/U1/F1/a.docx|The Word document>" in said
    assert "2 steps with 2 instructions" in said
    assert "Made in 6.5 s" in said
    assert "*1 line to check*, marked with a comment in the document" in said
    assert "Step 2.1, <https://youtu.be/abc?t=3s|00:00:03>, “Type 8443.”: “8443” isn't in what is cited" in said
    assert "Check the lines below before you pass it on." in said
    assert "it needs a login" in said
    assert "Step 2 was written without the model. The language model couldn't be reached." in said
    assert "written by m-1" in said
    assert "tokens" not in said
    assert "$" not in said


def test_the_announcement_names_the_person_the_guide_its_steps_and_what_to_check():
    finding = Finding(FindingKind.UNSUPPORTED, "“8443” isn't in what is cited")
    step = replace(STEP, number=2, actions=(Action("Type 8443.", ("u2",), findings=(finding,)),))
    link = "https://x.slack.com/files/U1/F1/a.docx"

    plain_one = outcome.announcement_message(ENGLISH, GUIDE, "U1")
    to_check = outcome.announcement_message(ENGLISH, replace(GUIDE, title="<b> & co", steps=(STEP, step)), "U1", link)
    to_fill = outcome.announcement_message(ENGLISH, replace(GUIDE, steps=(replace(STEP, missing=(Gap("who"),)),)), "U1")

    ready = "<@U1>, your guide is ready: “Set up the router”, 1 step."
    assert plain_one.text == texts(plain_one) == ready, "the summary beside it says to read it"
    assert f"<{link}|&lt;b&gt; &amp; co>, 2 steps.\n1 line to check before you pass it on." in texts(to_check)
    assert f"{ready}\n1 point to fill in before you pass it on: the recording doesn't say." in texts(to_fill)


def test_only_the_announcement_mentions_the_person():
    assert "<@" not in texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0))


def test_the_summary_calls_and_counts_the_steps_of_a_choice_as_the_document_does():
    finding = Finding(FindingKind.UNSUPPORTED, "“8443” isn't in what is cited")
    action = Action("Send them:\n- 8443\n- 80", ("u2",), findings=(finding,))
    low = Confidence(Level.LOW, "1 line to check")
    steps = (
        STEP,
        replace(STEP, number=2, way="SSH"),
        replace(STEP, number=3, way="Web", actions=(action,), confidence=low, fallback="It broke."),
        replace(STEP, number=4),
    )
    by_model = replace(GUIDE, steps=steps, making=replace(GUIDE.making, writer=WriterKind.MODEL))
    said = texts(outcome.summary_message(ENGLISH, by_model, "j0b", 1.0))

    assert "3 steps with 4 instructions" in said
    assert "*Confidence*\n•  Step B1: low (1 line to check)" in said
    assert "high" not in said
    assert "Step B1.1, “Send them: 8443, 80”: “8443” isn't in what is cited" in said
    assert "Step B1 was written without the model. It broke." in said


def test_a_summary_without_a_model_says_so():
    assert "no language model was used" in texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0))


def test_without_a_model_the_confidence_is_said_once_and_only_the_lowest_steps_are_named():
    medium = Confidence(Level.MEDIUM, "1 of 1 instruction backed by a source; written without a language model")
    low = Confidence(Level.LOW, "1 line to check")
    steps = (replace(STEP, confidence=medium), replace(STEP, number=2, confidence=low))

    said = texts(outcome.summary_message(ENGLISH, replace(GUIDE, steps=steps), "j0b", 1.0))
    good = texts(outcome.summary_message(ENGLISH, replace(GUIDE, steps=steps[:1]), "j0b", 1.0))

    assert f"{outcome.ALL_MEDIUM}\n•  Step 2: low (1 line to check)" in said
    assert "Step 1:" not in said
    assert f"{outcome.ALL_MEDIUM}\n" in good
    assert "Step 1:" not in good


def test_a_title_in_quotation_marks_is_quoted_once():
    quoted = replace(GUIDE, title="“How was your weekend?”")

    assert "“‘How was your weekend?’” is ready" in outcome.summary_message(ENGLISH, quoted, "j0b", 1.0).text
    assert ": “‘How was your weekend?’”, " in outcome.announcement_message(ENGLISH, quoted, "U1").text


def test_where_all_steps_are_low_the_level_above_them_is_right_and_one_reason_is_said_once():
    why = "1 of 1 instruction backed by a source; written without a language model"
    low = tuple(replace(step, confidence=Confidence(Level.LOW, why)) for step in GUIDE.steps)
    by_rules = replace(GUIDE, steps=low, making=replace(GUIDE.making, writer=WriterKind.EXTRACTIVE))

    said = texts(outcome.summary_message(ENGLISH, by_rules, "j0b", 1.0))

    assert "medium at most" not in said
    assert f"*Confidence*: low ({why})" in said
    assert said.count("written without a language model") == 1


def test_a_summary_says_which_secrets_are_shown_and_that_times_do_not_open_the_recording():
    shown = replace(GUIDE.origin, kept_secrets=(MaskedSecret("<pin>", 9.0),))
    sources = (Source("u1", "Open it.", start=9.0),)
    guide = replace(GUIDE, origin=shown, recording="https://zoom.us/rec/share/abc", sources=sources)

    english = texts(outcome.summary_message(ENGLISH, guide, "j0b", 1.0))
    german = texts(outcome.summary_message(words("de"), guide, "j0b", 1.0))

    assert "Secrets said aloud, not masked: PIN (0:09)" in english
    assert "The times don’t open the recording" in english
    assert "Laut gesagte Geheimnisse, nicht verdeckt: PIN (0:09)" in german
    assert "Die Zeitangaben öffnen die Aufzeichnung nicht" in german
    assert "not masked" not in texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0))


def test_a_summary_says_what_is_masked_and_how_to_see_it():
    shown = replace(GUIDE, prerequisites=(Prerequisite("You need the PIN <pin> and the key <key>."),))
    one = replace(shown, origin=replace(GUIDE.origin, secrets=(MaskedSecret("<pin>", 9.0),)))
    two = replace(shown, origin=replace(GUIDE.origin, secrets=(MaskedSecret("<pin>"), MaskedSecret("<key>"))))

    said = texts(outcome.summary_message(ENGLISH, one, "j0b", 1.0))
    assert "1 secret said aloud is masked. To show what was said, mention me in this thread" in said
    assert "with `@Script2Doc secrets=keep`." in said
    assert "2 secrets said aloud are masked." in texts(outcome.summary_message(ENGLISH, two, "j0b", 1.0))
    assert "masked" not in texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0))
    # As many as the document lists, also where the sentence with one isn't in the guide.
    partly = replace(two, prerequisites=(Prerequisite("You need the PIN <pin>."),))
    assert "2 secrets said aloud are masked." in texts(outcome.summary_message(ENGLISH, partly, "j0b", 1.0))
    # Where none of these sentences is in it, nothing would be shown.
    left_out = replace(one, prerequisites=())
    assert "masked" not in texts(outcome.summary_message(ENGLISH, left_out, "j0b", 1.0))


def test_a_summary_of_an_extract_says_so_and_what_makes_a_fuller_guide():
    extract = replace(GUIDE, extract=Extract(3, 12), making=replace(GUIDE.making, model_set_up=False))

    said = texts(outcome.summary_message(ENGLISH, extract, "j0b", 1.0))

    assert "understood fewer than half of the recording’s sentences: 3 of 12. For a fuller guide, whoever runs" in said
    assert ": 1 step with 1 instruction." in said
    quotes = replace(extract, extract=Extract(0, 12, quotes=True))
    assert ": 1 step with 1 quote." in texts(outcome.summary_message(ENGLISH, quotes, "j0b", 1.0))
    assert "only an extract" not in texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0))


def test_a_guide_that_is_nothing_but_a_choice_is_counted_in_ways():
    ways = tuple(replace(STEP, number=n, way=f"Way {n}") for n in (1, 2, 3))
    guide = replace(GUIDE, steps=ways)

    summary = outcome.summary_message(ENGLISH, guide, "j0b", 1.0, options=GuideOptions(steps=8))
    assert f": 3 ways with {3 * len(STEP.actions)} instructions." in texts(summary)
    assert summary.text.endswith("is ready: 3 ways.")
    assert "doesn't have that many" not in texts(summary)
    assert ", 3 ways." in texts(outcome.announcement_message(words("en"), guide, "U1"))
    assert "3 Wege mit" in texts(outcome.summary_message(words("de"), guide, "j0b", 1.0))


def test_a_summary_says_what_there_is_no_room_for():
    said = texts(outcome.summary_message(ENGLISH, replace(GUIDE, left_out=LeftOut(1640, 2000)), "j0b", 1.0))

    assert "Left out: 1,640 of 2,000." in said
    assert "Left out" not in texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0))


def test_a_summary_of_the_longest_lines_is_one_that_slack_takes():
    finding = Finding(FindingKind.UNSUPPORTED, "&" * 500)
    actions = tuple(Action("<" * 300, ("u2",), findings=(finding,)) for _ in range(12))
    pages = tuple(
        Reference(f"r{n}", f"https://a.example/{'&' * 300}{n}", ReferenceStatus.FAILED, reason="&" * 300)
        for n in range(10)
    )
    low = Confidence(Level.LOW, "&" * 300)
    steps = tuple(replace(STEP, number=n, actions=actions, confidence=low) for n in range(1, 9))
    message = outcome.summary_message(ENGLISH, replace(GUIDE, steps=steps, references=pages), "j0b", 1.0)

    sections = [block.to_dict()["text"]["text"] for block in message.blocks if block.type == "section"]
    assert all(len(text) <= 3000 for text in sections)
    assert "… and 91 more" in "\n".join(sections)
    assert len(message.blocks) <= 50


def test_a_long_section_is_shown_whole_and_a_short_one_is_left_alone():
    assert section("Short.").to_dict().get("expand") is None
    assert section("\n".join("abcdefg")).to_dict()["expand"] is True
    assert section("a" * 700).to_dict()["expand"] is True


@pytest.mark.parametrize(
    ("gaps", "told"), [(0, "Read it once"), (2, "fill in what the recording doesn't say: 2 points")]
)
def test_the_summary_says_what_to_do_next(gaps: int, told: str):
    step = replace(STEP, missing=tuple(Gap(f"who does thing {n}") for n in range(gaps)))
    assert told in texts(outcome.summary_message(ENGLISH, replace(GUIDE, steps=(step,)), "j0b", 1.0))


def test_guides_of_one_name_are_told_apart_by_what_was_asked_for():
    at = 1_700_000_000.0
    asked = [GuideOptions(), GuideOptions(steps=3, language="de"), GuideOptions(title="Set up <it>")]
    lines = [usage.JobLine(f"j0b{n}", "a.vtt", "done", at, options=each) for n, each in enumerate(asked)]
    lines.append(usage.JobLine("j0b9", "b.vtt", "done", at, options=asked[1]))
    first, second, third, other = usage.job_lines(ENGLISH, lines)
    assert " a.vtt  ·  done" in first
    assert " a.vtt  ·  German, 3 steps  ·  done" in second
    assert " a.vtt  ·  “Set up &lt;it&gt;”  ·  done" in third
    assert " b.vtt  ·  done" in other


@pytest.mark.parametrize("made", [True, False])
def test_a_repeat_leads_to_the_earlier_guide_as_far_as_slack_gives_a_link(made: bool):
    linked = texts(outcome.repeat_message(ENGLISH, "a.vtt", "https://x.slack.com/a", "j0b", made=made))
    bare = texts(outcome.repeat_message(ENGLISH, "a.vtt", None, "j0b", made=made))
    assert "with these options. <https://x.slack.com/a|Open its thread>" in linked
    assert "with these options." in bare
    assert "<" not in bare


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (False, "I'm already making a guide from first.srt with these options. The guide will be in this thread."),
        (True, "There's already a guide from first.srt in this thread."),
    ],
)
def test_a_repeat_in_the_same_thread_names_the_file_that_is_made_and_links_to_nowhere(made: bool, told: str):
    link = "https://x.slack.com/a"
    message = outcome.repeat_message(ENGLISH, "copy.srt", link, "j0b", made=made, earlier="first.srt", here=True)
    assert message.text == f"copy.srt is the same file as first.srt. {told}"


def test_a_form_that_is_there_is_named_as_far_as_slack_gives_a_link():
    link = "https://x.slack.com/files/U1/F1/a.pdf"
    assert (
        outcome.already_there(ENGLISH, "PDF", "a.pdf", link)
        == f"The PDF file is already in this thread: <{link}|a.pdf>."
    )
    assert outcome.already_there(ENGLISH, "PDF", "a.pdf", None) == "The PDF file is already in this thread: a.pdf."


def test_every_message_passes_the_sdks_own_validation():
    messages = [
        outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0),
        outcome.announcement_message(ENGLISH, GUIDE, "U1"),
        outcome.failure_message(ENGLISH, "a.vtt", "Why.", "j0b"),
        outcome.failure_message(ENGLISH, "a.vtt", "Why.", "j0b", anyway=True),
        outcome.failure_message(ENGLISH, "a.vtt", "Why.", "j0b", again=False),
        outcome.cancelled_message(ENGLISH, "a.vtt", "U1", "j0b"),
        outcome.repeat_message(ENGLISH, "a.vtt", "https://x.slack.com/a", "j0b", made=True),
        outcome.repeat_message(ENGLISH, "a.vtt", None, "j0b", made=False),
        offer.offer_message(ENGLISH, "a.txt", "It has no times.", "j0b"),
        outcome.parent_message(ENGLISH, "a.vtt", "U1"),
        usage.help_message(ENGLISH, model=True),
        usage.help_message(ENGLISH, model=False),
        usage.jobs_message(ENGLISH, [usage.JobLine("j0b", "a.vtt", "done", 1_700_000_000)]),
        usage.jobs_message(ENGLISH, []),
    ]
    for message in messages:
        assert message.text
        for block in message.blocks:
            block.validate_json()


def test_each_guide_in_the_list_links_to_its_thread_where_there_is_one():
    link = "https://x.slack.com/archives/C1/p2"
    lines = [
        usage.JobLine("j0b2", "<b>.vtt", "done", 1_700_000_000, link),
        usage.JobLine("j0b1", "a.vtt", "queued", 1_700_000_000),
    ]

    said = texts(usage.jobs_message(ENGLISH, lines))

    when = "<!date^1700000000^{date_short_pretty} at {time}|2023-11-14 at 22:13 UTC>"
    assert f"•  `j0b2`  <{link}|&lt;b&gt;.vtt>  ·  done  ·  {when}" in said
    assert f"•  `j0b1`  a.vtt  ·  queued  ·  {when}" in said


def test_help_names_only_what_works_without_a_model():
    without, complete = texts(usage.help_message(ENGLISH, model=False)), texts(usage.help_message(ENGLISH, model=True))
    for word in ("tone=", "language=", "url=", "glossary=", "writer="):
        assert word not in without
        assert word in complete
    for word in ("title=", "audience=", "steps=", "recording=", "paper=", "sources=", "references`"):
        assert word in without
        assert word in complete


def test_reference_pages_of_which_the_same_is_said_share_a_line():
    pages = tuple(
        Reference(f"r{n}", f"https://a.example/{n}", ReferenceStatus.UNUSED, reason="Not used.") for n in (1, 2)
    )
    said = texts(outcome.summary_message(ENGLISH, replace(GUIDE, references=pages), "j0b", 1.0))
    assert said.count("Not used.") == 1
    assert "<https://a.example/1|https://a.example/1>, <https://a.example/2|https://a.example/2>: Not used." in said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.44, "0.4 s"), (9.96, "10.0 s"), (12, "12 s"), (65, "1 min 5 s"), (120, "2 min"), (7384, "2 h 3 min")],
)
def test_durations_are_said_as_people_say_them(seconds: float, said: str):
    assert ENGLISH.duration(seconds) == said


def test_shortened_text_ends_at_a_word():
    assert shorten("Open the settings page", 15) == "Open the…"


def test_a_summary_says_what_was_asked_for_so_that_guides_of_one_thread_can_be_told_apart():
    asked = GuideOptions(audience="new <hires>", tone=Tone.FORMAL, language="de", steps=8, sources=SourcesForm.SHORT)

    by_model = replace(GUIDE, language="de", making=replace(GUIDE.making, writer=WriterKind.MODEL))
    said = texts(outcome.summary_message(ENGLISH, by_model, "j0b", 1.0, options=asked))

    assert "Options: for new &lt;hires&gt;, formal tone, German, 8 steps, sources: times only" in said
    assert "Options" not in texts(
        outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0, options=GuideOptions(title="Mine"))
    )


def test_a_summary_names_no_option_that_had_no_effect():
    asked = GuideOptions(
        audience="waiters",
        tone=Tone.FRIENDLY,
        language="fr",
        steps=1,
        urls=("https://a.example",),
        sources=SourcesForm.SHORT,
    )
    untimed = replace(GUIDE, sources=(Source("u1", "Click Save."),))
    shown = texts(outcome.summary_message(ENGLISH, untimed, "j0b", 1.0, options=asked))
    in_english = texts(outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0, options=asked.but(language="en")))

    assert "Options: for waiters, 1 step" in shown.splitlines()
    assert "Options: for waiters, English, 1 step, sources: times only" in in_english.splitlines()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (GuideOptions(steps=8), "8 steps  ·  You asked for 8 steps, but the recording doesn't have that many."),
        (GuideOptions(min_steps=5, max_steps=9), "You asked for 5-9 steps, but the recording doesn't have that many."),
        (GuideOptions(steps=1), "1 step  ·  You asked for 1 step, but the recording has more."),
        (GuideOptions(steps=2), None),
        (GuideOptions(min_steps=2, max_steps=4), None),
        (GuideOptions(), None),
    ],
)
def test_a_summary_says_where_a_guide_has_other_than_the_steps_that_were_asked_for(
    asked: GuideOptions, said: str | None
):
    two = replace(GUIDE, steps=tuple(replace(GUIDE.steps[0], number=number) for number in (1, 2)))

    shown = texts(outcome.summary_message(ENGLISH, two, "j0b", 1.0, options=asked))

    assert said is None or said in shown
    assert ("You asked for" in shown) == bool(said)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\x07", "\x9b"])
def test_a_files_name_is_shown_without_what_hides_or_turns_it_round(hidden: str):
    name = f"invoice{hidden}gpj.vtt"
    shown = [
        outcome.failure_message(ENGLISH, name, "Why.", "j0b"),
        outcome.summary_message(ENGLISH, GUIDE, "j0b", 1.0, source=name),
        offer.offer_message(ENGLISH, name, "It has no times.", "j0b"),
        outcome.parent_message(ENGLISH, name, "U1"),
        progress.progress_message(ENGLISH, progress.JobView("j0b", name)),
        usage.jobs_message(ENGLISH, [usage.JobLine("j0b", name, "done", 1_700_000_000)]),
    ]
    for message in shown:
        said = message.text + texts(message)
        assert "invoicegpj.vtt" in said
        assert hidden not in said


def test_joiners_that_scripts_and_emoji_need_are_kept():
    assert plain("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻"


@given(st.text())
def test_plain_text_holds_no_control_characters_of_mrkdwn(text: str):
    assert "<" not in plain(text)
    assert ">" not in plain(text)
