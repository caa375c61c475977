"""What `python -m pipeline` reads, and what it passes over."""

from __future__ import annotations

import os
import re
import shutil
import threading
from pathlib import Path

import pytest

from tests.acceptance.command import ROOT, SCREENCAST, Command, names, pipeline

STANDUP = """WEBVTT

00:01.000 --> 00:05.000
<v Anna>Good morning everyone, how was your weekend?

00:05.000 --> 00:09.000
<v Ben>It was lovely, we went to the lake with the kids.

00:09.000 --> 00:14.000
<v Anna>Nice. The numbers for last quarter look good, I was surprised.

00:14.000 --> 00:19.000
<v Ben>Yes, sales grew by ten percent, and the board was happy about it.
"""


def test_standard_input(tmp_path: Path):
    (tmp_path / "guide.docx").touch()
    done = pipeline("-", cwd=tmp_path, stdin=SCREENCAST.read_bytes())
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["guide 2.docx", "guide.docx"]


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
    assert names(tmp_path / "made" / "here") == ["talk guide 2.docx", "talk guide.docx"]
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
        assert done.stderr.count("notes.md") == 1, done.stderr
        assert names(tmp_path) == ["notes.md", *made, "talk.mp4", "talk.vtt"], "a guide isn't read again"


def test_a_folder_in_a_folder_is_said_to_be_left_out(command: Command, tmp_path: Path):
    talks = tmp_path / "talks"
    for name in ("d", "c", "b", "a", ".git"):
        (talks / name).mkdir(parents=True)
    alone = command("talks", cwd=tmp_path)
    assert alone.returncode == 2
    assert alone.stderr == (
        "There are no transcripts in the folder talks. The folders in it were left out: a, b, c and 1 more. To read "
        "them too, name them.\n"
    )
    for name in "bcd":
        (talks / name).rmdir()
    shutil.copy(SCREENCAST, talks / "talk.vtt")
    shutil.copy(SCREENCAST, talks / "a" / "other.vtt")
    done = command("talks", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "talks: The folder a in it was left out. To read it too, name it."
    assert names(tmp_path) == ["talk guide.docx", "talks"]


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


def test_what_may_be_a_transcript_is_taken_where_it_is_named_and_in_a_folder(command: Command, tmp_path: Path):
    said = " ".join(line for line in SCREENCAST.read_text(encoding="utf-8").splitlines() if line and "-->" not in line)
    (tmp_path / "words.txt").write_text(said.removeprefix("WEBVTT "), encoding="utf-8")
    named = command("words.txt", cwd=tmp_path)
    in_folder = command(".", cwd=tmp_path)
    assert (named.returncode, in_folder.returncode) == (0, 0), (named.stderr, in_folder.stderr)
    assert names(tmp_path) == ["words guide 2.docx", "words guide.docx", "words.txt"]


def test_what_is_no_transcript_is_refused_where_it_is_named_and_skipped_in_a_folder(command: Command, tmp_path: Path):
    (tmp_path / "rows.csv").write_text("id,name,price\n1,Bolt,0.20\n2,Nut,0.10\n3,Washer,0.05\n", encoding="utf-8")
    named = command("rows.csv", cwd=tmp_path)
    alone = command(".", cwd=tmp_path)
    shutil.copy(SCREENCAST, tmp_path / "talk.vtt")
    beside = command(".", cwd=tmp_path)

    assert (named.returncode, alone.returncode, beside.returncode) == (1, 1, 0)
    assert alone.stderr.splitlines() == [
        "Skipped 1 file:",
        "rows.csv: It looks like a table. To use it anyway, name it and add --anyway.",
        "No guide was made, because none of these files looks like a transcript.",
    ]


def test_a_meeting_is_refused_where_it_is_named_and_skipped_in_a_folder(command: Command, tmp_path: Path):
    (tmp_path / "standup.vtt").write_text(STANDUP, encoding="utf-8")
    named = command("standup.vtt", cwd=tmp_path)
    alone = command(".", cwd=tmp_path)
    shutil.copy(SCREENCAST, tmp_path / "talk.vtt")
    beside = command(".", cwd=tmp_path)
    both = command(".", "standup.vtt", cwd=tmp_path)

    assert (named.returncode, alone.returncode, beside.returncode, both.returncode) == (1, 1, 0, 1)
    *_, skipped, meeting = beside.stderr.splitlines()
    assert skipped == "Skipped 1 file:"
    assert meeting.startswith("standup.vtt: This looks like a conversation")
    assert meeting.endswith("To use it anyway, name it and add --anyway.")
    assert alone.stderr.splitlines()[-3:] == [
        skipped,
        meeting,
        "No guide was made, because nobody shows how to do something in any of these files.",
    ]
    assert "Problems with 1 of 2 files:" in both.stderr, "whoever names a meeting wants a guide of it"
    assert names(tmp_path) == ["standup.vtt", "talk guide 2.docx", "talk guide.docx", "talk.vtt"]


def test_all_that_a_folder_has_is_read_or_counted_and_listed(command: Command, tmp_path: Path):
    shutil.copy(SCREENCAST, tmp_path / "talk.vtt")
    rows = [f"00:00:0{n},Ann,Now open menu {n} and click Save." for n in range(6)]
    (tmp_path / "call.csv").write_text("\n".join(["Start,Speaker,Text", *rows]), encoding="utf-8")
    (tmp_path / "rows.csv").write_text("id,name,price\n1,Bolt,0.20\n2,Nut,0.10\n3,Washer,0.05\n", encoding="utf-8")
    turns = "".join(f"- speaker: Ann\n  text: Now open menu {n} and click Save.\n" for n in range(6))
    (tmp_path / "turns.yaml").write_text(turns, encoding="utf-8")
    (tmp_path / "ci.yml").write_text("on: push\njobs:\n  test:\n    steps:\n      - run: make\n", encoding="utf-8")
    for name in ("deploy.sh", "a.png", "package.json", "used.talk", ".hidden"):
        (tmp_path / name).write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "used.talk").write_text("Open Settings.\nClick Security.\nTurn on it.\n", encoding="utf-8")
    done = command(".", "used.talk", cwd=tmp_path)
    again = command(".", "used.talk", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {"call guide.docx", "turns guide.docx"} <= set(names(tmp_path)), done.stderr
    for each in (done, again):
        skipped = each.stderr.partition("Skipped 5 files:\n")[2].splitlines()
        listed = sorted(line.partition(":")[0] for line in skipped)
        assert listed == ["a.png", "ci.yml", "deploy.sh", "package.json", "rows.csv"]
        assert "a.png: Its name doesn't end like a transcript's. To have it looked at, name it." in skipped


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("call.pdf", b"%PDF-1.7\nand no more"),
        ("call.zip", b"PK\x03\x04 and no more"),
        ("call.docx", b"no document at all"),
        ("call.vtt", b""),
        ("call.vtt", bytes(range(256)) * 8),
        ("call.txt", bytes(range(1, 256)) * 8),
    ],
    ids=["PDF", "ZIP", "text", "empty", "noise as captions", "noise as text"],
)
def test_a_damaged_file_in_a_folder_is_a_problem_and_the_others_are_read(
    command: Command, tmp_path: Path, name: str, content: bytes
):
    shutil.copy(SCREENCAST, tmp_path / "talk.vtt")
    (tmp_path / name).write_bytes(content)

    named = command(name, cwd=tmp_path)
    done = command(".", cwd=tmp_path)

    assert (named.returncode, done.returncode) == (1, 1)
    problem = done.stderr.partition("Problems with 1 of 2 files:\n")[2]
    assert problem == named.stderr
    assert "talk guide.docx" in names(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said", "more"),
    [
        (
            "tool.js",
            "",
            "Its name doesn't end like a transcript's. To have it looked at, name it.",
            None,
        ),
        (
            "notes.md",
            "# Notes\n\n- open Settings before Bob calls\n- buy milk\n",
            "It doesn't read like something that was said. To use it anyway, name it and add --anyway.",
            ["--anyway"],
        ),
        (
            "photo.txt",
            "GIF89a" + "\x01" * 9,
            "This is an image. Use the transcript as a .vtt, .srt, .txt, .docx or PDF file.",
            None,
        ),
    ],
)
def test_what_a_folders_skipped_file_needs_is_said_once_and_true(
    command: Command, tmp_path: Path, name: str, content: str, said: str, more: list[str] | None
):
    shutil.copy(SCREENCAST, tmp_path / "talk.vtt")
    (tmp_path / name).write_text(content, encoding="utf-8")

    passed = command(".", cwd=tmp_path)

    assert passed.returncode == 0, passed.stderr
    assert passed.stderr.splitlines()[-2:] == ["Skipped 1 file:", f"{name}: {said}"]
    assert passed.stderr.count(name) == 1
    if more is None:
        assert command(name, "--anyway", cwd=tmp_path).returncode == 1, "nothing more could be advised"
        return
    taken = command(name, *more, cwd=tmp_path)
    assert taken.returncode == 0, taken.stderr


def test_a_file_that_is_named_beside_its_folder_is_used(command: Command, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("Open Settings.\nClick Security.\nTurn on two-step verification.\n")
    done = command(".", "mine.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["mine guide.docx", "mine.txt"]


def test_what_has_no_instructions_in_it_is_quoted_where_that_is_wanted(command: Command, tmp_path: Path):
    (tmp_path / "cli.sh").write_text('#!/bin/sh\nif [ "$1" = "" ]; then\n  x=1\nfi\ny="${x:-2}"\nz="$y"\n')
    refused = command("cli.sh", cwd=tmp_path)
    assert refused.stderr == (
        "cli.sh: This doesn't look like a transcript. It looks like source code. If the file is a transcript, add "
        "--anyway.\n"
    )
    done = command("cli.sh", "--anyway", "-o", "made.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("This is only an extract. No instructions were found in the recording, so it quotes ")
    assert "For a fuller guide, set an API key" in done.stdout
    assert re.search(r", 1 step with \d+ quotes?, ", done.stdout)
    assert (tmp_path / "made.md").read_text(encoding="utf-8").split("\n\n")[1].endswith("so it quotes what was said.")


def test_a_talk_in_a_language_without_rules_is_refused_for_its_language_and_made_anyway(
    command: Command, tmp_path: Path
):
    said = "[00:00:01] Ieri il museo era chiuso per la pioggia.\n[00:00:09] Abbiamo bevuto un caffè in stazione.\n"
    (tmp_path / "museo.txt").write_text(said, encoding="utf-8")

    refused = command("museo.txt", cwd=tmp_path)
    made = command("museo.txt", "--anyway", "-o", "made.md", cwd=tmp_path)

    assert refused.returncode == 1
    assert "museo.txt: This is in Italian. Without a language model, " in refused.stderr
    assert refused.stderr.endswith("To make a guide regardless, add --anyway.\n")
    assert made.returncode == 0, made.stderr
    assert "Questo è solo un estratto." in (tmp_path / "made.md").read_text(encoding="utf-8")


def test_anyway_takes_what_doesnt_look_like_a_transcript(command: Command, tmp_path: Path):
    table = tmp_path / "rows.csv"
    table.write_text("step,what\n" + "".join(f"{n},click on Save and open page {n}\n" for n in range(9)))
    refused = command(table, "-o", tmp_path / "guide.docx")
    assert (refused.returncode, refused.stderr[-14:]) == (1, "add --anyway.\n")
    taken = command(table, "--anyway", "-o", tmp_path / "guide.docx")
    assert taken.returncode == 0, taken.stderr


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


def test_what_is_worded_like_no_speech_is_read_where_it_is_named(command: Command, tmp_path: Path):
    module = (
        "VO: Welcome to the page title module. The purpose of this module is to ensure that every page has a title. "
        "Next choose the select module menu and navigate to the structures module. Once selected, open the more "
        "details menu and select page titles. The page title passes when the page contains a unique title.\n"
        "VO: Users are encouraged to view the other modules for more information on the tool.\n"
    )
    (tmp_path / "module.txt").write_text(module)
    done = command("module.txt", "-o", "made.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_name_that_looks_like_an_option(command: Command, tmp_path: Path):
    shutil.copy(SCREENCAST, tmp_path / "-o.vtt")
    done = command("-o", "made.docx", "--", "-o.vtt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["-o.vtt", "made.docx"]


def test_a_script_that_is_taken_anyway_isnt_called_by_its_first_line(command: Command, tmp_path: Path):
    script = "#!/bin/sh\nDana: Open the File menu.\nClick Save as.\nType the name and press Save.\n"
    (tmp_path / "x.txt").write_text(script)
    done = command("x.txt", "--anyway", "-o", "made.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "bin/sh" not in (tmp_path / "made.md").read_text(encoding="utf-8").splitlines()[0]


def test_a_guide_of_quotes_is_called_as_the_progress_called_it_and_a_title_is_quoted_once(
    command: Command, tmp_path: Path
):
    talk = "".join(
        f"00:00:0{second}.000 --> 00:00:0{second + 1}.000\n{said}\n\n"
        for second, said in enumerate(["How was your weekend?", "It was fine.", "We swam in the lake."], 1)
    )
    (tmp_path / "chat.vtt").write_text(f"WEBVTT\n\n{talk}", encoding="utf-8")

    done = command("chat.vtt", "--anyway", "-o", "made.md", cwd=tmp_path)
    titled = command("chat.vtt", "--anyway", "--title", "“Hi” there", "-o", "titled.md", cwd=tmp_path)

    assert ": What was said (chat)\n" in done.stderr
    assert "made.md: “What was said (chat)”, " in done.stdout
    assert "titled.md: “‘Hi’ there”, " in titled.stdout
