"""read_transcript(): any file that people have -> Transcript."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from pipeline.errors import BrokenTranscript, EmptyTranscript, NotATranscript, TranscriptError, TranscriptTooLarge
from pipeline.options import Limits
from pipeline.readers import (
    file_kinds,
    formats,
    language,
    prose,
    sentence_boundaries,
    sentence_captions,
    title_lines,
    transcript_titles,
)
from pipeline.readers.cue import Source
from pipeline.readers.decoding import decode
from pipeline.readers.documents.content import PAGES
from pipeline.readers.documents.document import Document, read_document, read_document_here
from pipeline.readers.reading_account import account_of
from pipeline.readers.utterances import with_headings
from pipeline.transcript import Transcript, count_words_of

log = logging.getLogger(__name__)

TranscriptSource = Callable[[], AbstractAsyncContextManager[bytes]]
"""Gives a transcript's bytes for as long as they are being read. So a program that makes many guides at once needn't
hold all their transcripts in memory."""

MOST_BLANKS = 8
"""The most spaces for each word, over a whole text. Captions of one word have three. JSON may be indented, so it isn't
counted."""
MOST_LINES = 10
"""The most lines for each word, over a whole text. Captions of one word have four, and are repeated twice at most."""
MOST_REPEATED = 2
"""The most times that a word may stand in the captions of a file, and be one in its transcript."""
LONGEST_WORD_CHARACTERS = 40
"""The most characters for each word, over a whole text. A text with more isn't split into words at all."""


async def read_transcript(data: bytes, name: str, limits: Limits | None = None, *, anyway: bool = False) -> Transcript:
    """The transcript in a file's bytes. The name is only a hint for its title. With `anyway`, text that looks like
    something else, such as a table, is accepted too.

    Raises a subclass of TranscriptError, and nothing else, whatever the bytes are.
    """
    limits = limits or Limits()
    with _failing_in_words():
        if kind := _document_kind(data, name, limits):
            document = await read_document(kind, data)
            return await asyncio.to_thread(_read_document, document, data, name, limits)
        return await asyncio.to_thread(_read_text, data, name, limits, anyway)


def read_transcript_here(
    data: bytes, name: str, limits: Limits, *, anyway: bool = False, pages: int = PAGES
) -> Transcript:
    """The same with documents parsed in this process, for one that is confined already. Of a PDF, so many pages are
    read. Raises TranscriptError."""
    with _failing_in_words():
        if kind := _document_kind(data, name, limits):
            return _read_document(read_document_here(kind, data, pages), data, name, limits)
        return _read_text(data, name, limits, anyway)


@contextlib.contextmanager
def _failing_in_words() -> Iterator[None]:
    """Whatever goes wrong is a TranscriptError. The boundary: a stranger's bytes make a job fail with advice, but never
    the app."""
    try:
        yield
    except TranscriptError:
        raise
    except MemoryError as error:
        raise TranscriptTooLarge from error
    except Exception as error:
        log.exception("a reader failed")
        raise BrokenTranscript from error


def _document_kind(data: bytes, name: str, limits: Limits) -> str | None:
    """The kind of document that a file is, or None for text. Raises TranscriptError if its first bytes already say
    that it can't be read."""
    file_kinds.check_size(data, limits.transcript_bytes)
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyTranscript
    if problem := file_kinds.refusal(data) or file_kinds.unlike_its_name(data, name):
        raise problem
    return file_kinds.document_kind(data)


def _read_document(document: Document, data: bytes, name: str, limits: Limits) -> Transcript:
    if len(document.text) > limits.transcript_words * LONGEST_WORD_CHARACTERS:
        raise _too_long(len(document.text), limits)
    source = formats.parse_document(document.kind, document.text, document.title, document.taken)
    return transcript_of(replace(source, member=document.member), data, name, limits)


def _read_text(data: bytes, name: str, limits: Limits, anyway: bool) -> Transcript:
    text = decode(data)
    if not formats.is_json(text):
        if text.count(" ") > limits.transcript_words * MOST_BLANKS:
            raise _too_many(text.count(" "), limits)
        if text.count("\n") > limits.transcript_words * MOST_LINES:
            raise TranscriptTooLarge
    source = formats.parse(text, limits.transcript_words * MOST_REPEATED)
    doubted = source.turns and not (source.timed or source.spoken or source.stated)
    other = prose.not_prose(text) if doubted else None
    if other and not anyway:
        raise NotATranscript(
            f"This looks like {other}, not a transcript. Use the file that your meeting or caption tool"
            " exported, such as .vtt, .srt or .txt."
        )
    unspoken = other in prose.UNSPOKEN or (doubted and file_kinds.other_by_name(name) in prose.UNSPOKEN)
    return replace(transcript_of(source, data, name, limits), unspoken=unspoken)


def transcript_of(source: Source, data: bytes, name: str, limits: Limits) -> Transcript:
    """What was found in a file, as a transcript. Raises EmptyTranscript and TranscriptTooLarge."""
    characters = sum(len(cue.text) for cue in source.cues)
    if characters > limits.transcript_words * LONGEST_WORD_CHARACTERS:
        raise _too_long(characters, limits)
    texts = [cue.text for cue in source.cues]
    words = max(sum(text.count(" ") for text in texts) + len(texts), count_words_of(texts))
    if words > limits.transcript_words * MOST_REPEATED:
        raise _too_large(f"more than {limits.transcript_words:,}", limits)  # not all may have been read
    source = title_lines.with_title_of(source)
    if sentence_captions.are_sentences(source.cues):
        source = replace(source, listed=True)
    utterances, headings = with_headings(source)
    if not any(character.isalpha() for utterance in utterances for character in utterance.text):
        raise EmptyTranscript("Nobody says anything in this file. Check that the export finished, then try again.")
    transcript = Transcript(
        id=hashlib.sha256(data).hexdigest(),
        utterances=utterances,
        title=transcript_titles.from_header(source.title) or transcript_titles.from_name(name),
        titled_by_name=transcript_titles.from_header(source.title) is None,
        language=source.language or language.detect(utterance.text for utterance in utterances),
        format=source.format,
        listed=source.listed or sentence_boundaries.are_unmarked([utterance.text for utterance in utterances]),
        account=account_of(source, utterances),
        headings=headings,
    )
    if transcript.words > limits.transcript_words:
        raise _too_many(transcript.words, limits)
    return transcript


def _too_long(characters: int, limits: Limits) -> TranscriptTooLarge:
    return _too_many(characters // 6, limits)


def _too_many(words: int, limits: Limits) -> TranscriptTooLarge:
    return _too_large(_counted(words, limits.transcript_words), limits)


def _too_large(words: str, limits: Limits) -> TranscriptTooLarge:
    return TranscriptTooLarge(
        f"This transcript has {words} words; the limit is {limits.transcript_words:,}. Split it and try again with the"
        " parts."
    )


def _counted(words: int, beyond: int) -> str:
    """A number of words for people, with as many digits as set it apart from the limit that it exceeds.

    >>> _counted(3_159_198, 200_000), _counted(209_013, 200_000), _counted(200_013, 200_000), _counted(534, 100)
    ('about 3.2 million', 'about 209,000', '200,013', '534')
    """
    if words < 10_000 or words < beyond * 1.01:
        return f"{words:,}"
    if words < 1_000_000:
        return f"about {round(words, -3):,}"
    return f"about {words / 1e6:.1f}".removesuffix(".0") + " million"
