"""Finds what a transcript is about in its header or its file's name."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pipeline.readers import file_names

LONGEST_TITLE_CHARACTERS = 120
"""A longer title is cut."""
SHORTEST_TITLE_CHARACTERS = 3
LONGEST_HEADER_CHARACTERS = 400
"""A title with all that is removed from it. A longer one isn't a title."""

LONGEST_LABEL_CHARACTERS = 60
NAMELESS = ("transcript", "pasted transcript")
"""What stands for the name of what comes without a file."""

_EXTENSION = re.compile(
    r"(?>\.(?:vtt|srt|sbv|txt|text|md|markdown|doc[xm]?|pdf|m?html?|mht|rtf|jsonl?|json3|ya?ml|csv|tsv|srv\d|ttml|dfxp|xml|ass|ssa|odt|mp4|mp3|m4a|wav|webm"
    r"|mov|mkv|ogg|opus|flac|aac|avi|transcript|transcription|cc|captions?|subs|otter_ai|auto|forced|sdh|asr|orig|default|[a-z]{2,3}(?:-[A-Za-z]{2,4}|-x-autogen)?)(?=\.|$)){1,8}$",
    re.I,
)
_NAME_OF_FILE = re.compile(
    r"^[\w .()-]{1,100}\.(?:mp4|mp3|m4a|wav|webm|mov|mkv|vtt|srt|docx?|pdf|txt|html?|md|odt)$", re.I
)
_LABELS = re.compile(
    r"^(transcripts?|meeting transcripts?|transcription|audio transcripts?|captions?|notes?|untitled.*|document\d*|"
    r"title|microsoft word.*|normal|.*\.(docx?|pdf|indd|rtf))$",
    re.I,
)
_REMARK = re.compile(
    r"^(?://|@ |\$|[{}<;])"
    r"|^(?:made|created|generated|exported|transcribed|powered|recorded|downloaded) (?:with|by|from|on|using)\b"
    r"|^(?:invited|attachments|meeting records)[ \t]+(?-i:[A-Z])"
    r"|^(?:attendees|participants|speakers|date|duration|length|time|recorded|location|host)[ \t]*:"
    r"|^(?:attendees|participants|speakers|summary|agenda|contents|duration|date|invited|attachments)$"
    r"|^(?:tactiq\.io[ \t]+)?free youtube(?: transcript)?$|^\d+ (?:min(?:ute)?s?|hours?|sec(?:ond)?s?)\b[^a-z]*$",
    re.I,
)
"""A program's remark, or a word over a part of the head: no title."""
_SHORTCODE = re.compile(r":?\b(?:headphones|microphone|memo|notepad|spiral_note_pad|calendar|movie_camera):")
_AFTER = re.compile(r"\(?\b(audio |meeting |full |video )?transcript(ion)?s?( of| for)?\)?\s*$", re.I)
_BEFORE = re.compile(r"^(audio |meeting |full |video )?transcript(ion)?s?\s*(of:?|for:?|[-–—|:])\s*", re.I)
_NUMBER_SIGN = re.compile(r"^#\d{1,3}[ .:_-]++(?=\S)")
_IN_BRACKETS = re.compile(r"\([^()]*+\)")
_WORDS = re.compile(r"[^\W\d_]+")
_EDGES = " -–—.,:;|/_#&~+"


def from_header(title: str | None) -> str | None:
    """The source's own title, without words that only say that it is a transcript. None if nothing else is left."""
    if not title:
        return None
    title = " ".join(_SHORTCODE.sub("", title).split()).strip(" *_#\"'“”`|-–—:")
    if _REMARK.search(title):
        return None
    if len(title) > LONGEST_HEADER_CHARACTERS:
        return None
    if _NAME_OF_FILE.match(title) and not _LABELS.match(title):
        return from_name(title)
    title = _without_mark_behind(_BEFORE.sub("", _without_mark_behind(title)).strip())
    before = None
    while title != before:
        before, title = title, file_names.without_dates_at_end(title)
        title = file_names.ADDED_BEHIND.sub("", _without_mark_behind(title)).strip()
    if (
        not SHORTEST_TITLE_CHARACTERS <= len(title) <= 300
        or _LABELS.match(title)
        or not re.search(r"[^\W\d_]{2}", title)
    ):
        return None
    if file_names.says_nothing(title):
        return None
    return title if len(title) <= LONGEST_TITLE_CHARACTERS else title[:LONGEST_TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def from_name(name: str) -> str | None:
    """A file's name as a person would write it: "create-api-token_en.vtt" becomes "Create API token". None for names
    like "GMT20240102.vtt", which only say which tool made the file and when."""
    name = _NUMBER_SIGN.sub("", _last_part(name[-1000:]).removeprefix("~$"))
    stem = _EXTENSION.sub("", name) if not name.startswith(".") else ""
    stem = file_names.without_ids(unquote(stem.replace("+", " ")) if "%" in stem or " " not in stem else stem)
    stem = _tidied(file_names.parted(file_names.without_dates(stem).replace("_", " _ ")))
    before = None
    while stem != before:
        before, stem = stem, _tidied(file_names.without_what_was_added(stem))
    stem = _tidied(_BEFORE.sub("", stem).replace("_", " "))
    if stem.count(" ") == 0 or stem.count("-") > stem.count(" "):
        stem = _tidied(re.sub(r"(?<=\w)[-.](?=\w)", " ", stem))
    if not SHORTEST_TITLE_CHARACTERS <= len(stem) <= 200 or file_names.says_nothing(stem):
        return None
    if not re.search(r"[^\W\d_]{3}|[^\x00-\x7f]{2}", stem):
        return None
    return file_names.cased(stem)[:LONGEST_TITLE_CHARACTERS]


def label(name: str) -> str | None:
    """A file's name without its extension, as it is: for a guide that nothing else tells from another. None where it
    has no name of its own.

    >>> label("captions_english (auto-generated).vtt"), label("GMT20260114_Recording.vtt"), label("transcript.txt")
    ('captions_english', 'GMT20260114_Recording', None)
    """
    name = " ".join("".join(each if each.isprintable() else " " for each in _last_part(name[-1000:])).split())
    stem = _EXTENSION.sub("", name)
    stem = (_IN_BRACKETS.sub("", stem).strip() or stem).strip(_EDGES)
    if stem.lower() in NAMELESS or not any(each.isalnum() for each in stem):
        return None
    return stem if len(stem) <= LONGEST_LABEL_CHARACTERS else f"{stem[:LONGEST_LABEL_CHARACTERS].rstrip(_EDGES)}…"


def _without_mark_behind(title: str) -> str:
    """A title without the words at its end that say that it is a transcript, and without the signs before them."""
    found = _AFTER.search(title)
    return (title[: found.start()].rstrip().rstrip("-–—|:,") if found else title).strip()


def _last_part(path: str) -> str:
    """The name after the folders. A date or a time with slashes is a part of the name."""
    shielded = re.sub(r"(?<=\d)/(?=\d{1,2}\b)", "-", path)
    return re.split(r"[/\\]", shielded)[-1]


def _tidied(stem: str) -> str:
    """The name without remains of brackets, and without dashes at the ends."""
    stem = re.sub(r"[(\[{][-–—,.:+\s]*[)\]}]", " ", stem)
    stem = re.sub(r"(?<!\s)\s+-(?=\w)", " - ", stem)
    stem = re.sub(r"(?<!\s)\s*(?:[-–—]\s++)+[-–—]?\s*+(?=$|[-–—])", " ", stem)
    stem = " ".join(stem.split()).strip(_EDGES)
    if stem.count("(") != stem.count(")") or stem.count("[") != stem.count("]"):
        stem = stem.strip("()[]{} ")
    return stem.strip(_EDGES)
