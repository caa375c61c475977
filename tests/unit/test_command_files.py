"""Where guides go on the command line, and how they are written."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from pipeline.command.advice import unwritten
from pipeline.command.inputs import Input, inputs_of, size_in_words
from pipeline.command.outputs import outputs_of
from pipeline.command.replacing import create, replace
from pipeline.command.targets import Target, save
from pipeline.errors import OptionError


def targets(folder: Path, *names: str, output: str | None = None, force: bool = False) -> list[Target]:
    """The targets of these files, which are made first."""
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    inputs, _ = inputs_of([str(folder / name) for name in names])
    given = str(folder / (output or ""))
    return outputs_of(inputs, given, several=len(names) > 1, template=None, force=force)


def saved(folder: Path, *names: str, output: str | None = None) -> list[str]:
    """Where the guides of these files are written, as paths from the folder."""
    return [str(save(target, b"guide").relative_to(folder)) for target in targets(folder, *names, output=output)]


def test_one_file_goes_where_it_is_told(tmp_path: Path):
    assert saved(tmp_path, "talk.vtt", output="made.md") == ["made.md"]
    assert saved(tmp_path, "talk.vtt") == ["talk guide.docx"], "into a folder that is there"


def test_no_two_files_get_the_same_output(tmp_path: Path):
    names = ("a/talk.vtt", "a/talk.srt", "b/talk.vtt", "b/TALK.vtt", "c/talk.vtt")
    assert saved(tmp_path, *names) == [
        "talk guide.docx",
        "talk guide 2.docx",
        "talk guide 3.docx",
        "TALK guide.docx",
        "talk guide 4.docx",
    ]


def test_no_output_is_another_input(tmp_path: Path):
    assert saved(tmp_path, "talk.vtt", "talk guide.docx") == ["talk guide 2.docx", "talk guide guide.docx"]


@pytest.mark.parametrize("name", ["..vtt", "...txt", ".talk.vtt", "talk..vtt", ". .vtt"])
def test_no_guide_is_hidden_or_has_a_stray_dot(tmp_path: Path, name: str):
    (made,) = saved(tmp_path, name)
    assert made == ("talk guide.docx" if "talk" in name else "guide.docx")


@pytest.mark.parametrize("named", [".", "..", "../", "../here", "../here/.", "talk.vtt", "../here/talk.vtt"])
@pytest.mark.parametrize("output", [None, ".", "..", "../", "./"])
def test_a_path_with_dots_leaves_the_name_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, output: str | None
):
    here = tmp_path / "here"
    here.mkdir()
    (here / "talk.vtt").touch()
    (tmp_path / "talk.vtt").touch()
    monkeypatch.chdir(here)
    inputs, _ = inputs_of([named])
    several = not all(each.chosen for each in inputs)
    (target,) = outputs_of(inputs, output, several=several, template=None)
    folder = tmp_path if output in ("..", "../") else here
    assert save(target, b"guide").resolve() == folder / "talk guide.docx"


def test_what_exists_is_never_replaced_under_a_name_of_ours(tmp_path: Path):
    mine = tmp_path / "talk guide.docx"
    mine.write_bytes(b"edited by hand")
    (tmp_path / "talk guide 3.docx").mkdir()
    (tmp_path / "talk guide 4.docx").symlink_to("gone.docx")
    assert [saved(tmp_path, "talk.vtt") for _ in range(2)] == [["talk guide 2.docx"], ["talk guide 5.docx"]]
    assert mine.read_bytes() == b"edited by hand"


def test_two_runs_at_once_get_two_names(tmp_path: Path):
    runs = 8
    (target,) = targets(tmp_path, "talk.vtt")
    together = threading.Barrier(runs)

    def run(number: int) -> tuple[Path, bytes]:
        together.wait()
        return save(target, b"%d" % number), b"%d" % number

    with ThreadPoolExecutor(runs) as pool:
        made = list(pool.map(run, range(runs)))
    assert len({path for path, _ in made}) == runs
    assert all(path.read_bytes() == data for path, data in made)
    assert len(list(tmp_path.iterdir())) == runs + 1, "nothing else is left"


def test_a_name_that_somebody_else_took_first_isnt_taken_again(tmp_path: Path):
    (tmp_path / "file.docx").write_bytes(b"theirs")
    (tmp_path / "link.docx").symlink_to("gone.docx")
    for name in ("file.docx", "link.docx"):
        with pytest.raises(FileExistsError):
            create(tmp_path / name, b"guide")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.docx", "link.docx"]
    assert (tmp_path / "file.docx").read_bytes() == b"theirs"


@pytest.mark.parametrize("output", ["made.docx", "made.md"])
def test_a_named_file_is_replaced_only_by_force(tmp_path: Path, output: str):
    (tmp_path / output).write_bytes(b"old")
    with pytest.raises(OptionError, match=r"already exists\. Choose another name, or add --force"):
        targets(tmp_path, "talk.vtt", output=output)
    (target,) = targets(tmp_path, "talk.vtt", output=output, force=True)
    assert save(target, b"guide") == tmp_path / output
    assert (tmp_path / output).read_bytes() == b"guide"


TALK = "".join(
    f"{minute:02}:{second:02} {who}: Now {does} and wait until it says that it's done, okay?\n"
    for minute, does in enumerate(("open the settings", "click on Save", "choose a name for it", "close the window"))
    for second, who in ((4, "Anna"), (31, "Ben"))
)
BLOCKS = [("00:00:01", "Hi, today I'll show you"), ("00:00:04", "how to make a token. Click Create.")]
VTT = "WEBVTT\n\n" + "\n".join(f"{time}.000 --> {time}.900\n{words}\n" for time, words in BLOCKS)
SRT = "\n".join(f"{n}\n{time},000 --> {time},900\n{words}\n" for n, (time, words) in enumerate(BLOCKS, 1))
SBV = "\n".join(f"{time}.000,{time}.900\n{words}\n" for time, words in BLOCKS)
RECORDS = json.dumps({"segments": [{"start": float(time[-2:]), "end": 9.0, "text": words} for time, words in BLOCKS]})


def word_document(text: str) -> bytes:
    """A Word document of these lines."""
    made, kept = Document(), BytesIO()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("output", "data"),
    [
        ("other.md", TALK.encode()),
        ("other.md", VTT.encode()),
        ("other.md", SRT.encode("utf-16")),
        ("other.md", SBV.encode()),
        ("other.json", RECORDS.encode()),
        ("other.docx", word_document(TALK)),
        ("other.pptx", VTT.encode()),
        ("other.md", " ".join(words for _, words in BLOCKS * 20).encode()),
    ],
    ids=["text", "WebVTT", "SubRip in UTF-16", "SubViewer", "JSON", "Word", "named otherwise", "words only"],
)
def test_a_transcript_isnt_replaced_even_by_force(tmp_path: Path, output: str, data: bytes):
    (tmp_path / output).write_bytes(data)
    with pytest.raises(
        OptionError, match=rf"{output} (is|may be) a transcript, so --force doesn't replace it\. Choose"
    ):
        targets(tmp_path, "talk.vtt", output=output, force=True)
    assert (tmp_path / output).read_bytes() == data


@pytest.mark.parametrize("points_to", ["real.md", "gone.md"])
def test_nothing_is_written_through_a_link_even_by_force(tmp_path: Path, points_to: str):
    (tmp_path / "real.md").write_text("- milk\n- bread\n")
    (tmp_path / "link.md").symlink_to(points_to)
    with pytest.raises(OptionError, match=r"link\.md is a symbolic link, and --force replaces nothing behind one\."):
        targets(tmp_path, "talk.vtt", output="link.md", force=True)


def test_force_replaces_nothing_that_appears_meanwhile(tmp_path: Path):
    (target,) = targets(tmp_path, "talk.vtt", output="made.md", force=True)
    (tmp_path / "made.md").write_text(VTT)
    assert save(target, b"guide") == tmp_path / "made 2.md"
    assert (tmp_path / "made.md").read_text() == VTT


def test_a_named_file_that_appears_meanwhile_isnt_replaced(tmp_path: Path):
    (target,) = targets(tmp_path, "talk.vtt", output="made.docx")
    (tmp_path / "made.docx").write_bytes(b"theirs")
    assert save(target, b"guide") == tmp_path / "made 2.docx"
    assert (tmp_path / "made.docx").read_bytes() == b"theirs"


@pytest.mark.parametrize(("names", "output"), [(("talk.vtt",), None), (("talk.vtt", "call.vtt"), "made")])
def test_force_needs_a_named_file(tmp_path: Path, names: tuple[str, ...], output: str | None):
    with pytest.raises(OptionError, match="--force replaces the file that -o names"):
        targets(tmp_path, *names, output=output, force=True)


@pytest.mark.parametrize("force", [False, True])
def test_pipes_and_devices_arent_outputs(tmp_path: Path, force: bool):
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "full.docx").symlink_to("/dev/full")
    for output in ("pipe.docx", "full.docx"):
        with pytest.raises(OptionError, match="isn't a regular file"):
            targets(tmp_path, "talk.vtt", output=output, force=force)


def test_a_file_named_twice_is_read_once(tmp_path: Path):
    talk = tmp_path / "talk.vtt"
    talk.touch()
    (tmp_path / "link.vtt").symlink_to(talk)
    assert inputs_of([str(talk), str(talk), str(tmp_path / "link.vtt")]) == ((Input(talk),), ())


def test_a_terminal_can_be_named_and_no_other_device():
    typing, terminal = os.openpty()
    try:
        ((given,), _) = inputs_of([os.ttyname(terminal)])
        assert given.stream
        with pytest.raises(OptionError, match="/dev/null is a device, not a file"):
            inputs_of(["/dev/null"])
    finally:
        os.close(terminal)
        os.close(typing)


def test_a_long_name_stays_within_what_file_systems_take(tmp_path: Path):
    for _ in range(2):
        (out,) = saved(tmp_path, "é" * 120 + ".vtt")
        assert len(out.encode()) <= 255


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_may_not_be_written_is_refused(tmp_path: Path):
    talk, guide, closed = tmp_path / "talk.vtt", tmp_path / "guide.docx", tmp_path / "closed"
    talk.touch()
    guide.touch(0o444)
    closed.mkdir(0o555)
    for out, said in ((guide, "write-protected"), (closed / "guide.docx", "no permission"), (closed, "no permission")):
        with pytest.raises(OptionError, match=said):
            outputs_of([Input(talk)], str(out), several=False, template=None)


@pytest.mark.parametrize("output", ["made.docx", "link.docx"])
def test_a_read_only_file_isnt_replaced_even_by_force_or_by_root(tmp_path: Path, output: str):
    made = tmp_path / "made.docx"
    made.write_bytes(b"final")
    made.chmod(0o444)
    (tmp_path / "link.docx").symlink_to(made)
    with pytest.raises(OptionError, match=rf"{output} is write-protected\. Make it writable, or choose another output"):
        targets(tmp_path, "talk.vtt", output=output, force=True)
    made.chmod(0o644)
    (target,) = targets(tmp_path, "talk.vtt", output="made.docx", force=True)
    save(target, b"guide")
    assert made.read_bytes() == b"guide"


@pytest.mark.parametrize(
    ("size", "told"), [(999, "999 bytes"), (1_000, "1 KB"), (35_240_000, "35.2 MB"), (2_000_000_000, "2 GB")]
)
def test_sizes_in_units_that_people_read(size: int, told: str):
    assert size_in_words(size) == told


def test_a_size_is_told_apart_from_the_limit_that_it_is_beyond():
    assert size_in_words(20_000_001, 20_000_000) == "20,000,001 bytes"


def test_a_replaced_file_keeps_its_permissions_and_a_new_one_gets_the_usual(tmp_path: Path):
    old, new, usual = tmp_path / "old.docx", tmp_path / "new.docx", tmp_path / "usual"
    old.touch()
    old.chmod(0o640)
    usual.touch()
    replace(old, b"guide")
    create(new, b"guide")
    assert (old.read_bytes(), stat.S_IMODE(old.stat().st_mode)) == (b"guide", 0o640)
    assert new.stat().st_mode == usual.stat().st_mode


def test_what_a_link_points_to_is_as_it_was_if_the_link_comes_meanwhile(tmp_path: Path):
    real, link = tmp_path / "real.docx", tmp_path / "link.docx"
    real.write_bytes(b"theirs")
    link.symlink_to("real.docx")
    replace(link, b"guide")
    assert real.read_bytes() == b"theirs"
    assert not link.is_symlink()
    assert link.read_bytes() == b"guide"


def test_where_the_disk_has_no_room_the_old_file_is_as_it_was(tmp_path: Path):
    out = tmp_path / "guide.docx"
    out.write_bytes(b"old")
    limits, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))  # stands for a full disk: a write fails in the middle
    try:
        with pytest.raises(OSError) as caught:
            replace(out, bytes(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, heard)
    assert caught.value.errno == errno.EFBIG
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("number", "helps"),
    [
        (errno.ENOSPC, "Free up some space"),
        (errno.EDQUOT, "Free up some space"),
        (errno.ENOENT, "Choose another output"),
    ],
)
def test_only_a_full_disk_asks_for_space(number: int, helps: str):
    said = unwritten(Path("guide.docx"), OSError(number, os.strerror(number)))
    assert said.startswith(f"guide.docx can't be written: {os.strerror(number)}. {helps}")
