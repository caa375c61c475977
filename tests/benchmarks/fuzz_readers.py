"""Damaged transcripts through the readers, for as long as one likes: `make fuzz`.

Each input is a real or a small made file with bytes changed, cut out, doubled, or mixed with another's. A reader may
answer with a transcript or with a TranscriptError; anything else is printed with its seed, and makes this fail.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.options import Limits
from pipeline.readers import formats, sniffing, transcript_reader
from pipeline.readers.decoding import decode
from pipeline.readers.documents import parsing
from pipeline.readers.documents.content import Unreadable
from pipeline.readers.file_kinds import document_kind, refusal

LARGEST = 8_000
"""Bytes of each file that are used: what is long only repeats what is short."""
BATCH = 500
SLOW = 5.0
"""Seconds that no input of this size may take."""

TOKENS = (
    *(b"WEBVTT\n\n", b"\n\n", b"00:00:01.000 --> 00:00:02.000\n", b"99:99:99,999", b"-1:00", b"[00:01] ", b"(1:02:03)"),
    *(b"<v >", b"<v Ann>", b"</v>", b"<c>", b"<00:00:01.000>", b"&amp;", b"&#x110000;", b"&#55555;", b"{\\an8}"),
    *(b">> ", b"Ann: ", b"**Bob:** ", b"Q: ", b"A - ", b"- ", b"# ", b"---\n", b"```\n", b"NOTE ", b"STYLE\n", b"\x00"),
    *(b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b$B", b"{", b"}", b"[", b"]"),
    *(b'"', b"'", b'"start": ', b'"text": "', b'"words": [', b"null", b"1e999", b"NaN", b"-5", b'"PT1.5S"', b"<tt>"),
    *(b"<p begin='1s'>", b"<!ENTITY a 'b'>", b"]]>", b"<!--", b"\\", b"\\par ", b"\\u-1 ", b"\\'zz", b"\xc2\x85"),
    *(b"[00:00:00:01]\n", b"_page : 1\n"),
)


def mutate(files: list[bytes], seed: int) -> bytes:
    """One of the files, damaged; the same for the same seed."""
    choose = random.Random(seed)
    data = bytearray(choose.choice(files))
    for _ in range(choose.choice((1, 1, 2, 3, 5, 20))):
        place = choose.randrange(len(data) + 1)
        size = choose.choice((1, 1, 2, 8, 60, 600))
        match choose.randrange(7):
            case 0:
                del data[place : place + size]
            case 1:
                data[place:place] = choose.choice(TOKENS)
            case 2:
                data[place : place + size] = choose.randbytes(size)
            case 3:
                data[place:place] = data[place : place + size] * choose.choice((1, 2, 30))
            case 4:
                other = choose.choice(files)
                begin = choose.randrange(len(other) + 1)
                data[place:place] = other[begin : begin + size * 4]
            case 5:
                del data[place:]
            case _ if data:
                data[place % len(data)] ^= 1 << choose.randrange(8)
    return bytes(data[: LARGEST * 2])


@cache
def corpus() -> list[bytes]:
    """The repository's transcripts, small ones of every format, and the real ones where they are."""
    root = Path(__file__).parents[2]
    folder = Path(os.environ.get("SCRIPT2DOC_TRANSCRIPTS") or root.parent / "shared" / "transcripts")
    paths = [*(root / "bot/playground/samples").iterdir(), *(root / "tests/fixtures/readers").iterdir()]
    paths += sorted((folder / "keep").glob("*")) if folder.is_dir() else []
    files = [path.read_bytes() for path in paths if path.is_file()]
    # a document's end matters as much as its beginning: only small ones are whole
    return [
        data[:LARGEST] if not document_kind(data) else data
        for data in files
        if not document_kind(data) or len(data) < 40_000
    ]


def read(data: bytes) -> None:
    """What `read_transcript` does, without the process and the net under it. Raises what it shouldn't."""
    limits = Limits()
    try:
        if kind := document_kind(data):
            content = parsing.parse(kind, data, 50)
            transcript_reader.transcript_of(
                formats.parse_document(kind, content.text(), content.title), data, "x", limits
            )
        elif not refusal(data):
            transcript_reader.transcript_of(formats.parse(decode(data)), data, "x", limits)
            sniffing._judged(data, "x")
    except (PipelineError, Unreadable):
        pass


def batch(seed: int) -> list[str]:
    """Reads BATCH inputs; returns what went wrong."""
    files = corpus()
    logging.disable(logging.CRITICAL)
    wrong = []
    for number in range(seed * BATCH, (seed + 1) * BATCH):
        data = mutate(files, number)
        began = time.perf_counter()
        try:
            read(data)
        except Exception as error:  # noqa: BLE001 (it is what is looked for)
            if not document_kind(data):
                wrong.append(f"seed {number}: {error!r}")
            continue  # whatever a document's parser raises ends in its own process
        if (took := time.perf_counter() - began) > SLOW:
            wrong.append(f"seed {number}: took {took:.1f} s")
    return wrong


async def fuzz(seconds: float, inputs: int, first: int) -> int:
    loop = asyncio.get_running_loop()
    began, done, wrong = time.monotonic(), 0, 0
    with ProcessPoolExecutor() as pool:
        running: set[asyncio.Future[list[str]]] = set()
        seed = first
        while running or (time.monotonic() - began < seconds and done < inputs):
            while len(running) < 4 and time.monotonic() - began < seconds and done + len(running) * BATCH < inputs:
                running.add(loop.run_in_executor(pool, batch, seed))
                seed += 1
            if not running:
                break
            finished, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for each in finished:
                done += BATCH
                for problem in each.result():
                    wrong += 1
                    print(problem, flush=True)
            if done % (BATCH * 40) == 0:
                print(f"{done:,} inputs in {time.monotonic() - began:.0f} s, {wrong} wrong", flush=True)
    print(f"{done:,} inputs in {time.monotonic() - began:.0f} s, {wrong} wrong")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--inputs", type=int, default=10_000_000)
    parser.add_argument("--first", type=int, default=0, help="the first batch; the same numbers make the same inputs")
    options = parser.parse_args()
    return 1 if asyncio.run(fuzz(options.seconds, options.inputs, options.first)) else 0


if __name__ == "__main__":
    sys.exit(main())
