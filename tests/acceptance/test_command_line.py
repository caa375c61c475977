"""python -m pipeline: a file in, a document out, with exit codes that scripts can rely on."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline import __version__
from pipeline.command.arguments import parser
from pipeline.guide import Guide
from tests.acceptance.command import SCREENCAST, Command, names, pipeline
from tests.conftest import SAMPLES

SAMPLE_DOCUMENT = Path(__file__).parents[1] / "pictures" / "sample.docx"


def test_a_transcript_becomes_a_word_file(tmp_path: Path):
    out = tmp_path / "guide.docx"
    done = pipeline(SCREENCAST, "-o", out, "--title", "Make an API token")
    assert done.returncode == 0, done.stderr
    assert "Make an API token" in done.stdout
    assert "step 1 done" in done.stderr, "plain lines where there is no terminal"
    assert docx.Document(str(out)).core_properties.title == "Make an API token"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("mine.txt", "Turn on two-step verification"),
        ("captions_english (auto-generated).txt", "Turn on two-step verification"),
        ("GMT20260114-160134_Recording.txt", "Turn on two-step verification"),
        ("safer accounts.txt", "Safer accounts"),
    ],
)
def test_a_name_that_says_nothing_isnt_the_title(command: Command, tmp_path: Path, name: str, title: str):
    (tmp_path / name).write_text("Open Settings.\nClick Security.\nTurn on two-step verification.\n", encoding="utf-8")
    done = command(name, "-o", "guide.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    guide = Guide.from_json((tmp_path / "guide.json").read_bytes())
    assert guide.title == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("captions_english (auto-generated).txt", "Step-by-step guide (captions_english)"),
        ("GMT20260114-160134_Recording.txt", "Step-by-step guide (GMT20260114-160134_Recording)"),
        ("transcript.txt", "Step-by-step guide"),
    ],
)
def test_a_name_that_says_nothing_tells_guides_apart_that_nothing_names(
    command: Command, tmp_path: Path, name: str, title: str
):
    (tmp_path / name).write_text("Open Settings.\nClick Security.\nClick Details.\n", encoding="utf-8")
    done = command(name, "-o", "guide.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    guide = Guide.from_json((tmp_path / "guide.json").read_bytes())
    assert guide.title == title


def test_the_guide_itself_comes_as_json(command: Command, tmp_path: Path):
    out = tmp_path / "guide.json"
    assert command(SCREENCAST, "-o", out).returncode == 0
    guide = Guide.from_json(out.read_bytes())
    assert guide.steps
    said = SCREENCAST.read_text(encoding="utf-8").split()
    for source in guide.sources:
        assert source.quote.split()[0] in said


def test_markdown(command: Command, tmp_path: Path):
    out = tmp_path / "guide.md"
    assert command(SCREENCAST, "-o", out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("# ")


def test_words_that_are_not_understood_end_with_2_and_the_reason_alone(tmp_path: Path):
    for words in ((), ("",), (" ", "--tone", "formal")):
        done = pipeline(*words, cwd=tmp_path)
        assert done.returncode == 2
        assert re.fullmatch(r"FILE is missing\. See (\.venv/bin/)?python -m pipeline --help\.\n", done.stderr)
    assert names(tmp_path) == []


def test_of_several_files_one_that_isnt_there_costs_the_others_nothing(command: Command, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    done = command("no-such-file.vtt", SCREENCAST, "empty", cwd=tmp_path)
    assert done.returncode == 1
    assert names(tmp_path) == ["cloudflare-create-api-token guide.docx", "empty"]
    assert done.stderr.startswith("There is no file no-such-file.vtt.\n")
    assert done.stderr.splitlines()[-3:] == [
        "Problems with 2 of 3 files:",
        "There is no file no-such-file.vtt.",
        "There are no transcripts in the folder empty.",
    ]


def test_of_several_files_none_of_which_is_there_each_is_named(command: Command, tmp_path: Path):
    done = command("a.vtt", "b.vtt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "There is no file a.vtt.\nThere is no file b.vtt.\n")


@pytest.mark.parametrize("named_by", ["--template", "SCRIPT2DOC_TEMPLATE"])
@pytest.mark.parametrize(
    ("file", "said"), [("no-such.docx", "there is no file "), ("talk.txt", "isn't a Word document")]
)
def test_an_unusable_template_is_said_with_what_names_it(
    command: Command, tmp_path: Path, named_by: str, file: str, said: str
):
    (tmp_path / "talk.txt").write_text("no document")
    if named_by == "--template":
        done = command(SCREENCAST, named_by, file, cwd=tmp_path)
    else:
        (tmp_path / ".env").write_text(f"{named_by}={file}\n")
        done = command(SCREENCAST, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{named_by}: ")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such-file.vtt",), "There is no file no-such-file.vtt."),
        ((SCREENCAST, "-o", "guide.html"), "as .html. Use a name that ends in .docx, .md, .json, .pptx or .pdf."),
        ((SCREENCAST, "-o", ".md"), ".md is only an extension. Put a name before it, such as guide.md."),
        ((SCREENCAST, "-o", "made/.DOCX"), "such as made/guide.DOCX."),
        ((SCREENCAST, SAMPLES / "apollo13-co2-adapter.txt", "-o", ".docx"), ".docx looks like a file name."),
        (("/dev/zero",), "/dev/zero is a device, not a file. Name a transcript, or - for standard input."),
        ((SCREENCAST, "-o", "guides"), "There is no folder guides. Use guides/ to create it, or a name that ends in"),
        ((SCREENCAST, "-o", ""), "-o is empty."),
        ((SCREENCAST, "--title", " "), "--title is empty."),
        ((SCREENCAST, "-o", "-"), "A guide can't be written to standard output."),
        ((SCREENCAST, "-o", "/dev/full"), "/dev/full isn't a regular file"),
        ((SCREENCAST, "-o", "/proc/guide.docx"), "/proc"),
        ((SCREENCAST, "-o", "/proc"), "/proc"),
        ((SCREENCAST, "-o", "no-such-folder/guide.docx"), "There is no folder no-such-folder."),
        ((SCREENCAST, SCREENCAST.with_name("apollo13-co2-adapter.txt"), "-o", "a.docx"), "the output must be a folder"),
        ((SCREENCAST, "--template", "no-such.docx"), "--template: there is no file no-such.docx."),
        ((SCREENCAST, "--template", SCREENCAST), "isn't a Word document"),
        ((SCREENCAST, "--steps", "99"), "from 1 to 40"),
        ((SCREENCAST, "--url", "file:///etc/passwd"), "isn't a web address"),
        ((SCREENCAST, *[word for n in range(11) for word in ("--url", f"https://example.com/{n}")]), "At most 10"),
        ((SCREENCAST, "--writer", "model"), "Use --writer extractive, or set OPENAI_API_KEY"),
        (("-", "-"), "only once"),
        ((".",), "There are no transcripts in the folder"),
    ],
)
def test_what_is_known_before_the_work_ends_with_2_and_one_line(
    command: Command, tmp_path: Path, words: tuple[str | Path, ...], said: str
):
    done = command(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr.splitlines()[-1]
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--url", "https://example.com/manual"], "No language model is used, so this option has no effect: --url."),
        (
            ["--tone", "friendly", "--language", "de", "--glossary", "Foo"],
            "No language model is used, so these options have no effect: --language (unless it is the recording's), "
            "--tone, --glossary.",
        ),
        (["--recording", "https://video.example/1"], "The times don’t open the recording, because Script2Doc can’t "),
        (
            ["-o", "guide.md", "--paper", "letter"],
            "Only Word and PDF have pages, so this option has no effect: --paper.",
        ),
        (
            ["-o", "guide.json", "--template", SAMPLE_DOCUMENT],
            "Only Word and PDF have pages, so this option has no effect: --template.",
        ),
    ],
    ids=["pages", "wording", "a site whose times are unknown", "no pages", "no look"],
)
def test_what_wont_be_used_is_said_before_the_work(
    command: Command, tmp_path: Path, asked: list[str | Path], said: str
):
    done = command(SCREENCAST, *asked, cwd=tmp_path)
    assert done.returncode == 0
    first, second, *_ = done.stderr.splitlines()
    assert first.startswith(said)
    assert " read 534 words" in second
    assert said not in done.stdout, "once is enough"


def test_a_web_address_is_told_from_a_file(command: Command, tmp_path: Path):
    done = command("https://www.youtube.com/watch?v=abc", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("https://www.youtube.com/watch?v=abc is a web address. Download the transcript, and")


def test_what_is_used_isnt_doubted(command: Command, tmp_path: Path):
    done = command(SCREENCAST, "--recording", "https://youtu.be/abc", "--paper", "letter", cwd=tmp_path)
    assert " read 534 words (WebVTT)" in done.stderr.splitlines()[0]


def test_a_transcript_without_times_says_that_it_cant_open_the_recording(command: Command, tmp_path: Path):
    (tmp_path / "talk.txt").write_text("Open Settings.\nClick Security.\nTurn on two-step verification.\n")
    done = command("talk.txt", "--recording", "https://youtu.be/abc", cwd=tmp_path)
    assert done.stderr.splitlines()[0].endswith("; it has no times at which --recording could be opened")


def test_a_transcript_without_times_says_that_its_sources_cant_be_shorter(command: Command, tmp_path: Path):
    (tmp_path / "talk.txt").write_text("Open Settings.\nClick Security.\nTurn on two-step verification.\n")
    word = command("talk.txt", "--sources", "short", cwd=tmp_path)
    said = "it has no times, so --sources short has no effect"
    assert word.stderr.splitlines()[0].endswith(f"; {said}")
    timed = command(SCREENCAST, "--sources", "short", cwd=tmp_path)
    assert "no effect" not in timed.stderr
    markdown = command("talk.txt", "--sources", "short", "-o", "talk.guide.md", cwd=tmp_path)
    assert markdown.stderr.count("no effect") == 1


@pytest.mark.parametrize("several", [False, True])
def test_what_a_templates_author_may_not_expect_is_in_the_last_lines(command: Command, tmp_path: Path, several: bool):
    template = docx.Document()
    template.add_paragraph("{{title}} by {{author}}")
    template.save(str(tmp_path / "company.docx"))
    files = (SCREENCAST, SAMPLES / "apollo13-co2-adapter.txt") if several else (SCREENCAST,)
    notes = [
        "The template's {{author}} can't be filled in. What can be: {{guide}}, {{title}}, {{audience}}, {{date}}.",
        "The template has no {{guide}}, so the guide comes after its text. To choose the place, add a paragraph that "
        "says {{guide}}.",
    ]

    done = command(*files, "--template", "company.docx", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-2:] == notes
    assert done.stderr.count(notes[0]) == 1
    assert done.stdout.splitlines()[-1].endswith("no language model was used"), "the last line says where the guide is"
    made = docx.Document(str(tmp_path / f"{SCREENCAST.stem} guide.docx"))
    assert made.paragraphs[0].text.endswith(" by {{author}}"), "what its author wrote stays"


@pytest.mark.parametrize("out", ["guide.md", "guide.pptx"])
def test_a_template_that_isnt_used_needs_no_words(command: Command, tmp_path: Path, out: str):
    template = docx.Document()
    template.add_paragraph("{{author}}")
    template.save(str(tmp_path / "company.docx"))
    done = command(SCREENCAST, "-o", out, "--template", "company.docx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "author" not in done.stderr


def test_the_bots_template_is_the_command_lines_too_and_is_not_overwritten(command: Command, tmp_path: Path):
    look = tmp_path / "company.docx"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Acme"
    document.save(str(look))
    (tmp_path / ".env").write_text("SCRIPT2DOC_TEMPLATE=company.docx\n")

    done = command(SCREENCAST, "-o", "guide.docx", cwd=tmp_path)
    refused = command(SCREENCAST, "-o", "company.docx", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert docx.Document(str(tmp_path / "guide.docx")).sections[0].header.paragraphs[0].text == "Acme"
    assert refused.returncode == 2
    assert docx.Document(str(look)).paragraphs == []


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (b"OPENAI_MODEL=any\n\nOPENAI_API_KEY='secret\n", "Line 3 of .env can't be read. Write NAME=value"),
        ("OPENAI_API_KEY=secret\n".encode("utf-16"), "The file .env can't be read. Save it as UTF-8 text.\n"),
    ],
    ids=["an open quote", "not UTF-8"],
)
def test_a_broken_env_file_is_told_before_anything_is_made(command: Command, tmp_path: Path, kept: bytes, said: str):
    (tmp_path / ".env").write_bytes(kept)

    done = command(SCREENCAST, "-o", "guide.docx", cwd=tmp_path)

    assert (done.returncode, done.stderr[: len(said)]) == (2, said)
    assert len(done.stderr.splitlines()) == 1
    assert "secret" not in done.stderr
    assert names(tmp_path) == [".env"]


def test_the_version():
    assert pipeline("--version").stdout == f"Script2Doc {__version__}\n"


def test_help_says_what_only_a_model_can_do():
    needing = {action.dest for action in parser()._actions if "needs a model" in (action.help or "")}
    assert needing == {"tone", "language", "glossary", "url"}


def test_help_comes_at_once():
    done = pipeline("--help", flags=("-X", "importtime"))
    assert done.returncode == 0
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "argparse" in loaded, "the list is one of modules"
    assert not loaded & {"asyncio", "pydantic", "rich", "openai", "aiohttp", "httpx2", "docx", "lxml", "dotenv"}


def test_without_a_model_none_of_its_library_is_loaded(tmp_path: Path):
    done = pipeline(SCREENCAST, "-o", tmp_path / "guide.docx", flags=("-X", "importtime"))
    assert done.returncode == 0
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "docx" in loaded
    assert not loaded & {"openai", "aiohttp", "pydantic", "rich"}


@pytest.mark.parametrize(
    ("name", "said", "read"),
    [
        ("rows.csv", "This doesn't look like a transcript. It looks like a table.", "letters of speech; took out"),
        ("talk.vtt", "I couldn't find any instructions in it.", "took out 1 line of the header, 1 time;"),
    ],
)
def test_what_is_refused_is_explained_first(command: Command, tmp_path: Path, name: str, said: str, read: str):
    content = {
        "rows.csv": "id,name,price\n1,Bolt,0.20\n2,Nut,0.10\n3,Washer,0.05\n",
        "talk.vtt": "WEBVTT\n\n00:01.000 --> 00:09.000\nThe weather was lovely and we all had a good time there.\n",
    }
    (tmp_path / name).write_text(content[name], encoding="utf-8")

    plain = command(name, cwd=tmp_path)
    done = command(name, "--explain", cwd=tmp_path)

    assert (plain.returncode, plain.stdout) == (1, "")
    assert done.returncode == 1
    assert read in done.stdout
    assert said in done.stderr


def test_each_line_can_be_explained(command: Command, tmp_path: Path):
    done = command(SCREENCAST, "-o", tmp_path / "guide.docx", "--explain")
    assert done.returncode == 0, done.stderr
    assert "action 1: " in done.stdout
    assert "confidence: " in done.stdout
    assert "[utterance " in done.stdout, "the citations"
    assert not re.search(r"\[[up]\d|in [up]\d|  link “", done.stdout), "names that only the program knows"
    assert (
        "letters of speech; took out 1 line of the header, 54 times, 54 identifiers; 0 letters unaccounted"
        in done.stdout
    )


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--title", "Same"], "--title"),
        (["--recording", "https://youtu.be/abc"], "--recording"),
        (["--title", "Same", "--recording", "https://youtu.be/abc"], "--title and --recording"),
    ],
)
def test_what_is_of_one_transcript_is_refused_for_several(
    command: Command, tmp_path: Path, options: list[str], named: str
):
    for name in ("a.vtt", "b.vtt"):
        (tmp_path / name).write_bytes(SCREENCAST.read_bytes())
    for given in (["a.vtt", "b.vtt"], ["."], ["a.vtt", "gone.vtt"]):
        refused = command(*given, *options, cwd=tmp_path)
        assert refused.returncode == 2
        assert refused.stderr.endswith(
            f"{named} can only be for one transcript, and there are 2. Name one, or leave out {named}.\n"
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.vtt", "b.vtt"]


def test_that_an_option_has_no_effect_is_said_once_and_what_else_is_known_too(command: Command, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "talk.zip", "w") as archive:
        archive.write(SCREENCAST, "talk.vtt")
        archive.writestr("talk.txt", "Open the lid.")
    done = command("talk.zip", "--tone", "friendly", "--language", "de", "--steps", "1-2", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    said = f"{done.stderr}{done.stdout}"
    assert said.count("no effect") == 1
    assert "--language (unless it is the recording's), --tone." in said
    assert "only “talk.vtt” was read, not talk.txt." in said
    assert "2 steps with 25 instructions" in said, "few steps have all that was told"
