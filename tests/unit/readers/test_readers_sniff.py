"""Whether a dropped file is a transcript: at least forty files that aren't, from this repository and from installed
packages."""

from __future__ import annotations

import json
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.guide import Confidence, Level
from pipeline.readers import Verdict, read_transcript, sniff
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.cloudflare import GUIDE
from tests.unit.readers import written
from tests.unit.readers.papers import paragraph, pdf, word

ROOT = Path(__file__).parents[3]
INSTALLED = Path(sysconfig.get_paths()["purelib"])

ESSAY = """On the usefulness of lists

A list is the oldest of the tools by which people have kept order in what would otherwise be beyond them. Merchants kept
lists of goods, monasteries kept lists of books, and states kept lists of nearly everything. The list does not explain;
it only claims that its items belong together, and leaves the reason to the reader.

In the nineteenth century the list moved into the factory. What had been a habit of careful workers became a document
that was checked by others. The history of quality, some have argued, is the history of that document.
"""
CONTRACT = """SERVICE AGREEMENT

1. Definitions: In this Agreement, "Services" means the services described in Schedule A.
2. Term: This Agreement shall commence on the Effective Date and shall continue for twelve months.
3. Payment: The Client shall pay the Provider the fees set out in Schedule B within thirty days.
4. Liability: Notwithstanding anything herein, neither party shall be liable for indirect damages.
5. Governing law: This Agreement shall be governed by the laws of the State of Delaware.
"""
LOG = "\n".join(
    f"2024-03-03 14:{n // 60:02}:{n % 60:02},123 INFO worker: job {n} was taken by worker {n % 7} and is being run"
    for n in range(200)
)
SYSLOG = "\n".join(f"Mar  3 14:{n // 60:02}:{n % 60:02} host sshd[{n}]: Accepted key for root" for n in range(100))
CLOCK_LOG = "\n".join(f"[00:{n // 60:02}:{n % 60:02}] ERROR: the job failed and is tried again" for n in range(100))
TABLE = "time,name,text\n" + "\n".join(f"00:00:{n:02},Jane,hello" for n in range(50))
SETTINGS = "name: demo\nversion: 1\nservices:\n  web:\n    image: nginx\n    ports: [80]\n  db:\n    image: postgres\n"
CHANGES = (
    "# Changelog\n\n## 1.1\n\n- Added: a new page\n- Fixed: the old page\n\n## 1.0\n\n- Added: a page\n- Fixed: a bug\n"
)
MAIL = (
    "From: a@example.com\nTo: b@example.com\nSubject: Plan\nDate: Mon, 3 Mar 2024\n\nThe plan is attached. Regards.\n"
)
RECIPE = (
    "Pancakes\n\nIngredients: flour, milk, eggs.\n\nTime: 0:20\n\nMix the flour and the milk. Fry for 2:30 each side.\n"
)
CHAPTERS = "00:00 Introduction\n05:10 Opening the settings\n20:45 Adding users\n41:00 Questions\n"
DIFF = "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n-import os\n+import sys\n def main():\n"

WRITTEN: dict[str, tuple[str, str]] = {
    "an essay": (ESSAY, "essay.txt"),
    "a contract": (CONTRACT, "agreement.txt"),
    "a log": (LOG, "worker.log.txt"),
    "a system's log": (SYSLOG, "messages"),
    "a log with times alone": (CLOCK_LOG, "out.txt"),
    "a table with times and names": (TABLE, "data.txt"),
    "settings": (SETTINGS, "compose.txt"),
    "a list of changes": (CHANGES, "CHANGES.md"),
    "a mail": (MAIL, "mail.txt"),
    "a recipe": (RECIPE, "recipe.txt"),
    "chapters": (CHAPTERS, "chapters.txt"),
    "a diff": (DIFF, "fix.txt"),
    "a package.json": (json.dumps({"name": "a", "scripts": {"start": "node ."}}), "package.json"),
    "a list of people": (json.dumps([{"name": "Jane", "id": 1}, {"name": "John", "id": 2}]), "people.json"),
    "events": (json.dumps([{"time": "2024-03-03T14:00:00Z", "name": "login"}] * 9), "events.json"),
}  # fmt: skip


def found() -> list[Path]:
    """READMEs, licences, source files, data and pages that are installed with this repository."""
    packages = (
        "pip",
        "pypdf",
        "lxml",
        "openai",
        "aiohttp",
        "slack_sdk",
        "sqlalchemy",
        "docx",
        "pydantic",
        "yaml",
        "bs4",
    )
    sources = [next((INSTALLED / package).rglob("*.py")) for package in packages]
    licences = sorted(INSTALLED.glob("*.dist-info/licenses/LICENSE*"))[:20]
    heads = sorted(INSTALLED.glob("*.dist-info/METADATA"))[:40]
    records = sorted(INSTALLED.glob("*.dist-info/RECORD"))[:5]
    pages = sorted((INSTALLED / "openai").rglob("*.md"))[:20] + sorted(INSTALLED.rglob("*.html"))[:2]
    ours = [
        ROOT / name for name in ("README.md", "LICENSE", "Makefile", "pyproject.toml", "manifest.yml", "Dockerfile")
    ]
    modules = sorted((ROOT / "pipeline").glob("*.py"))
    return [path for path in (*sources, *licences, *heads, *records, *pages, *ours, *modules) if path.is_file()]


def test_what_is_installed_is_no_transcript():
    files = found()
    assert len(files) >= 40

    taken = [path for path in files if sniff(path.read_bytes(), path.name).verdict is Verdict.YES]

    assert not taken


def test_what_is_installed_is_no_transcript_under_another_name():
    """The content decides, not the name."""
    files = [path for path in found() if path.suffix in (".py", ".md", ".toml", ".yml")]

    taken = [path for path in files if sniff(path.read_bytes(), "transcript.txt").verdict is Verdict.YES]

    assert not taken


@pytest.mark.parametrize(("text", "name"), WRITTEN.values(), ids=WRITTEN)
def test_what_people_write_is_no_transcript(text: str, name: str):
    assert sniff(text.encode(), name).verdict is not Verdict.YES


@pytest.mark.parametrize("name", written.WRITTEN)
def test_what_is_written_is_no_transcript(name: str):
    """Both under its own name, and under one that says nothing."""
    data = written.WRITTEN[name].encode()

    assert [sniff(data, name).verdict, sniff(data, "notes.txt").verdict].count(Verdict.YES) == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mail.txt", "an e-mail"),
        ("mail thread.txt", "an e-mail"),
        ("invoice.txt", "an invoice"),
        ("rechnung.txt", "an invoice"),
        ("changelog.md", "a list of changes"),
        ("play.txt", "a play"),
        ("minutes.txt", "minutes"),
        ("worker.txt", "a log"),
        ("access.txt", "a log"),
        ("nginx.txt", "source code"),
        ("people.txt", "a table"),
    ],
)
def test_what_a_text_is_instead_of_a_transcript(name: str, kind: str):
    found = sniff(written.WRITTEN[name].encode(), "notes.txt")

    assert (found.verdict, found.reason) == (Verdict.NO, f"It looks like {kind}.")


def test_a_few_typed_instructions_are_offered():
    text = b"Open Settings.\nClick Security.\nTurn on two-step verification.\nScan the code.\nClick Save.\n"

    assert sniff(text, "steps.txt").verdict is Verdict.MAYBE


@pytest.mark.parametrize(
    "text",
    [
        '"Open Settings."\n"Click Security."\n"Choose Add."\n"Type the name."\n"Click Save."\n',
        "“Open Settings.”\n“Click Security.”\n“Choose Add.”\n“Type the name.”\n“Click Save.”\n",
        "«Open Settings.»\n«Click Security.»\n«Choose Add.»\n«Type the name.»\n«Click Save.»\n",
        "'Open Settings.'\n'Click Security.'\n'Choose Add.'\n'Type the name.'\n'Click Save.'\n",
        "„Öffne die Einstellungen.“\n„Klicke auf Sicherheit.“\n„Wähle Neu.“\n„Gib ihn ein.“\n„Klicke auf OK.“\n",
        '"Settings": open it.\n"Security": click on it.\n"Add": press it.\n"Name": type it.\n"Save": click on it.\n',
    ],
)
def test_typed_instructions_in_quotation_marks_are_offered(text: str):
    assert sniff(text.encode(), "steps.txt").verdict is Verdict.MAYBE


async def test_what_stands_in_quotation_marks_doesnt_speak():
    found = await read_transcript(b'"Save": click on it.\n"Name": type it.\n"Save": wait.\n', "steps.txt")
    assert found.speakers == ()


def test_names_make_a_transcript_of_lines_that_begin_late():
    """An excerpt has names or begins early. A timetable has neither."""
    lines = ("Open the settings.", "I see them.", "Press Save.", "It is saved.")
    named = "\n".join(f"[41:0{n}] {'Ann' if n % 2 else 'Bob'}: {line}" for n, line in enumerate(lines))
    early = "\n".join(f"0:0{n} {line}" for n, line in enumerate(lines))
    late = "\n".join(f"9:0{n} {line}" for n, line in enumerate(lines))

    verdicts = [sniff(text.encode(), "notes.txt").verdict for text in (named, early, late)]

    assert verdicts[:2] == [Verdict.YES] * 2
    assert verdicts[2] is not Verdict.YES


def test_the_verdict_on_what_nobody_says_is_no():
    no = ("a log", "a system's log", "a table with times and names", "settings", "a contract", "an essay", "a diff")

    assert {name: sniff(WRITTEN[name][0].encode(), WRITTEN[name][1]).verdict for name in no} == dict.fromkeys(
        no, Verdict.NO
    )


@pytest.mark.parametrize(
    "data",
    [
        b"So first you open the settings, and then you go to the users, and here you press Add. Now we're done.",
        pdf(
            ["So first you open the settings, and then you go to the users, and here", "you press Add. Now we're done."]
        ),
        word(
            paragraph(
                "So first you open the settings, and then you go to the users, and you press Add. Now we're done."
            )
        ),
    ],
    ids=["text", "PDF", "Word"],
)
def test_prose_that_sounds_spoken_is_offered(data: bytes):
    assert sniff(data, "talk").verdict is Verdict.MAYBE


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello.\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHello.\n",
        "[00:01] Ann: Open the settings.\n[00:05] Bob: I see them.\n[00:09] Ann: Now press Save.\n",
        '{"segments": [{"start": 0, "end": 1.5, "text": " Hello there."}]}',
    ],
)
def test_a_transcript_is_known_whatever_it_is_called(text: str):
    for name in ("talk.vtt", "talk", "download (1)", "talk.json", "notes.md"):
        assert sniff(text.encode(), name).verdict is Verdict.YES


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff\xfe", b"{", b"[", b"<", b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"---\n"]
)
def test_the_shortest_files_get_a_verdict(data: bytes):
    assert sniff(data, "x").verdict is Verdict.NO


@pytest.mark.parametrize("suffix", [".docx", ".md", ".json"])
def test_a_guide_that_script2doc_rendered_is_no_transcript(suffix: str):
    rendered = {".docx": render_docx(GUIDE), ".md": render_markdown(GUIDE).encode(), ".json": GUIDE.to_json()}[suffix]

    found = sniff(rendered, f"Create an API token{suffix}")

    assert (found.verdict, found.reason) == (Verdict.NO, "Script2Doc made this document.")


def test_a_guide_all_of_whose_steps_are_certain_is_no_transcript_either():
    certain = replace(
        GUIDE, steps=tuple(replace(step, confidence=Confidence(Level.HIGH, ""), fallback=None) for step in GUIDE.steps)
    )
    rendered = render_markdown(certain)
    assert "<sub>" not in rendered

    assert sniff(rendered.encode(), "talk.md").reason == "Script2Doc made this document."


def test_wording_alone_speaks_against_a_file_only_where_nobody_asked_for_it():
    module = (
        "VO: Welcome to the page title module. The purpose of this module is to ensure that every page has a title. "
        "The page title passes when the page contains a unique title. This concludes the module.\n"
        "VO: Users are encouraged to view the other modules for more information on the tool.\n"
    )
    found = sniff(module.encode(), "transcript.txt")

    assert (found.verdict, found.guessed) == (Verdict.NO, True)
    assert not sniff(LOG.encode(), "x.txt").guessed


def test_a_verdict_has_its_reason():
    assert sniff(LOG.encode(), "x.txt").reason == "It looks like a log."
    assert sniff(b"print(1)", "x.py").reason == "It looks like source code."
    assert "WebVTT" in sniff(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n", "x").reason


GUIDES = {
    "steps under headings": "# Create a report\n\n## Overview\n\nYou can create reports in the portal.\n\n"
    "## Step 1: Open the settings\n\nClick the gear. You see the page.\n\n## Step 2: Save\n\nNow press Save.\n",
    "a table of contents": "Reports\n\nOverview ........ 1\nOpen the settings ........ 2\nSave it ........ 3\n\n"
    "Overview\nYou can create reports in the portal.\n\nStep 1: Now you open the settings, and then you save it.\n",
}


@pytest.mark.parametrize("text", GUIDES.values(), ids=GUIDES)
def test_a_guide_that_somebody_wrote_is_no_transcript(text: str):
    assert sniff(text.encode(), "report.md").reason == "It looks like a written guide."


NARRATED = (
    "Columns are used to break up and organize content within a document.",
    "Screen readers cannot present information in the correct order if only tabs make the columns.",
    "The columns feature must be used in order to create the structure that screen readers use.",
    "It is located on the page layout tab of the navigation ribbon, in the page setup section.",
    "Place the cursor in any text that appears to be in a column, and open the formatting pane.",
    "The tables must be created with built-in features, and must not be contained within another table.",
)


def test_what_one_narrator_reads_aloud_is_offered():
    named = "".join(f"VO: {line}\n" for line in NARRATED)
    thanked = f"{' '.join(NARRATED)} Thank you for watching Module 5."

    assert sniff(named.encode(), "module 5.txt").verdict is Verdict.MAYBE
    assert sniff(thanked.encode(), "module 5.txt").verdict is Verdict.MAYBE
    assert sniff(" ".join(NARRATED).encode(), "module 5.txt").verdict is Verdict.NO


def test_what_one_person_says_in_lines_with_a_name_is_a_transcript():
    lines = ("So you open the lid first.", "Then you take the tray out.", "I rinse it now.", "And you let it dry.")
    said = "".join(f"Ines: {line}\n" for line in lines)
    asked = "".join(f"{'Q' if n % 2 else 'A'}: {line}\n" for n, line in enumerate(lines))

    assert sniff(said.encode(), "talk.txt").reason == "It's text with speakers."
    assert sniff(asked.encode(), "talk.txt").verdict is Verdict.MAYBE


CHATS = {
    "Zoom": "{0}:{1:02}:00\t From  {2} : {3}\n",
    "Zoom, in two columns": "{0}:{1:02}:00\t{2}:\t{3}\n",
    "Zoom, to everyone": "2024-03-01 {0}:{1:02}:00 From {2} to Everyone:\n\t{3}\n",
    "WhatsApp": "02/05/2024, {0}:{1:02} - {2}: {3}\n",
    "WhatsApp on a phone": "[02.05.24, {0}:{1:02}:20] {2}: {3}\n",
    "Discord": "[02-May-24 {0}:{1:02} AM] {2}\n{3}\n\n",
    "IRC": "[{0}:{1:02}:05] <{2}> {3}\n",
}


@pytest.mark.parametrize("shape", CHATS.values(), ids=CHATS)
def test_a_chat_that_was_typed_is_no_transcript(shape: str):
    lines = ("Are you on the call?", "Yes, I see your screen.", "Then open the settings page.", "I did that just now.")
    chat = "".join(shape.format(10, n, "omar" if n % 2 else "dana", line) for n, line in enumerate(lines * 3))

    found = sniff(chat.encode(), "notes.txt")

    assert (found.verdict, found.reason) == (Verdict.NO, "It looks like a chat that was typed.")


@pytest.mark.parametrize("shape", ["[10:{0:02} AM] {1}\n{2}\n\n", "{1}\n  10:{0:02} AM\n{2}\n\n"])
def test_times_of_the_day_without_seconds_may_be_a_chats(shape: str):
    lines = ("Are you on the call?", "Yes, I see your screen.", "Then open the settings page.", "I did that just now.")
    chat = "".join(shape.format(n, "Omar Reed" if n % 2 else "Dana Fox", line) for n, line in enumerate(lines * 3))

    assert sniff(chat.encode(), "notes.txt").verdict is Verdict.MAYBE
