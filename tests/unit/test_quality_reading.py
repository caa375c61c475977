"""How the metrics read speech, labels and a person's guides, and how their figures add up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.options import Limits
from pipeline.readers import read_transcript
from tests.quality import Bound, Label, Labels, Report, Row, read_gold, total
from tests.quality import __main__ as quality
from tests.quality.coverage import DEMANDED_WORDS
from tests.quality.instructions import chatters, instructs
from tests.quality.one_guide import main
from tests.quality.spoken import Said, plain_number
from tests.quality.words import containment, content, resemblance, stem, tokens
from tests.unit.test_quality_faults import GUIDE, TRANSCRIPT

FIXTURES = Path(__file__).parents[1] / "fixtures" / "quality"


class TestInstructions:
    @pytest.mark.parametrize(
        "text",
        [
            "Click on Save.",
            "Okay, so now go to the settings page.",
            "You need to restart the server.",
            "You'll want to go ahead and select the second option.",
            "I'm going to paste the key here.",
            "Let's create a new folder.",
            "Once that's done, press Enter.",
            "If you see an error, run it again.",
            "Make sure the light is green.",
            "Don't forget to add a semicolon.",
            "The next thing to do is to install the package.",
            "The cable must be connected first.",
            "and then click the button",
        ],
    )
    def test_english_instructs(self, text: str) -> None:
        assert instructs(text, "en")

    @pytest.mark.parametrize(
        "text",
        [
            "Hello and welcome.",
            "Do you want to click on Save?",
            "We clicked on Save yesterday.",
            "I think that's a good idea.",
            "Edit allows full control.",
            "The release was a success.",
            "We want to talk about the history of the project.",
            "That's what you have to know.",
            "The owners are the only ones who can update your model.",
            "Copy that.",
            "We are back in here.",
            "Test servers are for testing.",
            "Don't forget to check out our Discord.",
        ],
    )
    def test_english_doesnt(self, text: str) -> None:
        assert not instructs(text, "en")

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Dann schneiden wir die Zwiebeln.", "de"),
            ("Jetzt klickst du auf Speichern.", "de"),
            ("Luego haga clic en el botón.", "es"),
            ("Seleccione el archivo.", "es"),
        ],
    )
    def test_german_and_spanish(self, text: str, language: str) -> None:
        assert instructs(text, language)

    def test_a_language_without_cues(self) -> None:
        with pytest.raises(ValueError, match="ja"):
            instructs("保存をクリックします。", "ja")

    @pytest.mark.parametrize("text", ["Thanks for watching.", "Any questions?", "Yeah.", "Good morning, everyone."])
    def test_chatter(self, text: str) -> None:
        assert chatters(text, "en")

    @pytest.mark.parametrize(
        "text", ["Click on Save.", "The secret is shown only once.", "You'll see a green light on the left."]
    )
    def test_no_chatter(self, text: str) -> None:
        assert not chatters(text, "en")

    async def test_the_cues_agree_with_a_person(self, transcripts: Path) -> None:
        """The labels are somebody else's; a change of the cues must not part with them, where coverage is demanded."""
        found = wanted = both = 0
        for path in (FIXTURES.parent / "labels").glob("*.json"):
            file = transcripts / json.loads(path.read_bytes())["file"]
            transcript = await read_transcript(file.read_bytes(), file.name, Limits())
            if transcript.words > DEMANDED_WORDS:
                continue
            labelled = Labels.from_json(path.read_bytes()).having(Label.INSTRUCTION, Label.CORRECTION)
            told = {u.id for u in transcript.utterances if instructs(u.text, transcript.language)}
            found, wanted, both = found + len(told), wanted + len(labelled), both + len(told & labelled)

        assert both / wanted >= 0.59
        assert both / found >= 0.7


class TestSpoken:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("thirty", "30"),
            ("eighty eighty", "8080"),
            ("twenty five", "25"),
            ("twenty-five", "25"),
            ("two point five", "2.5"),
            ("one hundred and twenty", "120"),
            ("three thousand two hundred", "3200"),
            ("twenty twenty six", "2026"),
            ("one two seven", "127"),
            ("1,500", "1500"),
            ("the third one", "3"),
            ("fünfundzwanzig oder zwölf", "12"),
        ],
    )
    def test_numbers(self, text: str, number: str) -> None:
        assert number in Said(text).numbers

    @pytest.mark.parametrize(("text", "number"), [("port 8080", "80"), ("thirty", "3"), ("two. Five", "25")])
    def test_what_isnt_a_number_of_it(self, text: str, number: str) -> None:
        assert number not in Said(text).numbers

    @pytest.mark.parametrize(
        ("text", "piece"),
        [
            ("go to pypi dot org slash simple", "pypi.org/simple"),
            ("press control F nine", "F9"),
            ("the A P I key", "API"),
            ("open read me", "README"),
            ("my underscore file dot pie", "my_file"),
        ],
    )
    def test_what_was_said(self, text: str, piece: str) -> None:
        assert Said(text).says(piece)

    @pytest.mark.parametrize(("text", "piece"), [("the category", "cat"), ("open the file", "open file"), ("", "a")])
    def test_what_wasnt(self, text: str, piece: str) -> None:
        assert not Said(text).says(piece)

    @given(st.integers(0, 10**9))
    def test_a_written_number_is_found(self, number: int) -> None:
        assert plain_number(f"{number:,}") == str(number)
        assert str(number) in Said(f"It is {number:,}.").numbers

    @given(st.text())
    def test_any_text_says_its_own_words(self, text: str) -> None:
        assert all(Said(text).says(word) for word in tokens(text))


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("wrapping", "wrap"), ("clicks", "click"), ("deleted", "delete"), ("boxes", "box"), ("copies", "copy")],
    )
    def test_one_stem(self, one: str, other: str) -> None:
        assert stem(one) == stem(other)

    @given(st.frozensets(st.text(max_size=3)), st.frozensets(st.text(max_size=3)))
    def test_overlap_is_a_share(self, one: frozenset[str], other: frozenset[str]) -> None:
        assert 0 <= resemblance(one, other) == resemblance(other, one) <= 1
        assert 0 <= containment(one, other) <= 1

    @given(st.text())
    def test_any_text_has_content(self, text: str) -> None:
        assert "" not in content(text)


class TestLabels:
    def test_both_forms_say_the_same(self) -> None:
        by_number = Labels.from_json('{"labels": {"1": "chatter", "2-4": "instruction"}}')
        by_label = Labels.from_json('{"instruction": ["2-3", 4], "chatter": [1]}')

        assert by_number == by_label
        assert by_number.having(Label.INSTRUCTION) == {2, 3, 4}

    @pytest.mark.parametrize("data", ["[]", "{}", '{"1": "nonsense"}', '{"one": "chatter"}', "no JSON"])
    def test_anything_else_is_refused(self, data: str) -> None:
        with pytest.raises(ValueError):
            Labels.from_json(data)


class TestGold:
    def test_numbered_steps_without_marks(self) -> None:
        gold = read_gold(FIXTURES / "gold_steps")

        assert gold is not None
        assert gold.kind == "steps"
        assert [step.text for step in gold.steps] == [
            "Open the router page in a browser.",
            "Select Port Forwarding under Advanced.",
            "Enter the external port.",
            "Save the settings.",
        ]

    def test_chapters_with_their_times(self) -> None:
        gold = read_gold(FIXTURES / "gold_chapters")

        assert gold is not None
        assert [(step.start, step.end) for step in gold.steps] == [(5, 15), (15, 35), (35, None)]

    def test_a_folder_without_gold(self, tmp_path: Path) -> None:
        assert read_gold(tmp_path) is None

    def test_every_real_gold_is_read(self, transcripts: Path) -> None:
        read = {folder.name: read_gold(folder) for folder in (transcripts / "gold").iterdir()}

        assert [name for name, gold in read.items() if gold is None] == ["g19_german-rouladen_partial"]
        assert len(read["g01_cloudflare_create-api-token"].steps) == 12  # type: ignore[union-attr]


class TestReport:
    def test_each_thing_counted_weighs_the_same(self) -> None:
        small = Report("small", (Row("coverage", 1, 1, Bound(least=0.8)),))
        large = Report("large", (Row("coverage", 5, 9, Bound(least=0.8), ("u3",)),))

        row = total("both", [small, large])["coverage"]
        assert (row.figure, row.counts, row.mark) == ("0.600", "6/10", "OVER")
        assert row.offenders == ("large: u3",)

    def test_what_isnt_demanded_doesnt_spoil_what_is(self) -> None:
        short = Report("short", (Row("coverage", 9, 10, Bound(least=0.8)),))
        long = Report("long", (Row("coverage", 10, 1000),))

        assert total("both", [long, short])["coverage"].value == 0.9

    def test_nothing_counted_is_neither_met_nor_missed(self) -> None:
        row = Row("noise", 0, 0, Bound(most=0.1))

        assert (row.value, row.met, row.figure) == (None, None, "–")


class TestCommand:
    @pytest.fixture
    def guide(self, tmp_path: Path) -> Path:
        path = tmp_path / "guide.json"
        path.write_bytes(GUIDE.to_json())
        return path

    async def test_the_fixture_is_the_transcript(self) -> None:
        file = FIXTURES / "router.vtt"
        read = await read_transcript(file.read_bytes(), file.name, Limits())

        assert [u.text for u in read.utterances] == [u.text for u in TRANSCRIPT.utterances]

    def test_a_table(self, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = main([str(guide), str(FIXTURES / "router.vtt"), "--gold", str(FIXTURES / "gold_steps")])

        printed = capsys.readouterr()
        lines = {line[:25].strip(): line[25:].split() for line in printed.out.splitlines()}
        assert code == 0, printed.out
        assert lines["verbatim"] == ["1.000", "7/7", "ok", "≥", "1"]
        assert lines["gold recall"][:2] == ["1.000", "4/4"]
        assert "another transcript" in printed.err  # the guide was written by hand

    def test_json(self, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main([str(guide), str(FIXTURES / "router.vtt"), "--json"])

        made = json.loads(capsys.readouterr().out)
        assert made["missed"] == []
        assert {"name": "form", "hits": 7, "of": 7, "value": 1}.items() <= next(
            row for row in made["rows"] if row["name"] == "form"
        ).items()

    def test_labels_decide(self, guide: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        labels = tmp_path / "labels.json"
        labels.write_text('{"chatter": ["2-8"]}')

        code = main([str(guide), str(FIXTURES / "router.vtt"), "--labels", str(labels)])
        assert code == 1
        assert "by labels" in capsys.readouterr().out

    def test_what_isnt_a_guide(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(FIXTURES / "router.vtt"), str(FIXTURES / "router.vtt")]) == 1
        assert "can't be read" in capsys.readouterr().err

    def test_a_file_that_isnt_there(self, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(guide), "absent.vtt"]) == 1
        assert "absent.vtt" in capsys.readouterr().err

    def test_it_runs_as_a_module(self, guide: Path) -> None:
        command = [sys.executable, "-m", "tests.quality.one_guide", str(guide), str(FIXTURES / "router.vtt")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("router.vtt\n")


class TestMakeQuality:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Two transcripts with gold, one of them in the folder once more, and a talk."""
        (tmp_path / "keep").mkdir()
        gold = tmp_path / "gold" / "g1_router"
        gold.mkdir(parents=True)
        router = (FIXTURES / "router.vtt").read_bytes()
        (gold / "transcript.vtt").write_bytes(router)
        (gold / "gold_article.md").write_bytes((FIXTURES / "gold_steps" / "gold_article.md").read_bytes())
        (tmp_path / "keep" / "router.vtt").write_bytes(router)
        places = ("river", "harbour", "market", "mill", "school")
        talk = " ".join(
            f"The {place} was {how} that year, and my {who} never spoke about it again."
            for place in places
            for how in ("quiet", "wide", "older than us")
            for who in ("father", "aunt")
        )
        (tmp_path / "keep" / "talk.txt").write_text(talk)
        row = "| {} | source | MIT | VTT | utf8 | en | 80 | 1 min | {} | - |\n"
        (tmp_path / "INDEX.md").write_text(row.format("router.vtt", "YES") + row.format("talk.txt", "NO - a talk"))
        return tmp_path

    def test_a_row_each_a_total_and_restraint(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SCRIPT2DOC_TRANSCRIPTS", str(folder))

        assert quality.main(["--only", "r"]) == 0
        printed = capsys.readouterr().out
        assert "g1_router" in printed
        assert "\nrouter.vtt" not in printed  # the same words as in gold
        assert "Total (" in printed

        assert quality.main(["--only", "talk", "--json"]) == 0
        made = json.loads(capsys.readouterr().out)
        assert made["restraint"]["rows"][0]["value"] == 1
        assert made["guides"] == []

    def test_the_index_tells_what_teaches(self, folder: Path) -> None:
        teaches = {case.name: case.teaches for case in quality.cases(folder) if "samples" not in case.name}

        assert teaches == {"g1_router": "procedural", "router.vtt": "procedural", "talk.txt": "not procedural"}

    def test_what_is_held_out_is_added_up_apart(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SCRIPT2DOC_TRANSCRIPTS", str(folder))

        assert quality.main(["--only", "router"]) == 0
        assert "Held out" not in capsys.readouterr().out

        with (folder / "INDEX.md").open("a") as index:
            index.write("\n**Held out**: g1 (and g2): measured, never read.\n")
        assert quality.main(["--only", "router"]) == 0
        assert "Held out (1)" in capsys.readouterr().out
        assert quality.main(["--only", "router", "--markdown"]) == 0
        assert "| **held out** |" in capsys.readouterr().out

    def test_a_folder_that_isnt_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SCRIPT2DOC_TRANSCRIPTS", str(tmp_path))

        assert quality.main([]) == 2
        assert "SCRIPT2DOC_TRANSCRIPTS" in capsys.readouterr().err
