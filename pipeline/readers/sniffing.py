"""Decides whether a dropped file is a transcript: yes, maybe or no, and why."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from pipeline.errors import BrokenTranscript, PipelineError, ProtectedTranscript
from pipeline.readers import captions, field_records, file_kinds, formats, language, prose, tables
from pipeline.readers.cue import Source
from pipeline.readers.decoding import decode
from pipeline.readers.documents.document import Document, read_document_now
from pipeline.readers.verdict import Sniff, Verdict
from pipeline.transcript import count_words

log = logging.getLogger(__name__)

SAMPLE_BYTES = 400_000
"""This many bytes of a text are read. JSON and documents are read as a whole, since their parts can't be read alone."""
SAMPLE_WORDS = 50_000
"""Of JSON and XML, so many words are looked at."""
LARGEST_BYTES = 50_000_000
LATE_START_SECONDS = 300.0
"""Without names, a text whose first time is later is an excerpt, or has times of the day."""
EXAMINATION_TURNS = 24
"""An examination in court has more turns than a page of questions and answers."""
FEWEST_TURNS, FEWEST_WORDS_A_TURN = 4, 3
"""Who speaks in turns has at least so many, of so many words on average."""
FEWEST_TOLD, WORDS_A_TURN, NARRATED_SHARE = 6, 8, 0.9
"""The same of a narrator who doesn't sound as if it was said, and the share of all words of any."""
SLOWEST_WORDS_PER_SECOND, FASTEST_WORDS_PER_SECOND = 0.1, 10.0
"""Between these speeds, over the whole text, somebody speaks. A list of chapters is slower, a log faster."""


Opener = Callable[[str, bytes], Document]
"""Opens the beginning of a document of some kind. Raises PipelineError."""


def sniff(data: bytes, name: str, opener: Opener = read_document_now) -> Sniff:
    """Whether this file is a transcript. Never raises.

    Text takes some tens of milliseconds. A PDF, Word or HTML file starts a process and is given up after
    `document.SNIFF_SECONDS`. Call it in a thread, not on the event loop.
    """
    try:
        found = _judged(data, name, opener)
        if (
            found.verdict is Verdict.NO
            and data.strip()
            and (unlike := file_kinds.unlike_its_name(data, name, text=True))
        ):
            raise unlike
        return found
    except PipelineError as error:
        unopened = isinstance(error, (BrokenTranscript, ProtectedTranscript))
        return Sniff(Verdict.NO, error.message, unopened=unopened)
    except Exception:  # the boundary: a file that nobody asked about must not make the app fail
        log.exception("a file couldn't be looked at")
        return Sniff(Verdict.NO, "It couldn't be looked at.")


def _judged(data: bytes, name: str, opener: Opener = read_document_now) -> Sniff:
    if not data.strip(b"\0 \t\r\n") or len(data) > LARGEST_BYTES:
        return Sniff(Verdict.NO, "It's empty." if len(data) <= LARGEST_BYTES else "It's far larger than a transcript.")
    if problem := file_kinds.refusal(data) or file_kinds.unlike_its_name(data, name):
        raise problem
    if kind := file_kinds.document_kind(data):
        document = opener(kind, data)
        if document.ours:
            return Sniff(Verdict.NO, "Script2Doc made this document.")
        text = document.text[:SAMPLE_BYTES]
        source = formats.parse_document(document.kind, text, document.title)
        if document.mail and not source.timed and not source.spoken:
            return Sniff(Verdict.NO, "It looks like an e-mail.")
        return _verdict(source, text, name, document=True)
    text = decode(data[:SAMPLE_BYTES])
    if len(data) > SAMPLE_BYTES and formats.is_json(text):
        text = decode(data)
    if prose.made_here(text):
        return Sniff(Verdict.NO, "Script2Doc made this document.")
    spoken = captions.find(text[:2000]) or field_records.find(text) or tables.find(text) is not None
    if (other := file_kinds.other_by_name(name)) and not spoken:
        return Sniff(Verdict.NO, f"It looks like {other}.")
    return _verdict(formats.parse(text, SAMPLE_WORDS), text, name)


def _verdict(source: Source, text: str, name: str, *, document: bool = False) -> Sniff:
    if not source.cues:
        return Sniff(Verdict.NO, "It has no text in it.")
    if prose.chat(text):
        return Sniff(Verdict.NO, "It looks like a chat that was typed.")
    if source.stated or not source.turns:
        return Sniff(Verdict.YES, f"It's {source.format}.")
    other, timed = prose.not_prose(text), _speaks_in_time(source)
    tabbed = document and other == "a table" and _two_speak_again(source)  # times, names and texts between tabs
    if other and (not timed or (other in prose.TIMED_KINDS and not tabbed)):
        return Sniff(Verdict.NO, f"It looks like {other}.")
    if source.spoken and prose.by_the_minute(text):
        return Sniff(Verdict.MAYBE, "Its times have no seconds, so it may be a chat.")
    if prose.tutorial(text):
        return Sniff(Verdict.NO, "It looks like a written guide.")
    if timed and (source.spoken or _begins_early(source)):
        return Sniff(Verdict.YES, f"It's {source.format}.")
    if other := prose.written(text):
        return Sniff(Verdict.NO, f"It looks like {other}.")
    said = [cue.text for cue in source.cues]
    sounds = prose.sounds_spoken(" ".join(said), language.detect(said))
    if sounds and _speak_in_turns(source) and not _asks_and_answers(source):
        return Sniff(Verdict.YES, f"It's {source.format}.")
    if sounds and _one_tells(source, FEWEST_TURNS, FEWEST_WORDS_A_TURN) and not _asks_and_answers(source):
        return Sniff(Verdict.YES, f"It's {source.format}.")
    if not sounds and _speak_in_turns(source) and _turns(source) >= EXAMINATION_TURNS:
        return Sniff(Verdict.MAYBE, "It has no times, and few words that people say.")
    if not sounds and prose.instructs(said):
        return Sniff(Verdict.MAYBE, "It looks like typed instructions, not a recording.")
    if not sounds and not source.timed and not source.spoken and prose.told_in_order(" ".join(said)):
        return Sniff(Verdict.MAYBE, "It has no times or speakers, so it may not be a transcript.")
    if not sounds and (_one_tells(source, FEWEST_TOLD, WORDS_A_TURN) or prose.thanks_viewers(text)):
        return Sniff(Verdict.MAYBE, "It has no times, and few words that people say.")
    if not sounds and language.detect(said) and prose.unmarked(text):
        return Sniff(Verdict.MAYBE, "It has no times or speakers, so it may not be a transcript.")
    if not sounds:
        first = source.cues[0].speaker
        named = first is not None and first in text[:200].split("\n", 1)[0]
        return Sniff(Verdict.NO, "It doesn't read like something that was said.", guessed=named)
    if source.timed or source.spoken:
        return Sniff(Verdict.MAYBE, "It has few times or speakers, so it may not be a transcript.")
    return Sniff(Verdict.MAYBE, "It has no times or speakers, so it may not be a transcript.")


def _begins_early(source: Source) -> bool:
    """Whether the first time is near the beginning of a recording, and not a time of day as in timetables."""
    return min(cue.start for cue in source.cues if cue.start is not None) < LATE_START_SECONDS


def _asks_and_answers(source: Source) -> bool:
    """Whether it is a page of questions with their answers, and not an examination in court, which is longer."""
    turns = [cue.speaker for cue in source.cues if cue.speaker and cue.breaks]
    return set(turns) <= {"Q", "A", "F", "Question", "Answer"} and len(turns) < EXAMINATION_TURNS


def _speaks_in_time(source: Source) -> bool:
    """Whether there are times, mostly in order, with as much said between them as people say."""
    starts = [cue.start for cue in source.cues if cue.start is not None]
    if len(starts) < 2 or len(starts) * 4 < len(source.cues):
        return False
    rising = sum(1 for before, after in pairwise(starts) if after >= before)
    first = next(number for number, cue in enumerate(source.cues) if cue.start is not None)
    last = max(number for number, cue in enumerate(source.cues) if cue.start is not None)
    words = sum(count_words(cue.text) for cue in source.cues[first:last])
    span = max(starts) - min(starts)
    if rising * 2 < len(starts) - 1 or span == 0 or words / span > FASTEST_WORDS_PER_SECOND:
        return False
    return words / span >= SLOWEST_WORDS_PER_SECOND or _two_speak_again(source)


def _speak_in_turns(source: Source) -> bool:
    """Whether named people speak several times each, and most of the text is theirs."""
    turns = [cue for cue in source.cues if cue.speaker and cue.breaks]
    named, whole = (sum(count_words(cue.text) for cue in cues) for cues in (turns, source.cues))
    return (
        len(turns) >= FEWEST_TURNS
        and _two_speak_again(source)
        and named * 2 >= whole
        and named >= FEWEST_WORDS_A_TURN * len(turns)
        and len({cue.speaker for cue in turns}) * 2 <= len(turns) + 2
    )


def _one_tells(source: Source, turns_at_least: int, words_a_turn: int) -> bool:
    """Whether nearly all of the text is in sentences behind one and the same name, as a narrator's is: "VO: ..."."""
    turns = Counter(cue.speaker for cue in source.cues if cue.speaker and cue.breaks)
    if not turns:
        return False
    teller, count = turns.most_common(1)[0]
    told = [cue.text for cue in source.cues if cue.speaker == teller]
    words, whole = (count_words(" ".join(texts)) for texts in (told, [cue.text for cue in source.cues]))
    ended = sum(text.rstrip().endswith((".", "!", "?")) for text in told)
    return (
        count >= turns_at_least
        and words >= NARRATED_SHARE * whole
        and words >= words_a_turn * count
        and ended * 4 >= 3 * len(told)
    )


def _turns(source: Source) -> int:
    return sum(1 for cue in source.cues if cue.speaker and cue.breaks)


def _two_speak_again(source: Source) -> bool:
    turns = Counter(cue.speaker for cue in source.cues if cue.speaker and cue.breaks)
    return sum(1 for count in turns.values() if count >= 2) >= 2
