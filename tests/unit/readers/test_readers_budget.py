"""The cost of reading: 100,000 words take no more than 100 MB in each text format, and time in proportion to their
number (`make bench` shows how much). Each is measured in a process of its own."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.readers import sniff
from tests.conftest import HANG_SECONDS, further

ROOT = Path(__file__).parents[3]
PARTS = 4
MOST_TIMES = 2 * PARTS
"""How many times as long a text may take that is `PARTS` times as long. What grows with its square takes 16 times."""
MEGABYTES = 100

SPOKEN = (
    "the settings page then open and press save choose users in menu click on next name of folder you can see here"
    " report shows each item that was added today by our team"
)

MEASURE = """
import asyncio, gc, json, re, sys, time
from pipeline.confined.child import ALLOCATIONS
gc.set_threshold(ALLOCATIONS)  # as in the process that reads
def peak():  # of this program, in MB; resource.getrusage counts its parent's too
    return int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) / 1024
before = peak()
from pipeline.readers import read_transcript
seconds = []
for name, runs in zip(sys.argv[1:], (2, 1)):  # in a part, a pause would weigh more
    data = open(name, 'rb').read()
    times = []
    for _ in range(runs):
        began = time.process_time()
        transcript = asyncio.run(read_transcript(data, 'talk'))
        times.append(time.process_time() - began)
    seconds.append(min(times))
print(json.dumps([transcript.words, *seconds, peak() - before]))
"""


def sentences(words: int) -> list[str]:
    choose = random.Random(3)
    vocabulary, made = SPOKEN.split(), list[str]()
    while words > 0:
        size = choose.randint(5, 16)
        made.append(" ".join(choose.choices(vocabulary, k=size)).capitalize() + ".")
        words -= size
    return made


def clock(seconds: float, mark: str) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{int(seconds * 1000) % 1000:03}"


def source(kind: str, words: int = 100_000) -> bytes:
    said = sentences(words)
    names = ("Jane Doe", "John Roe", "Ann Poe")
    rows = [(4.0 * n, 4.0 * n + 3.5, names[n % 3], text) for n, text in enumerate(said)]
    match kind:
        case "WebVTT":
            text = "WEBVTT\n\n" + "\n".join(
                f"{clock(s, '.')} --> {clock(e, '.')}\n<v {who}>{text}</v>\n" for s, e, who, text in rows
            )
        case "SubRip":
            text = "\n".join(
                f"{n}\n{clock(s, ',')} --> {clock(e, ',')}\n{text[:30]}\n{text[30:]}\n"
                for n, (s, e, _, text) in enumerate(rows)
            )
        case "SBV":
            text = "\n".join(f"{clock(s, '.')},{clock(e, '.')}\n{text}\n" for s, e, _, text in rows)
        case "TTML":
            text = "<tt><body><div>" + "".join(f'<p begin="{s}s" end="{e}s">{t}</p>' for s, e, _, t in rows)
            text += "</div></body></tt>"
        case "SubStation Alpha":
            text = "[Events]\n" + "\n".join(
                f"Dialogue: 0,{clock(s, '.')[1:-1]},{clock(e, '.')[1:-1]},Default,{who},0,0,0,,{text}"
                for s, e, who, text in rows
            )
        case "Otter":
            text = "\n".join(f"{who}  {clock(s, '.')[:8]}  \n{text}\n" for s, _, who, text in rows)
        case "Markdown":
            text = "\n".join(f"**{who}:** {text}\n" for _, _, who, text in rows)
        case "prose":
            text = " ".join(said)
        case "one line without punctuation":
            text = " ".join(said).replace(".", "").lower()
        case "Whisper":
            segments = [{"start": s, "end": e, "text": text} for s, e, _, text in rows]
            text = json.dumps({"segments": segments, "language": "en"}, indent=1)
        case "Google, with a speaker in each result":
            results = [
                {
                    "alternatives": [
                        {"words": [{"word": w, "startTime": f"{s}s", "speakerTag": n % 3} for w in text.split()]}
                    ],
                    "resultEndTime": f"{e}s",
                }
                for n, (s, e, _, text) in enumerate(rows, 1)
            ]
            text = json.dumps({"results": results})
        case _:
            spoken = [
                {"word": word, "start": s + n / 5, "end": s + n / 5 + 0.1, "speaker": 0, "punctuated_word": word}
                for s, _, _, text in rows
                for n, word in enumerate(text.split())
            ]
            channels = [{"alternatives": [{"transcript": "", "words": spoken}]}]
            text = json.dumps({"results": {"channels": channels}})
    return text.encode()


linux = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="Needs Linux: the peak of memory is read from /proc"
)

KINDS = (
    *("WebVTT", "SubRip", "SBV", "TTML", "SubStation Alpha", "Otter", "Markdown", "prose"),
    *("one line without punctuation", "Whisper", "Deepgram, word by word", "Google, with a speaker in each result"),
)
FIRST = ("WebVTT", "one line without punctuation", "Whisper")


def measured(kind: str, folder: Path) -> tuple[int, float, float, float]:
    """The number of words; seconds of processor time for a part of them, and for all; megabytes."""
    part, whole = folder / "part", folder / "talk"
    part.write_bytes(source(kind, 100_000 // PARTS))
    whole.write_bytes(source(kind))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(part), str(whole)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=HANG_SECONDS,
    )
    words, of_part, of_whole, megabytes = json.loads(done.stdout)
    return words, of_part, of_whole, megabytes


@linux
@pytest.mark.slow
@pytest.mark.parametrize("kind", [*FIRST, *further(*(kind for kind in KINDS if kind not in FIRST))])
def test_a_hundred_thousand_words(kind: str, tmp_path: Path):
    words, of_part, of_whole, megabytes = measured(kind, tmp_path)

    assert words >= 99_000
    assert of_whole < MOST_TIMES * of_part
    assert megabytes <= MEGABYTES


def test_importing_the_readers_loads_no_parser():
    code = (
        "import sys; import pipeline.readers; "
        "heavy = {'pypdf', 'lxml', 'docx', 'striprtf', 'charset_normalizer', 'numpy', 'bs4'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, timeout=HANG_SECONDS)

    assert done.stdout.strip() == b"[]"


async def test_the_loop_goes_on_while_a_transcript_is_read():
    from pipeline.readers import read_transcript

    data = source("WebVTT")
    loops, whole = time.thread_time(), time.process_time()

    await read_transcript(data, "talk.vtt")

    loops, whole = time.thread_time() - loops, time.process_time() - whole
    assert loops < whole / 10, "the parsing is another thread's work; in the loop's, it takes 0.6 % of it"


def test_a_sniff_of_a_long_file_looks_only_at_its_beginning():
    def seconds(data: bytes) -> float:
        """The least processor time of three runs."""
        times = []
        for _ in range(3):
            began = time.process_time()
            sniff(data, "talk.vtt")
            times.append(time.process_time() - began)
        return min(times)

    data = source("WebVTT")

    assert seconds(data * 10) < 4 * seconds(data)
