"""python -m pipeline: a file in, a document out, with exit codes that scripts can rely on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from pipeline import __version__
from pipeline.command.main import main
from pipeline.guide import Guide
from tests.acceptance.conftest import ROOT
from tests.conftest import FIXTURES, HANG_SECONDS, SAMPLES

SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"


def pipeline(
    *words: str | Path, cwd: Path = ROOT, stdin: bytes = b"", flags: tuple[str, ...] = (), path: str | None = None
) -> subprocess.CompletedProcess[str]:
    """`python -m pipeline` with these words, and no model configured; `path`: where programs are looked for."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))}
    env |= {"PYTHONPATH": str(ROOT)} | ({} if path is None else {"PATH": path})
    command = [sys.executable, *flags, "-m", "pipeline", *map(str, words)]
    done = subprocess.run(
        command, cwd=cwd, env=env, input=stdin, capture_output=True, timeout=HANG_SECONDS, check=False
    )
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The same in the test's own process, for tests of the answer: to start a process takes longer than to answer."""

    def run(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        for name in [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))]:
            monkeypatch.delenv(name)
        code = main([str(word) for word in words])
        return subprocess.CompletedProcess(words, code, *capsys.readouterr())

    return run


def test_a_transcript_becomes_a_word_file(tmp_path: Path):
    out = tmp_path / "guide.docx"
    done = pipeline(SCREENCAST, "-o", out, "--title", "Make an API token")
    assert done.returncode == 0, done.stderr
    assert "Make an API token" in done.stdout
    assert "step 1 done" in done.stderr, "plain lines where there is no terminal"
    assert docx.Document(str(out)).core_properties.title == "Make an API token"


def test_the_output_has_the_transcripts_name_where_none_is_given(command: Command, tmp_path: Path):
    done = command(SCREENCAST, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["cloudflare-create-api-token guide.docx"]


def test_a_guide_that_somebody_edited_stays_as_it_is(command: Command, tmp_path: Path):
    first = tmp_path / "cloudflare-create-api-token guide.docx"
    assert command(SCREENCAST, cwd=tmp_path).returncode == 0
    edited = docx.Document(str(first))
    edited.paragraphs[0].text = "My own title"
    edited.save(str(first))
    before = first.read_bytes()

    again = command(SCREENCAST, "--tone", "formal", cwd=tmp_path)

    assert again.returncode == 0, again.stderr
    assert first.read_bytes() == before
    assert names(tmp_path) == ["cloudflare-create-api-token guide 2.docx", first.name]
    *_, last = again.stdout.splitlines()
    assert last.startswith("cloudflare-create-api-token guide 2.docx: “"), "after what else has to be known"


def test_a_named_output_is_replaced_only_by_force(command: Command, tmp_path: Path):
    out = tmp_path / "mine.md"
    out.write_text("mine", encoding="utf-8")
    (tmp_path / "empty.vtt").touch()
    refused = command("empty.vtt", "-o", "mine.md", cwd=tmp_path)
    assert refused.returncode == 2, "before the file is looked at"
    assert refused.stderr == "mine.md already exists. Choose another name, or add --force to replace it.\n"
    assert out.read_text(encoding="utf-8") == "mine"
    assert command(SCREENCAST, "-o", "mine.md", "--force", cwd=tmp_path).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("# ")
    assert names(tmp_path) == ["empty.vtt", "mine.md"]


def test_a_named_output_that_appears_meanwhile_is_left_alone_and_said(tmp_path: Path):
    pipe, out = tmp_path / "talk", tmp_path / "mine.md"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as talk:  # waits until it is read, so until the command has looked at the output
            out.write_text("mine", encoding="utf-8")
            talk.write(SCREENCAST.read_bytes())

    writer = threading.Thread(target=write)
    writer.start()
    done = pipeline(pipe, "-o", "mine.md", cwd=tmp_path)
    writer.join()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"{pipe}: mine.md was created while the guide was being made, and isn't replaced. The guide is in mine 2.md."
    )
    assert out.read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == ["mine 2.md", "mine.md", "talk"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "title"),
    [("mine.txt", "Turn on two-step verification"), ("safer accounts.txt", "Safer accounts")],
)
def test_a_name_that_says_nothing_isnt_the_title(command: Command, tmp_path: Path, name: str, title: str):
    (tmp_path / name).write_text("Open Settings.\nClick Security.\nTurn on two-step verification.\n", encoding="utf-8")
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


def test_words_that_are_not_understood_end_with_2_and_the_reason_in_the_last_line(tmp_path: Path):
    done = pipeline(cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "the following arguments are required" in done.stderr.splitlines()[-1]
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such-file.vtt",), "There is no file no-such-file.vtt."),
        ((SCREENCAST, "no-such-file.vtt"), "There is no file no-such-file.vtt."),
        ((SCREENCAST, "-o", "guide.html"), "as .html. Use a name that ends in .docx, .md, .json or .pdf."),
        ((SCREENCAST, "-o", "guides"), "There is no folder guides. Use guides/ to create it, or a name that ends in"),
        ((SCREENCAST, "-o", ""), "-o is empty."),
        ((SCREENCAST, "-o", "-"), "A guide can't be written to standard output."),
        ((SCREENCAST, "-o", "/dev/full"), "/dev/full isn't a regular file"),
        ((SCREENCAST, "-o", "/proc/guide.docx"), "/proc"),
        ((SCREENCAST, "-o", "/proc"), "/proc"),
        ((SCREENCAST, "-o", "no-such-folder/guide.docx"), "There is no folder no-such-folder."),
        ((SCREENCAST, SCREENCAST.with_name("apollo13-co2-adapter.txt"), "-o", "a.docx"), "the output must be a folder"),
        ((SCREENCAST, "--template", "no-such.docx"), "There is no file no-such.docx."),
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


def test_pdf_without_libreoffice_is_refused_before_the_work(tmp_path: Path):
    done = pipeline(SCREENCAST, "-o", tmp_path / "guide.pdf", path="/nonexistent")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "PDF needs LibreOffice, which isn't installed here. Install it, or write a .docx.\n"


@pytest.mark.parametrize(("name", "content"), [("empty.vtt", b""), ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(64))])
def test_a_guide_that_cannot_be_made_ends_with_1_and_says_why(
    command: Command, tmp_path: Path, name: str, content: bytes
):
    (tmp_path / name).write_bytes(content)
    done = command(tmp_path / name, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(str(tmp_path / name)), "of which file it speaks"
    for slack in ("drop", "channel", "operator", "button", "writer="):
        assert slack not in done.stderr.lower()
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("out", ["call.docx", "./call.docx", "soft.docx", "hard.docx", "template.docx"])
def test_what_is_read_is_never_overwritten(command: Command, tmp_path: Path, out: str):
    call, template = tmp_path / "call.docx", tmp_path / "template.docx"
    shutil.copy(FIXTURES / "readers" / "turns.docx", call)
    shutil.copy(FIXTURES / "readers" / "turns.docx", template)
    (tmp_path / "soft.docx").symlink_to(call)
    (tmp_path / "hard.docx").hardlink_to(call)
    before = call.read_bytes()

    done = command("call.docx", "-o", out, "--template", "template.docx", cwd=tmp_path)

    assert done.returncode == 2
    assert "would be overwritten" in done.stderr
    assert call.read_bytes() == template.read_bytes() == before


def test_a_word_transcript_stays_beside_its_guide(command: Command, tmp_path: Path):
    call = tmp_path / "call.docx"
    shutil.copy(FIXTURES / "readers" / "turns.docx", call)
    before = call.read_bytes()
    done = command("call.docx", "--anyway", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["call guide.docx", "call.docx"]
    assert call.read_bytes() == before


def test_standard_input(tmp_path: Path):
    for made in (["guide.docx"], ["guide 2.docx", "guide.docx"]):
        done = pipeline("-", cwd=tmp_path, stdin=SCREENCAST.read_bytes())
        assert done.returncode == 0, done.stderr
        assert names(tmp_path) == made


def test_a_pipe(tmp_path: Path):
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(SCREENCAST.read_bytes(),))
    writer.start()
    done = pipeline(pipe, cwd=tmp_path)
    writer.join()
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["63", "guide.docx"]


def test_several_files_each_get_a_guide_and_one_failure_costs_the_others_nothing(command: Command, tmp_path: Path):
    for name in ("talk.vtt", "talk.txt"):
        shutil.copy(SCREENCAST, tmp_path / name)
    (tmp_path / "broken.vtt").write_bytes(b"")

    done = command("talk.vtt", "broken.vtt", "talk.txt", "-o", "made/here", cwd=tmp_path)

    assert done.returncode == 1
    assert names(tmp_path / "made" / "here") == ["talk guide.docx", "talk.txt guide.docx"]
    *_, count, why = done.stderr.splitlines()
    assert count == "Problems with 1 of 3 files:"
    assert why.startswith("broken.vtt: This file has no text in it.")


def test_a_folder(command: Command, tmp_path: Path):
    shutil.copy(SCREENCAST, tmp_path / "talk.vtt")
    (tmp_path / "notes.md").write_text("# Notes\n\n- buy milk\n- call Bob\n", encoding="utf-8")
    (tmp_path / "talk.mp4").write_bytes(b"\0" * 100)
    for made in (["talk guide.docx"], ["talk guide 2.docx", "talk guide.docx"]):
        done = command(".", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "\nSkipped 1 file that might not be a transcript. To use it, name it:\nnotes.md: " in done.stderr
        assert names(tmp_path) == ["notes.md", *made, "talk.mp4", "talk.vtt"], "a guide isn't read again"


def test_a_folder_in_a_folder_is_said_to_be_left_out(command: Command, tmp_path: Path):
    talks = tmp_path / "talks"
    for name in ("d", "c", "b", "a", ".git"):
        (talks / name).mkdir(parents=True)
    alone = command("talks", cwd=tmp_path)
    assert alone.returncode == 2
    assert alone.stderr == (
        "There are no transcripts in the folder talks. Its subfolders aren't looked into: a, b, c and 1 more. To read "
        "them too, name them.\n"
    )
    for name in "bcd":
        (talks / name).rmdir()
    shutil.copy(SCREENCAST, talks / "talk.vtt")
    shutil.copy(SCREENCAST, talks / "a" / "other.vtt")
    done = command("talks", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "talks: Its subfolder isn't looked into: a. To read it too, name it."
    assert names(tmp_path) == ["talk guide.docx", "talks"]


def test_what_wont_be_used_is_said_before_the_work(command: Command, tmp_path: Path):
    template = docx.Document()
    template.add_paragraph("{{title}} by {{author}}")
    template.save(str(tmp_path / "company.docx"))

    done = command(
        *(SCREENCAST, "-o", "guide.docx", "--template", "company.docx", "--url", "https://example.com/manual"),
        cwd=tmp_path,
    )

    assert done.returncode == 0
    assert done.stderr.splitlines()[:2] == [
        "Reference pages are used only by a language model, and none is set: they aren't fetched.",
        "The template's {{author}} won't be filled in. What can be: {{guide}}, {{title}}, {{audience}}, {{date}}.",
    ]


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


def test_an_oversize_file_is_told_with_its_size_and_not_read(command: Command, tmp_path: Path):
    with (tmp_path / "day.txt").open("wb") as file:
        file.truncate(3_500_000_000)
    done = command("day.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "day.txt: It's 3.5 GB; the limit is 20 MB. Split it and try again with the parts.\n"


def test_only_of_a_document_a_plain_text_is_smaller(command: Command, tmp_path: Path):
    with (tmp_path / "day.docx").open("wb") as file:
        file.truncate(3_500_000_000)
    done = command("day.docx", cwd=tmp_path)
    assert done.stderr.endswith("Split it and try again with the parts, or export it as plain text.\n")


def test_of_a_stream_only_what_is_known_is_told(tmp_path: Path):
    done = pipeline("-", cwd=tmp_path, stdin=bytes(21_000_000))
    assert done.returncode == 1
    assert done.stderr.startswith("standard input: It's more than 20 MB; the limit is 20 MB.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("install.sh", '#!/bin/sh\nset -eu\nfor file in *.txt; do\n  cp "$file" /tmp/ || exit 1\ndone\n'),
        ("rows.csv", "id,name,price\n1,Bolt,0.20\n2,Nut,0.10\n3,Washer,0.05\n"),
        ("tool.py", "import os\n\n\ndef main() -> None:\n    print(os.getcwd())\n\n\nmain()\n"),
        ("README.md", (ROOT / "README.md").read_text(encoding="utf-8")),
    ],
)
def test_what_is_no_transcript_is_refused_with_the_reason(command: Command, tmp_path: Path, name: str, content: str):
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = command(name, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}: This doesn't look like a transcript. It")
    assert "--anyway" in done.stderr
    assert names(tmp_path) == [name]


def test_what_may_be_a_transcript_is_taken_where_it_is_named_and_passed_over_in_a_folder(
    command: Command, tmp_path: Path
):
    said = " ".join(line for line in SCREENCAST.read_text(encoding="utf-8").splitlines() if line and "-->" not in line)
    (tmp_path / "words.txt").write_text(said.removeprefix("WEBVTT "), encoding="utf-8")
    passed = command(".", cwd=tmp_path)
    assert passed.returncode == 1
    assert "Skipped words.txt: It has no times or speakers" in passed.stderr
    taken = command("words.txt", cwd=tmp_path)
    assert taken.returncode == 0, taken.stderr


def test_anyway_takes_what_doesnt_look_like_a_transcript(command: Command, tmp_path: Path):
    table = tmp_path / "rows.csv"
    table.write_text("step,what\n" + "".join(f"{n},click on Save and open page {n}\n" for n in range(9)))
    refused = command(table, "-o", tmp_path / "guide.docx")
    assert (refused.returncode, refused.stderr[-14:]) == (1, "add --anyway.\n")
    taken = command(table, "--anyway", "-o", tmp_path / "guide.docx")
    assert taken.returncode == 0, taken.stderr


def test_the_version():
    assert pipeline("--version").stdout == f"Script2Doc {__version__}\n"


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


def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", SCREENCAST, "-o", "guide.docx", "--explain"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=HANG_SECONDS,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        "The guide is in guide.docx, but standard output can't be written: No space left on device."
    )
    assert names(tmp_path) == ["guide.docx"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "| head -n 0", "2>&1 | head -n 0", "<&-"])
def test_nobody_has_to_read_what_is_printed(tmp_path: Path, closed: str):
    command = f'set -o pipefail; "$0" -m pipeline "$1" -o guide.docx --explain {closed}'
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))}
    done = subprocess.run(
        ["bash", "-c", command, sys.executable, str(SCREENCAST)],
        cwd=tmp_path,
        env={**env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    docx.Document(str(tmp_path / "guide.docx"))


def test_each_line_can_be_explained(command: Command, tmp_path: Path):
    done = command(SCREENCAST, "-o", tmp_path / "guide.docx", "--explain")
    assert done.returncode == 0, done.stderr
    assert "action 1: " in done.stdout
    assert "confidence: " in done.stdout
    assert "[u" in done.stdout, "the citations"
