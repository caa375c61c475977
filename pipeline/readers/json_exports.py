"""Reads JSON of speech recognisers and meeting tools: the forms of known vendors, and any list of segments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from pipeline.errors import EmptyTranscript, NotATranscript
from pipeline.readers import (
    json_account,
    json_cues,
    json_loading,
    json_segments,
    json_tables,
    speaker_labels,
    speaker_names,
)
from pipeline.readers import json_values as values
from pipeline.readers.cue import Cue, Source
from pipeline.readers.json_words import cues_of_lists, cues_of_words
from pipeline.transcript import count_words

FEWEST_WORDS = 5
"""A text of fewer words under one key isn't a transcript."""
MOST_TEXTS = 2_000
"""So many long texts of a file are looked at."""

find = json_loading.find

_TEXT_KEY = re.compile(
    r"^(?:text|transcript\w*|full_?transcript|full_?text|content|body|captions?|subtitles?|srt|vtt|result|output|response"
    r"|markdown|html|display(?:_?text)?|utterance|speech|raw_?text|data|punct)$",
    re.I,
)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li)\b[^<>]{0,300}>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def read(text: str, most_words: float, read_text: Callable[[str], Source]) -> Source:
    """The cues; those of a list of segments only until they have more than `most_words`. `read_text` reads the text of
    a file that has nothing but one. Raises BrokenTranscript if it isn't JSON, and NotATranscript if nobody speaks in
    it."""
    loaded = json_loading.load(text)
    return of_data(loaded.data, most_words, read_text, cut=loaded.cut)


def of_data(
    data: Any, most_words: float, read_text: Callable[[str], Source] | None = None, *, cut: bool = False
) -> Source:
    """The same for the values of a file, of which the end may have been `cut`. Without `read_text`, only lists are
    looked at."""
    for name, shape in _SHAPES:
        try:
            cues = [cue for cue in shape(data) if isinstance(cue.text, str)]
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            continue  # it is another vendor's form
        if cues:
            taken, letters = json_account.account(data, cues)
            title, language = _title(data), _language(data)
            return Source(f"{name} JSON", cues, title, language, stated=True, taken=taken, letters=letters, cut=cut)
    data = json_tables.with_rows(data)
    segments, lists = json_segments.find(data)
    texts = list(_long_texts(data))
    whole = max((text for text, alone in texts if alone), key=len, default="")
    few = segments is None or segments.letters * 2 < len(whole)
    if read_text and few and (source := _in_text(whole, read_text)):
        return replace(source, title=_title(data) or source.title, language=_language(data) or source.language)
    if segments is None:
        raise NotATranscript(
            _other(data)
            or "There's no recognizable transcript in this JSON file. Export the transcript as .vtt, .srt or .txt"
            " and try again."
        )
    cues = json_cues.read(segments, lists, [text for text, _ in texts], most_words)
    if not any(cue.speaker for cue in cues):
        cues = _with_names_before_texts(cues)
    timed = any(cue.start is not None for cue in cues)
    name = _tool(data, segments.listed.key)
    taken, letters = json_account.account(data, cues)
    return Source(
        f"{name} JSON",
        cues,
        _title(data),
        _language(data),
        turns=not timed,
        stated=True,
        taken=taken,
        letters=letters,
        cut=cut,
    )


def _with_names_before_texts(cues: list[Cue]) -> list[Cue]:
    """The cues with their speakers, if nearly all texts begin with names that come back: "Jane Doe: Hello"."""
    labels = speaker_labels.find((cue.text for cue in cues), captions=True)
    found = [labels.of(cue.text) for cue in cues]
    named = {label.name for label in found if label}
    if len(named) < 2 or not labels.every:
        return cues
    return [
        cue._replace(text=cue.text[label.end :], speaker=speaker_names.tidy(label.name), breaks=True) if label else cue
        for cue, label in zip(cues, found, strict=True)
    ]


def _other(data: Any) -> str | None:
    """What the file holds instead of a transcript, in words for people. None if that isn't known."""
    items = data[:50] if isinstance(data, list) else [data]
    some = [item for item in items if isinstance(item, dict)]
    if some and all(item.get("type") == "message" and "ts" in item for item in some):
        return "This is an export of messages from Slack, which were typed. Use the transcript of a recording."
    if any("replayChatItemAction" in item for item in some):
        return "This is the live chat beside a video, and not what was said in it. Use the file with the captions."
    if some and isinstance(some[0].get("chapters"), list):
        return "This file lists a recording's chapters, and not what was said in them. Use the file with the captions."
    return None


def _long_texts(data: Any, levels: int = 6) -> Iterator[tuple[str, bool]]:
    """The texts of some words under a key, or line by line in a list, each with whether it isn't one of many in a
    list."""
    level: list[tuple[Any, bool]] = [(data, True)]
    count = 0
    for _ in range(levels):
        following: list[tuple[Any, bool]] = []
        for holder, alone in level:
            pairs = holder.items() if isinstance(holder, dict) else [("", each) for each in holder]
            alone = alone and (isinstance(holder, dict) or len(holder) == 1)
            for key, value in pairs:
                if isinstance(value, dict) or (isinstance(value, list) and len(value) <= MOST_TEXTS):
                    following.append((value, alone))
                if isinstance(value, list) and value and all(isinstance(line, str) for line in value[:20]):
                    value = "\n".join(line for line in value if isinstance(line, str))
                if isinstance(value, str) and _TEXT_KEY.match(str(key)) and count_words(value) >= FEWEST_WORDS:
                    yield value, alone
                    count += 1
                    if count >= MOST_TEXTS:
                        return
        level = following[: MOST_TEXTS * 10]


def _in_text(text: str, read_text: Callable[[str], Source]) -> Source | None:
    """What is in the one long text of a file: captions, turns, or only words."""
    if not text or find(text):
        return None
    if len(_TAG.findall(text[:5000])) >= 2 and "-->" not in text[:5000]:
        text = unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    try:
        source = read_text(text)
    except (NotATranscript, EmptyTranscript):
        return None
    kind = "" if source.turns and not source.timed and not source.spoken else f" with {source.format}"
    return replace(source, format=f"Transcript JSON{kind}", stated=source.stated or bool(kind))


def _deepgram(data: Any) -> list[Cue]:
    channels = data["results"]["channels"]
    cues: list[Cue] = []
    for number, channel in enumerate(channels):
        best = channel["alternatives"][0]
        speaker = f"Speaker {number}" if len(channels) > 1 else None
        if words := best.get("words"):
            cues += cues_of_words(words, speaker, None, 1.0)
        elif paragraphs := (best.get("paragraphs") or {}).get("paragraphs"):
            named = [
                sentence | {"speaker": each.get("speaker")} for each in paragraphs for sentence in each["sentences"]
            ]
            cues += json_cues.cues_of(named)
        elif best["transcript"].strip():
            cues.append(Cue(best["transcript"], speaker))
    return cues


def _aws_call(data: Any) -> list[Cue]:
    return json_cues.cues_of(data["Transcript"]) if data["JobStatus"] else []


def _aws(data: Any) -> list[Cue]:
    results = data["results"]
    if segments := results.get("audio_segments"):
        return json_cues.cues_of(segments)
    who = {
        item["start_time"]: segment["speaker_label"]
        for segment in results.get("speaker_labels", {}).get("segments", [])
        for item in segment["items"]
    }
    if channels := results.get("channel_labels", {}).get("channels"):
        cues = [
            cue
            for channel in channels
            for cue in _aws_words(channel["items"], {}, values.speaker_name(channel["channel_label"]))
        ]
        return sorted(cues, key=lambda cue: cue.start or 0.0)
    return _aws_words(results["items"], who, None)


def _aws_words(items: list[Any], who: Mapping[str, str], speaker: str | None) -> list[Cue]:
    words: list[dict[str, Any]] = []
    for item in items:
        content = item["alternatives"][0]["content"]
        if item["type"] == "punctuation":
            if words:
                words[-1]["text"] += content
            continue
        label = item.get("speaker_label") or who.get(item["start_time"])
        words.append({"text": content, "start": item["start_time"], "end": item["end_time"], "speaker": label})
    return cues_of_words(words, speaker, None, 1.0)


def _google(data: Any) -> list[Cue]:
    results = data.get("results") or data["response"]["results"]
    lists = [(result.get("alternatives") or [{}])[0].get("words") for result in results]
    if all(lists) and (found := cues_of_lists(lists)) is not None:
        return found
    cues: list[Cue] = []
    before = 0.0
    unnamed = False
    """Whether a cue names nobody."""
    for result in results:
        best = (result.get("alternatives") or [{}])[0]
        if "timestamps" in best:
            return []  # Watson's, which has lists for words
        words = best.get("words") or []
        if unnamed and words and any(word.get("speakerTag") or word.get("speakerLabel") for word in words):
            # the last result repeats all words, with their speakers
            cues, unnamed = [cue for cue in cues if cue.speaker], False
        end = values.time_of(result.get("resultEndTime") or result.get("resultEndOffset"))
        if words:
            spoken = cues_of_words(words, None, None, 1.0)
            cues += spoken
            unnamed = unnamed or not all(cue.speaker for cue in spoken)
        elif best.get("transcript", "").strip():
            cues.append(Cue(best["transcript"], None, before if end is not None else None, end))
            unnamed = True
        before = end or before
    return cues


def _azure(data: Any) -> list[Cue]:
    phrases = data["recognizedPhrases"]
    several = len({phrase.get("channel", 0) for phrase in phrases}) > 1
    cues = []
    for phrase in phrases:
        start = values.time_of(phrase.get("offsetInTicks"), 1e-7)
        if start is None:
            start = values.time_of(phrase.get("offset"))
        length = values.time_of(phrase.get("durationInTicks"), 1e-7) or values.time_of(phrase.get("duration")) or 0.0
        speaker = phrase.get("speaker", phrase.get("channel") if several else None)
        text = phrase["nBest"][0].get("display") or phrase["nBest"][0].get("lexical") or ""
        name = None if speaker is None else values.speaker_name(speaker)
        if text:
            cues.append(Cue(text, name, start, None if start is None else start + length))
    return cues


def _video_indexer(data: Any) -> list[Cue]:
    insights = data["videos"][0]["insights"]
    known = {str(speaker["id"]): speaker["name"] for speaker in insights.get("speakers", [])}
    return [
        Cue(
            line["text"],
            values.speaker_name(line["speakerId"], known) if "speakerId" in line else None,
            values.time_of(line["instances"][0]["start"]),
            values.time_of(line["instances"][0]["end"]),
        )
        for line in insights["transcript"]
        if line["text"]
    ]


def _rev(data: Any) -> list[Cue]:
    known = {str(speaker["id"]): speaker["name"] for speaker in data.get("speakers") or [] if speaker.get("name")}
    cues: list[Cue] = []
    for monologue in data["monologues"]:
        speaker = values.speaker_name(monologue["speaker"], known) if "speaker" in monologue else None
        said, start, end = "", None, None
        for element in monologue["elements"]:
            said += element["value"]
            if element["type"] == "text":
                start = values.time_of(element.get("ts", element.get("timestamp"))) if start is None else start
                end = values.time_of(element.get("end_ts", element.get("end_timestamp")))
            if said.rstrip()[-1:] in tuple(".?!"):
                cues.append(Cue(said, speaker, start, end))
                said, start, end = "", None, None
        if said.strip():
            cues.append(Cue(said, speaker, start, end))
    return cues


def _youtube(data: Any) -> list[Cue]:
    cues: list[Cue] = []
    for event in data["events"]:
        said = "".join(part.get("utf8", "") for part in event.get("segs") or [])
        start = values.time_of(event.get("tStartMs", 0), 1e-3)
        if said.strip() and start is not None:
            cues.append(Cue(said, None, start, start + (values.time_of(event.get("dDurationMs", 0), 1e-3) or 0.0)))
    return cues


def _gong(data: Any) -> list[Cue]:
    return [
        cue._replace(speaker=values.speaker_of(turn))
        for call in data["callTranscripts"]
        for turn in call["transcript"]
        for cue in json_cues.cues_of(turn["sentences"])
    ]


_SHAPES: tuple[tuple[str, Callable[[Any], list[Cue]]], ...] = (
    ("Deepgram", _deepgram),
    ("Amazon Transcribe", _aws_call),
    ("Amazon Transcribe", _aws),
    ("Rev.ai", _rev),
    ("Azure Speech", _azure),
    ("Azure Video Indexer", _video_indexer),
    ("YouTube", _youtube),
    ("Gong", _gong),
    ("Google Speech", _google),
)


def _title(data: Any) -> str | None:
    for holder in (
        (data, *(data.get(key) for key in ("data", "transcript", "metadata", "meeting")))
        if isinstance(data, dict)
        else ()
    ):
        if isinstance(holder, dict):
            for key in ("title", "topic", "meeting_title", "meetingTitle", "subject"):
                if isinstance(holder.get(key), str):
                    return str(holder[key])[:500]
    return None


def _language(data: Any) -> str | None:
    for key in ("language", "language_code", "languageCode", "LanguageCode", "lang", "locale"):
        for holder in (data, data.get("results"), data.get("result")) if isinstance(data, dict) else ():
            value = holder.get(key) if isinstance(holder, dict) else None
            if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2}(?:[-_][^\W_]{2,8})*", value):
                return value[:2].lower()
    return None


def _tool(data: Any, key: str) -> str:
    if not isinstance(data, dict):
        return "Transcript"
    if "acoustic_model" in data or "audio_url" in data:
        return "AssemblyAI"
    if "phrases" in data and "combinedPhrases" in data:
        return "Azure Speech"
    if key in ("segments", "chunks", "transcription", "word_segments"):
        return "Whisper"
    return "Transcript"
