"""Reads JSON of speech recognisers and meeting tools: the forms of known vendors, and any list of segments."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers import json_values as values
from pipeline.readers.cue import Cue, Source

MOST_LEVELS = 9
"""Segments are looked for down to this level of nesting."""

# A string without its end goes to the end of the text, which is broken then: no other start is tried inside it.
_PYTHON = re.compile(
    r"'[^'\\]*+(?:\\.[^'\\]*+)*(?:'|\\?\Z)|\"[^\"\\]*+(?:\\.[^\"\\]*+)*(?:\"|\\?\Z)|\b(?:True|False|None)\b", re.S
)
_PRINTED = re.compile(r"[\s\[{]*+'|.{0,20000}?\b(?:True|False|None)\b", re.S)
"""How a text begins that Python has printed."""
_PYTHON_WORDS = {"True": "true", "False": "false", "None": "null"}


def find(text: str) -> bool:
    """Whether the text begins like a JSON object or list."""
    return bool(re.match(r"\s*(?:\{\s*[\"'}]|\[\s*[\[{\"'\]])", text[:1000]))


def read(text: str, most_words: float = math.inf) -> Source:
    """The cues; those of a list of segments only until they have more than `most_words`. Raises BrokenTranscript if it
    isn't JSON, and NotATranscript if nobody speaks in it."""
    data = _load(text)
    for name, shape in _SHAPES:
        try:
            cues = shape(data)
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            continue  # it is another vendor's form
        if cues:
            return Source(f"{name} JSON", cues, _title(data), _language(data), stated=True)
    segments = _segments(data)
    if segments is None:
        raise NotATranscript(
            "There's no recognizable transcript in this JSON file. Export the transcript as .vtt, .srt or .txt"
            " and try again."
        )
    items, key = segments
    cues = values.cues_of(items, _speakers(data), most_words)
    timed = any(cue.start is not None for cue in cues)
    return Source(f"{_tool(data, key)} JSON", cues, _title(data), _language(data), turns=not timed, stated=True)


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise BrokenTranscript("This JSON file is nested too deeply to be read. Export it as .vtt or .srt.") from None
    except ValueError as error:
        problem = error
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines[:50]):
            return _load_lines(lines)
    except (ValueError, RecursionError):
        pass
    try:  # what Python prints, saved as .json
        if _PRINTED.match(text):
            return json.loads(_PYTHON.sub(_as_json, text))
        raise problem
    except (ValueError, RecursionError):
        where = f" at line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise BrokenTranscript(
            f"This JSON file is damaged or cut off{where}. Export it again, or as .vtt or .srt, and try again."
        ) from None


def _load_lines(lines: list[str]) -> list[Any]:
    """The values of JSON Lines. Raises ValueError."""
    loaded: list[Any] = json.loads(f"[{','.join(lines)}]")  # twenty times as fast as line by line
    if len(loaded) != len(lines):
        raise ValueError("a line has several values")
    return loaded


def _as_json(token: re.Match[str]) -> str:
    text = token[0]
    if text in _PYTHON_WORDS:
        return _PYTHON_WORDS[text]
    inner = text[1:-1].replace("\\'", "'")
    inner = re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", inner)
    inner = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', inner) if text[0] == "'" else inner
    return f'"{inner}"'


def _deepgram(data: Any) -> list[Cue]:
    channels = data["results"]["channels"]
    cues: list[Cue] = []
    for number, channel in enumerate(channels):
        best = channel["alternatives"][0]
        speaker = f"Speaker {number}" if len(channels) > 1 else None
        if words := best.get("words"):
            cues += values.cues_of_words(words, speaker, None, 1.0)
        elif best["transcript"].strip():
            cues.append(Cue(best["transcript"], speaker))
    return cues


def _aws_call(data: Any) -> list[Cue]:
    return values.cues_of(data["Transcript"]) if data["JobStatus"] else []


def _aws(data: Any) -> list[Cue]:
    results = data["results"]
    if segments := results.get("audio_segments"):
        return values.cues_of(segments)
    who = {
        item["start_time"]: segment["speaker_label"]
        for segment in results.get("speaker_labels", {}).get("segments", [])
        for item in segment["items"]
    }
    words: list[dict[str, Any]] = []
    for item in results["items"]:
        content = item["alternatives"][0]["content"]
        if item["type"] == "punctuation":
            if words:
                words[-1]["text"] += content
            continue
        speaker = item.get("speaker_label") or who.get(item["start_time"])
        words.append({"text": content, "start": item["start_time"], "end": item["end_time"], "speaker": speaker})
    return values.cues_of_words(words, None, None, 1.0)


def _google(data: Any) -> list[Cue]:
    results = data.get("results") or data["response"]["results"]
    cues: list[Cue] = []
    before = 0.0
    for result in results:
        best = (result.get("alternatives") or [{}])[0]
        words = best.get("words") or []
        if words and any(word.get("speakerTag") or word.get("speakerLabel") for word in words):
            cues = [cue for cue in cues if cue.speaker]  # the last result repeats all words, with their speakers
        end = values.time_of(result.get("resultEndTime") or result.get("resultEndOffset"))
        if words:
            cues += values.cues_of_words(words, None, None, 1.0)
        elif best.get("transcript", "").strip():
            cues.append(Cue(best["transcript"], None, before if end is not None else None, end))
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
                start = values.time_of(element.get("ts")) if start is None else start
                end = values.time_of(element.get("end_ts"))
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
        for cue in values.cues_of(turn["sentences"])
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


def _segments(data: Any) -> tuple[list[Mapping[str, Any]], str] | None:
    """(the list of segments with the most speech, its key), or None."""
    best: tuple[float, list[Mapping[str, Any]], str] | None = None
    for key, items in _lists(data, "", MOST_LEVELS):
        if (worth := _worth(key, items)) and (best is None or worth > best[0]):
            best = worth, items, key
    return (best[1], best[2]) if best else None


def _lists(data: Any, key: str, depth: int) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    if depth == 0:
        return
    if isinstance(data, Mapping):
        for name, value in data.items():
            if isinstance(value, Mapping | list):
                yield from _lists(value, name, depth - 1)
    elif isinstance(data, list) and data:
        items = [item for item in data if isinstance(item, Mapping)]
        if len(items) * 2 > len(data):
            yield key, items
            if len(items) <= 50:
                for item in items:
                    yield from _lists(item, key, depth - 1)


def _worth(key: str, items: list[Mapping[str, Any]]) -> float:
    """How sure it is that these are segments of speech, and how much speech they are. 0 if they are something else."""
    sample = items[:300]
    texts = [values.text_of(item) for item in sample]
    filled = [text for text in texts if text]
    words = any(isinstance(item.get("words"), list) for item in sample)
    timed = sum(
        1 for item in sample if item.get("words") or any(item.get(key) is not None for key in values.START_KEYS)
    )
    spoken = sum(1 for item in sample if values.speaker_of(item))
    if max(timed, spoken) < len(sample) * 0.6 or (len(filled) < len(sample) * 0.5 and not words):
        return 0.0
    if not timed and not (
        spoken and re.search(r"transcript|segment|utterance|sentence|caption|dialog|turn", key, re.I)
    ):
        return 0.0
    if not any("speaker" in item or "words" in item for item in sample) and not _like_speech(filled):
        return 0.0
    size = sum(map(len, texts)) / max(1, len(sample))
    single = size and sum(text.strip().count(" ") for text in filled) == 0 and len(filled) > 3
    return (3.0 if words else 1.0) + 2.0 * (spoken > 0) + 2.0 * (timed > 0) + min(size, 200) / 400 - 3.0 * bool(single)


def _like_speech(texts: list[str]) -> bool:
    spaced = sum(1 for text in texts if " " in text.strip() or not text.isascii())
    return bool(texts) and spaced * 2 >= len(texts)


def _speakers(data: Any) -> dict[str, str]:
    """Speakers' names by identifier, if the export lists them separately."""
    listed = data.get("speakers") or data.get("participants") if isinstance(data, Mapping) else None
    known = {}
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, Mapping) and isinstance(item.get("name"), str) and isinstance(item.get("id"), str | int):
            known[str(item["id"])] = item["name"]
    return known


def _title(data: Any) -> str | None:
    for holder in (
        (data, *(data.get(key) for key in ("data", "transcript", "metadata", "meeting")))
        if isinstance(data, Mapping)
        else ()
    ):
        if isinstance(holder, Mapping):
            for key in ("title", "topic", "meeting_title", "meetingTitle", "subject"):
                if isinstance(holder.get(key), str):
                    return str(holder[key])[:500]
    return None


def _language(data: Any) -> str | None:
    for key in ("language", "language_code", "languageCode", "LanguageCode", "lang", "locale"):
        for holder in (data, data.get("results"), data.get("result")) if isinstance(data, Mapping) else ():
            value = holder.get(key) if isinstance(holder, Mapping) else None
            if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2}(?:[-_][^\W_]{2,8})*", value):
                return value[:2].lower()
    return None


def _tool(data: Any, key: str) -> str:
    if not isinstance(data, Mapping):
        return "Transcript"
    if "acoustic_model" in data or "audio_url" in data:
        return "AssemblyAI"
    if "phrases" in data and "combinedPhrases" in data:
        return "Azure Speech"
    if key in ("segments", "chunks", "transcription", "word_segments"):
        return "Whisper"
    return "Transcript"
