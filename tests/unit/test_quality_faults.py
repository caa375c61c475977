"""Faults planted in a good guide: each must lower the number that is there for it, and leave the others alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.guide import (
    Action,
    Caution,
    CautionKind,
    Confidence,
    Finding,
    FindingKind,
    Guide,
    Level,
    Making,
    Origin,
    Source,
    Step,
    WriterKind,
)
from pipeline.transcript import Transcript, Utterance
from tests.quality import (
    Gold,
    Label,
    Labels,
    citations,
    coverage,
    facts,
    measure,
    noise,
    polarity,
    verbatim,
)

SAID = (
    "Hello everyone and welcome to this video.",
    "First, open the router page at 192.168.0.1 in your browser.",
    "Then click on Advanced and select Port Forwarding.",
    "Enter port eighty eighty in the External Port field.",
    "Don't delete the default rule.",
    "If you use a VPN, restart the router.",
    "After that, run ping minus c 3 example dot com in the terminal.",
    "Make sure you save the settings.",
    "Thanks for watching.",
)
SURE = Confidence(Level.HIGH, "all actions are cited")
GOLD = Path(__file__).parents[1] / "fixtures" / "quality"

TRANSCRIPT = Transcript(
    id="0" * 64,
    utterances=tuple(Utterance(n, text, start=5.0 * n - 4, end=5.0 * n - 1) for n, text in enumerate(SAID, 1)),
    title="Router",
    language="en",
)


def source(number: int) -> Source:
    said = TRANSCRIPT[number]
    return Source(f"u{number}", said.text, start=said.start, end=said.end)


GUIDE = Guide(
    title="Forward a port",
    language="en",
    steps=(
        Step(
            1,
            "Open the external port",
            (
                Action("Open the router page at 192.168.0.1.", ("u2",)),
                Action("Click Advanced.", ("u3",)),
                Action("Select Port Forwarding.", ("u3",)),
                Action("Enter port 8080 in the External Port field.", ("u4",)),
            ),
            SURE,
            cautions=(Caution(CautionKind.WARNING, "Don't delete the default rule.", ("u5",)),),
        ),
        Step(
            2,
            "Save the settings",
            (
                Action("If you use a VPN, restart the router.", ("u6",)),
                Action("Run the command in the terminal.", ("u7",), code="ping -c 3 example.com"),
                Action("Save the settings.", ("u8",)),
            ),
            SURE,
        ),
    ),
    sources=tuple(source(n) for n in range(2, 9)),
    origin=Origin(TRANSCRIPT.id, "router.vtt", "WebVTT", TRANSCRIPT.words, len(SAID)),
    making=Making(WriterKind.EXTRACTIVE, "2026-01-01T00:00:00+00:00", 0.1, "no model"),
)


def with_action(step: int, number: int, **changes: object) -> Guide:
    """The guide with one action changed; numbers from 1."""
    old = GUIDE.steps[step - 1]
    actions = list(old.actions)
    actions[number - 1] = replace(actions[number - 1], **changes)  # type: ignore[arg-type]
    return with_step(step, actions=tuple(actions))


def with_step(step: int, **changes: object) -> Guide:
    steps = list(GUIDE.steps)
    steps[step - 1] = replace(steps[step - 1], **changes)  # type: ignore[arg-type]
    return replace(GUIDE, steps=tuple(steps))


def changed(guide: Guide, gold: Gold | None = None) -> set[str]:
    """The names of the rows whose value isn't that of the good guide."""
    good, bad = measure(GUIDE, TRANSCRIPT, gold), measure(guide, TRANSCRIPT, gold)
    return {row.name for row in good.rows if bad[row.name].value != row.value}


def test_a_good_guide_keeps_every_bound() -> None:
    report = measure(GUIDE, TRANSCRIPT)

    assert report.missed == ()
    assert {row.name: row.value for row in report.rows if row.bound} == {
        "cited actions": 1,
        "invalid citations": 0,
        "verbatim": 1,
        "unsupported certain facts": 0,
        "polarity flips": 0,
        "coverage": 1,
        "noise": 0,
        "form": 1,
        "titles": 1,
        "filler sentences": 0,
    }


class TestCitations:
    def test_an_uncited_action(self) -> None:
        found = citations(with_action(2, 3, citations=()), TRANSCRIPT)

        assert (found.cited, found.actions) == (6, 7)
        assert found.uncited == ("2.3 Save the settings.",)

    def test_a_citation_that_leads_nowhere(self) -> None:
        assert citations(with_action(2, 3, citations=("u8", "u99")), TRANSCRIPT).invalid == (
            "2.3 cites u99, which the guide doesn't have",
        )

    def test_a_source_that_the_transcript_doesnt_have(self) -> None:
        guide = replace(GUIDE, sources=(*GUIDE.sources, Source("u99", "Buy more.")))

        assert citations(guide, TRANSCRIPT).invalid == ("u99 isn't in the transcript",)
        assert verbatim(guide, TRANSCRIPT).false == ("u99 “Buy more.”",)

    def test_a_wrong_time(self) -> None:
        wrong = replace(source(2), start=66.0)
        guide = replace(GUIDE, sources=(wrong, *GUIDE.sources[1:]))

        assert len(citations(guide, TRANSCRIPT).invalid) == 1

    def test_sources_out_of_order(self) -> None:
        guide = replace(GUIDE, sources=(*GUIDE.sources[1:], GUIDE.sources[0]))

        assert citations(guide, TRANSCRIPT).invalid == ("source u2 stands after u8",)

    def test_actions_against_the_order_of_saying(self) -> None:
        backwards = with_step(1, actions=GUIDE.steps[0].actions[::-1])

        assert len(citations(backwards, TRANSCRIPT).backwards) == 2


class TestVerbatim:
    @pytest.mark.parametrize(
        "quote",
        [
            "Enter port eighty eighty in the external port field.",  # a letter
            "Enter port 8080 in the External Port field.",
            "Enter port eighty eighty … External Port field.",
            "",
        ],
    )
    def test_a_false_quote(self, quote: str) -> None:
        sources = tuple(replace(s, quote=quote) if s.id == "u4" else s for s in GUIDE.sources)
        guide = replace(GUIDE, sources=sources)

        assert verbatim(guide, TRANSCRIPT).false == (f"u4 “{quote}”",)
        assert changed(guide) == {"verbatim"}

    def test_a_part_of_what_was_said_is_verbatim(self) -> None:
        sources = tuple(replace(s, quote="the External Port field") if s.id == "u4" else s for s in GUIDE.sources)

        assert verbatim(replace(GUIDE, sources=sources), TRANSCRIPT).false == ()


class TestFacts:
    @pytest.mark.parametrize(
        ("changes", "kind", "fact"),
        [
            ({"instruction": "Enter port 8081 in the External Port field."}, "number", "8081"),
            ({"instruction": "Enter port 80808 in the External Port field."}, "number", "80808"),
            ({"instruction": "Enter port 8080 in the External Port field of https://evil.example."}, "link",
             "https://evil.example"),
            ({"instruction": "Enter port 8080 in the External Port field, as admin@example.com says."}, "link",
             "admin@example.com"),
            ({"instruction": "Enter port 8080 in the Internal Port field."}, "name", "Internal"),
            ({"instruction": "Enter port 8080 in the “External Host” field."}, "label", "External Host"),
            ({"instruction": "Enter port 8080 and press Ctrl+S in the External Port field."}, "keys", "Ctrl+S"),
            ({"instruction": "Enter port 8080 from /etc/ports in the External Port field."}, "path", "/etc/ports"),
            ({"code": "8080 --force"}, "command", "--force"),
        ],
    )  # fmt: skip
    def test_an_invented_fact(self, changes: dict[str, str], kind: str, fact: str) -> None:
        guide = with_action(1, 4, **changes)

        (found,) = facts(guide, TRANSCRIPT).certain
        assert found.startswith(f"1.4 {kind} “{fact}”")
        assert not measure(guide, TRANSCRIPT)["unsupported certain facts"].met

    def test_a_fact_that_was_said_elsewhere_than_cited(self) -> None:
        assert len(facts(with_action(1, 4, citations=("u3",)), TRANSCRIPT).certain) == 2  # 8080, External

    def test_an_invented_fact_that_the_document_marks_is_not_certain(self) -> None:
        doubt = (Finding(FindingKind.UNSUPPORTED, "8081 wasn't said"),)
        found = facts(with_action(1, 4, instruction="Enter port 8081.", findings=doubt), TRANSCRIPT)

        assert found.certain == ()
        assert len(found.marked) == 1

    def test_a_command_with_a_wrong_number(self) -> None:
        (found,) = facts(with_action(2, 2, code="ping -c 4 example.com"), TRANSCRIPT).certain

        assert found.startswith("2.2 command “4”")


class TestPolarity:
    def test_a_dropped_not(self) -> None:
        guide = with_action(1, 4, instruction="Delete the default rule.", citations=("u5",))

        assert polarity(guide, TRANSCRIPT).flips == ("1.4 “Delete the default rule.”: said as negated",)
        assert not measure(guide, TRANSCRIPT)["polarity flips"].met

    def test_a_dropped_condition(self) -> None:
        guide = with_action(2, 1, instruction="Restart the router.")

        assert polarity(guide, TRANSCRIPT).flips == ("2.1 “Restart the router.”: said as conditional",)
        assert changed(guide) >= {"polarity flips"}

    def test_an_added_not(self) -> None:
        guide = with_action(2, 3, instruction="Don't save the settings.")

        assert polarity(guide, TRANSCRIPT).flips == ("2.3 “Don't save the settings.”: said as plain",)

    def test_a_flip_in_a_title(self) -> None:
        titled = with_step(1, title="Delete the default rule")

        assert len(polarity(titled, TRANSCRIPT).flips) == 1

    def test_a_flip_that_the_document_marks(self) -> None:
        doubt = (Finding(FindingKind.POLARITY, "the source says not to"),)
        guide = with_action(1, 4, instruction="Delete the default rule.", citations=("u5",), findings=doubt)

        found = polarity(guide, TRANSCRIPT)
        assert (found.flips, len(found.marked)) == ((), 1)

    @pytest.mark.parametrize(
        ("said", "told", "flipped"),
        [
            ("Don't forget to add a semicolon.", "Add a semicolon.", False),
            ("Don't forget to add a semicolon.", "Forget to add a semicolon.", True),
            ("You should never share the key.", "Share the key.", True),
            ("You should never share the key.", "Never share the key.", False),
            ("You can close it without saving the file.", "Save the file.", True),
            ("If we click the menu, you'll see the list.", "Click the menu.", False),
            ("Check the box if you want a copy.", "Check the box.", True),
            ("Check the box if you want a copy.", "If you want a copy, check the box.", False),
            ("If you need a copy, check the box.", "For a copy, check the box.", False),
            ("Unless you have a backup, stop the server.", "Stop the server.", True),
            ("Don't worry, just press the key.", "Press the key.", False),
            ("It's not ready, but open the file.", "Open the file.", False),
            ("Instead of deleting the file, rename the file.", "Delete the file.", True),
            ("Let's run it and see if it works.", "Run it.", False),
            ("Try not to force the lid.", "Try not to force the lid.", False),
            ("Try not to force the lid.", "Try to force the lid.", True),
            ("If it fails, try reading the log.", "Try reading the log.", True),
            ("Instead of the default you have to provide a key.", "Provide a key.", False),
            ("If you want a copy, click Print.", "Click Print to get a copy.", False),
            ("If the light is red, click Print.", "Click Print to get a copy.", True),
            ("Stop the server.", "Stop the server.", False),
        ],
    )
    def test_what_was_said_and_told(self, said: str, told: str, flipped: bool) -> None:
        transcript = replace(TRANSCRIPT, utterances=(Utterance(1, said),))
        step = replace(GUIDE.steps[0], title="Go on", cautions=(), actions=(Action(told, ("u1",)),))
        guide = replace(GUIDE, steps=(step,), sources=(Source("u1", said),))

        assert bool(polarity(guide, transcript).flips) is flipped

    def test_a_condition_in_the_utterance_before(self) -> None:
        said = ("I don't know whether it's done, but if it isn't,", "what you do is cut the sheath.")
        transcript = replace(TRANSCRIPT, utterances=tuple(Utterance(n, text) for n, text in enumerate(said, 1)))
        actions = (Action("Cut the sheath.", ("u2", "u1")),)
        step = replace(GUIDE.steps[0], title="Cut the sheath", cautions=(), actions=actions)
        guide = replace(GUIDE, steps=(step,), sources=tuple(Source(f"u{n}", text) for n, text in enumerate(said, 1)))

        assert polarity(guide, transcript).flips == ("1.1 “Cut the sheath.”: said as conditional",)


class TestCoverageAndNoise:
    def test_an_instruction_left_out(self) -> None:
        guide = with_step(2, title="Run the command", actions=GUIDE.steps[1].actions[:2])

        found = coverage(guide, TRANSCRIPT)
        assert found is not None
        assert found.uncovered == ("u8 “Make sure you save the settings.”",)
        assert "coverage" in changed(guide)

    def test_no_guide_covers_nothing(self) -> None:
        found = coverage(None, TRANSCRIPT)

        assert found is not None
        assert len(found.uncovered) == found.instructions == 7

    def test_a_repetition_of_what_is_cited_is_covered(self) -> None:
        again = Utterance(10, "So again, make sure you save the settings.")
        transcript = replace(TRANSCRIPT, utterances=(*TRANSCRIPT.utterances, again))

        found = coverage(GUIDE, transcript)
        assert found is not None
        assert (found.instructions, found.uncovered) == (8, ())

    def test_chatter_that_is_cited(self) -> None:
        guide = with_action(2, 3, citations=("u8", "u9"))

        found = noise(guide, TRANSCRIPT)
        assert found is not None
        assert found.chatter == ("u9 “Thanks for watching.”",)

    def test_labels_overrule_the_cues(self) -> None:
        labels = Labels({2: Label.INSTRUCTION, 3: Label.CHATTER, 4: Label.CORRECTED, 9: Label.INSTRUCTION})

        covered, noisy = coverage(GUIDE, TRANSCRIPT, labels), noise(GUIDE, TRANSCRIPT, labels)
        assert covered is not None
        assert noisy is not None
        assert covered.uncovered == ("u9 “Thanks for watching.”",)
        assert noisy.chatter == ("u3 “Then click on Advanced and select Port Forwarding.”",)
        assert noisy.corrected == ("u4 “Enter port eighty eighty in the External Port field.”",)

    @pytest.mark.parametrize(
        ("written", "citations", "offends"),
        [
            ("Set the port to 8443.", ("u1", "u2"), False),
            ("Set the port to 8080.", ("u1", "u2"), True),
            ("Set the port to 8443.", ("u1",), True),
            ("Set the port.", ("u1",), True),
        ],
    )
    def test_what_was_corrected_is_cited_only_beside_its_correction(
        self, written: str, citations: tuple[str, ...], offends: bool
    ) -> None:
        said = (Utterance(1, "Set the port to 8080."), Utterance(2, "No wait, 8443."))
        labels = Labels({1: Label.CORRECTED, 2: Label.CORRECTION})
        step = replace(GUIDE.steps[0], title="Set it", goal=None, actions=(Action(written, citations),), cautions=())

        found = noise(replace(GUIDE, steps=(step,), prerequisites=()), replace(TRANSCRIPT, utterances=said), labels)
        assert found is not None
        assert bool(found.corrected) is offends

    def test_a_long_transcript_is_reported_and_not_demanded(self) -> None:
        talk = Utterance(10, "word " * 6_000)
        long = replace(TRANSCRIPT, utterances=(*TRANSCRIPT.utterances, talk))

        assert measure(GUIDE, TRANSCRIPT)["coverage"].bound
        assert measure(GUIDE, long)["coverage"].bound is None

    def test_a_language_without_cues_isnt_judged(self) -> None:
        arabic = replace(TRANSCRIPT, language="ar")

        assert coverage(GUIDE, arabic) is None
        assert noise(GUIDE, arabic) is None
