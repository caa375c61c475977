"""Text that nobody says aloud: source code, logs, tables, settings; and prose that sounds as if somebody said it."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.transcript import count_words

TIMED = ("a log", "a table")
"""What has times and is no transcript."""
LINES = 2_000
"""Lines that are looked at."""

_CODE = re.compile(
    r"^\s*(?:import |from \S+ import|def |class \w+[:({]|#include|#define|//|/\*|\*/|\*\s|@\w+|function\b|const |let |"
    r"var |public |private |protected |static |return\b|if \(|for \(|while \(|else\b|elif |try:|except|end$|begin$|fn |"
    r"func |package |using |namespace |struct |enum |SELECT |INSERT |CREATE |<\?php|<[a-zA-Z/!][^>]*>|\{|\}|\]|\)|\$ |"
    r"#!|--- |\+\+\+ |@@|diff |:[\w-]+:)|[{};]\s*$|\)\s*:\s*$|^\s*[\w.\[\]\"']+\s*=\s*\S|=>|\(\)"
)
_LOG = re.compile(
    r"\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|CRITICAL|NOTICE)\b|\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|"
    r"^[A-Z][a-z]{2}\s+\d{1,2} \d{2}:\d{2}:\d{2} |\b(?:\d{1,3}\.){3}\d{1,3}\b|\[\d+\]:|\bpid[=:]\d+"
)
_SETTING = re.compile(r"^\s*(?:-\s+)?[\"']?[\w.$/-]+[\"']?\s*[:=](?:\s|$)")
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i'll|i've|i'd|we|we're|we'll|we've|you|you're|you'll|you've|your|let's|so|okay|ok|now|going|gonna|"
    r"here|just|yeah|right|um|uh|well|actually|alright|thanks|hello|hi|see)\b",
    re.I,
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEGAL = re.compile(
    r"\b(?:hereby|herein|hereunder|thereof|pursuant|notwithstanding|licensor|licensee|sublicense|warranties|"
    r"indemnif\w+|liability|copyright|hereinafter|whereas|shall)\b",
    re.I,
)


def not_prose(text: str) -> str | None:
    """What else a text is, in words for people: "source code", "a log", "a table", "settings"; None for prose."""
    lines = [line for line in text[:400_000].split("\n") if line.strip()][:LINES]
    if len(lines) < 4:
        return None
    cut = [line[:300] for line in lines]
    if sum(1 for line in cut if _LOG.search(line)) * 3 > len(lines):
        return "a log"
    if _is_table(cut):
        return "a table"
    if sum(1 for line in cut if _CODE.search(line)) * 5 > len(lines) * 2:
        return "source code"
    keys = [match[0].strip() for line in cut if (match := _SETTING.match(line))]
    if (
        len(keys) * 2 > len(lines)
        and len(set(keys)) * 2 > len(keys)
        and sum(key[0].islower() for key in keys) * 2 > len(keys)
    ):
        return "settings"
    if len(lines) >= 10 and sum(len(line.split()) for line in cut) < 1.6 * len(lines):
        return "a list"
    letters = sum(map(str.isalpha, text[:20_000])) + sum(map(str.isspace, text[:20_000]))
    if letters < 0.6 * len(text[:20_000]):
        return "data"
    return None


def _is_table(lines: list[str]) -> bool:
    for mark in (",", ";", "\t", "|"):
        counts = Counter(line.count(mark) for line in lines)
        count, often = counts.most_common(1)[0]
        if count >= 2 and often * 10 >= len(lines) * 8 and len(lines) >= 4:
            return True
    return False


def sounds_spoken(text: str, language: str | None) -> bool:
    """Whether prose sounds as if somebody said it: it addresses somebody, and it isn't a contract. Only English can
    be told; everything else may be."""
    if language != "en":
        return language is not None and count_words(text[:40_000]) >= 20
    words = _WORDS.findall(text[:40_000])
    personal, legal = len(_PERSONAL.findall(text[:40_000])), len(_LEGAL.findall(text[:40_000]))
    return len(words) >= 20 and personal * 20 >= len(words) and legal * 100 <= len(words)
