"""Recognises text that nobody says aloud (source code, logs, tables, settings), and prose that sounds as if somebody
said it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pipeline.transcript import count_words

TIMED_KINDS = ("a log", "a table")
"""What has times but isn't a transcript."""
UNSPOKEN = ("source code", "settings", "a log", "data")
"""What tells nobody to do anything, whatever words are in it. A table or a list may."""
MOST_LINES = 2_000
"""This many lines are read."""

_CODE = re.compile(
    r"^\s*(?:import |from \S+ import|def |class \w+[:({]|#include|#define|//|/\*|\*/|\*\s|@\w+|function\b|const "
    r"|let |var |public |private |protected |static |return\b|if \(|for \(|while \(|else\b|elif |try:|except|end$"
    r"|begin$|fn |"
    r"func |package |using |namespace |struct |enum |SELECT |INSERT |CREATE |<\?php|<[a-zA-Z/!][^>]*>|\{|\}|\]"
    r"|\)|\$ |\t@?\$\(|\.[A-Z]{3,}:|#!|--- |\+\+\+ |@@|diff |:[\w-]+:)|[{};]\s*$"
    r"|\)\s*:\s*$|^\s*[\w.\[\]\"']+\s*=\s*\S|=>|\(\)"
)
_LOG = re.compile(
    r"\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|CRITICAL|NOTICE)\b|\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|"
    r"^[A-Z][a-z]{2}\s+\d{1,2} \d{2}:\d{2}:\d{2} |\b(?:\d{1,3}\.){3}\d{1,3}\b|\[\d+\]:|\bpid[=:]\d+"
    r"|^\[?\d{1,2}:\d\d:\d\d(?:[.,]\d{3})?\]? \[(?:main|[\w-]{0,30}(?:thread|worker|pool|exec)[\w-]{0,30})\]"
)
_SETTING = re.compile(r"^\s*(?:-\s+)?[\"']?[\w.$/-]+[\"']?\s*[:=](?:\s|$)")
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i'll|i've|i'd|we|we're|we'll|we've|you|you're|you'll|you've|your|let's|so|okay|ok|now|going|gonna|"
    r"here|just|yeah|right|um|uh|well|actually|alright|thanks|hello|hi|see)\b",
    re.I,
)
_NUMBER = re.compile(r"\d+")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_IN_ORDER = re.compile(
    r"\b(?:first (?:step|thing)|after that|then|next|from there|what happens|there's|that's|it's|doesn't|isn't)\b", re.I
)
FEW_WORDS, FEWEST_WORDS = 20, 8
_LEGAL = re.compile(
    r"\b(?:hereby|herein|hereunder|thereof|pursuant|notwithstanding|licensor|licensee|sublicense|warranties|"
    r"indemnif\w+|liability|copyright|hereinafter|whereas|shall)\b",
    re.I,
)


_MAIL = re.compile(
    r"^(?:from|to|cc|bcc|date|sent|subject|reply-to|von|an|datum|gesendet|betreff|de|à|objet|asunto|para)[ \t]*:", re.I
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte[rs]?|guten tag|bonjour|cher|chère|chers|hola|estimad[oa]s?"
    r"|ciao|caro|cara|gentile|olá|prezad[oa]s?|beste|geachte|cześć|szanown[yai])\b[^.!?:]{0,60}[,!]?$",
    re.I,
)
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm) (?:regards|wishes)|best|regards|sincerely|yours(?: \w+)?|viele grüße|lg|mfg|vg|cordialement"
    r"|(?:mit )?(?:freundlichen|besten|herzlichen|lieben) grüßen|(?:beste|liebe|herzliche) grüße|bien à vous"
    r"|saludos cordiales|cordiali saluti|atenciosamente|met vriendelijke groet)[,.!]?$",
    re.I,
)
"""The lines with which letters end. Nobody says them on a line of their own, under a greeting."""
_QUOTED = re.compile(r"^>|\b(?:wrote|schrieb|a écrit|escribió)\b.{0,40}:$", re.I)
_INVOICE = re.compile(
    r"^(?:invoice|rechnung|facture|factura|fattura)\b|\b(?:invoice|rechnungs|facture) ?(?:no|nr|n°|number|date"
    r"|datum)\b"
    r"|^(?:sub)?total\b|^(?:vat|tax|mwst|ust|tva|iva|netto|brutto|amount due|bill to|qty|unit price)\b"
    r"|\bpay within\b",
    re.I,
)
_CHANGE = re.compile(
    r"^#{0,4}[ \t]*(?:changelog|changes|release notes|what's new)\b|^#{1,4}[ \t]*\[?v?\d+\.\d+"
    r"|^#{0,4}[ \t]*(?:added|changed|fixed|removed|deprecated|security)[ \t]*:?$|^[-*][ \t]+(?:added|changed"
    r"|fixed|removed)\b",
    re.I,
)
_FOOTNOTE = re.compile(r"^\[\^\d+\]: [^\n]*“", re.M)
_MADE_BY = re.compile(r"^(?:- \*\*[^*\n]{1,80}\*\*[^\n]{0,80}|[^\n·]{1,300} · [^\n·]{1,80})Script2Doc\b", re.M)
_STAGE = re.compile(
    r"^(?:ACT|SCENE|Act|Scene)[ \t]+(?:[IVX]+|\d+)\b|^\[?(?:Enter|Exit|Exeunt)\b|^(?:INT|EXT)\.[ \t]"
    r"|^(?:FADE (?:IN|OUT)|CUT TO)\b"
)
_FAQ = re.compile(
    r"^[\x01\x02#* \t]{0,8}(?:faqs?|frequently asked questions|questions (?:and|&) answers|häufige fragen"
    r"|häufig gestellte fragen|foire aux questions|preguntas frecuentes|domande frequenti|perguntas frequentes"
    r"|veelgestelde vragen)\b[^\n]{0,60}$",
    re.I,
)
_ASKED = re.compile(r"[?？؟]$")
MOSTLY = 0.7
"""The share of lines that end with a question mark in a list of questions."""
_MINUTES = re.compile(
    r"^(?:minutes|present|attendees|apologies|absent|agenda|action items?|decisions?|next meeting|protokoll|anwesend"
    r"|teilnehmer|tagesordnung|beschlüsse)\b.{0,60}$",
    re.I,
)


_STEP = re.compile(
    r"^[\x01\x02#* \t]{0,8}(?:step|schritt|étape|paso|passo|stap)[ \t]{1,3}\d{1,2}\b[ \t]*[:.)–—-]", re.I
)
_SECTION = re.compile(
    r"^[\x01\x02#* \t]{0,8}(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?[ \t]{1,4})?(?:overview|introduction|prerequisites"
    r"|requirements|before you (?:begin|start)|purpose|scope|table of contents|contents|troubleshooting|conclusion"
    r"|next steps|related (?:articles|topics)|revision history|inhalt|inhaltsverzeichnis|einleitung|voraussetzungen"
    r"|sommaire|contenido|indice)[ \t]*:?[* \t]{0,4}$",
    re.I,
)
_ITEM = re.compile(r"^[\x01\x02#* \t]{0,8}\d{1,2}[.)][ \t]+\S")
_HEADING = re.compile(r"^#{1,4}[ \t]+\S")
_FIELD = re.compile(
    r"^(?:upstream-name|upstream-contact|files(?:-excluded)?|copyright|licen[sc]e|format|source|comment|package|version"
    r"|maintainer|architecture|depends|homepage|metadata-version|name|summary|classifier|requires-dist|author"
    r"|author-email|description|section|priority|project-url|requires-python|keywords)[ \t]*:",
    re.I,
)
"""The fields of a package's description or its licences."""
_ADDRESS = re.compile(r"[<(]?[\w.+-]{1,60}(?:@| at )[\w-]{1,60}(?:\.| dot )[\w.-]{2,40}[>)]?")
_CONTENTS = re.compile(r"^\S.{2,100}?[ \t]?\.{4,}[ \t]?\d{1,4}$")
FEWEST_QUESTIONS = 4
FEWEST_ITEMS = 5
MOST_FIELDS = 30
"""Lines at the beginning, of which four have different fields in a package's description."""
FEWEST_SIGNS = 3
"""A guide has so many steps, sections and lines of its table of contents at least, of two of these kinds."""


def _guides(lines: list[str]) -> bool:
    """Whether these are the lines of a guide that somebody wrote: its steps are numbered under headings, or listed with
    their pages."""
    steps, sections, contents = (
        sum(1 for line in lines if pattern.search(line)) for pattern in (_STEP, _SECTION, _CONTENTS)
    )
    kinds = (steps >= 2) + (sections >= 1) + (contents >= 2)
    return contents >= 5 or (kinds >= 2 and steps + sections + contents >= FEWEST_SIGNS)


def tutorial(text: str) -> bool:
    """Whether a Markdown text is a guide: its steps are numbered below headings, which may have times."""
    lines = [line[:200] for line in text[:400_000].split("\n") if line.strip()][:MOST_LINES]
    items, headings = (sum(1 for line in lines if pattern.search(line)) for pattern in (_ITEM, _HEADING))
    return items >= FEWEST_ITEMS and headings >= FEWEST_SIGNS and (items + headings) * 3 >= len(lines)


def written(text: str) -> str | None:
    """What a text is, if people write such texts but don't say them aloud, in words for people: "an e-mail", "an
    invoice", "a list of changes", "a play", "minutes". None for other texts."""
    lines = [line.strip()[:200] for line in text[:400_000].split("\n") if line.strip()][:MOST_LINES]

    def count(pattern: re.Pattern[str], among: list[str] = lines) -> int:
        return sum(1 for line in among if pattern.search(line))

    quoted = count(_QUOTED) * 3 >= len(lines) and not any("-->" in line for line in lines)
    signed = bool(lines) and _GREETING.match(lines[0]) and count(_CLOSING, lines[-4:]) > 0
    if count(_MAIL, lines[:12]) >= 3 or quoted or signed:
        return "an e-mail"
    fields = {match[0].lower() for line in lines[:MOST_FIELDS] if (match := _FIELD.search(line))}
    if len(fields) >= FEWEST_SIGNS + 1:
        return "a package's description"
    if len(lines) >= FEWEST_ITEMS and count(_ADDRESS) * 3 >= len(lines):
        return "a list of addresses"
    if count(_INVOICE) >= 3:
        return "an invoice"
    if (changes := count(_CHANGE)) >= 3 and changes * 3 >= len(lines):
        return "a list of changes"
    if _guides(lines):
        return "a written guide"
    if count(_STAGE) >= 2:
        return "a play"
    if any(map(_FAQ.match, lines[:3])):
        return "a page of questions and answers"
    if len(lines) >= FEWEST_QUESTIONS and count(_ASKED) >= MOSTLY * len(lines):
        return "a list of questions"
    return "minutes" if count(_MINUTES) >= 2 else None


_MESSAGE = re.compile(
    r"^(?:\d{4}-\d\d-\d\d )?\d{1,2}:\d\d:\d\d[ \t]+From[ \t]+\S|^\d{1,2}:\d\d:\d\d\t[^\t]{1,80}:\t"  # Zoom
    r"|^\[?\d{1,2}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?\]?"
    r"(?: -)? \S"  # WhatsApp
    r"|^\[\d{1,2}-[A-Z][a-z]{2}-\d{2,4} \d{1,2}:\d\d(?: [AP]M)?\] \S"  # Discord
    r"|^\[?(?!0?0:0)\d{1,2}:\d\d(?::\d\d)?\]? (?:<[ @+%&~]?[^\s<>]{1,30}> |\*\*\* )"  # IRC
)
_MESSAGE_OF_DAY = re.compile(
    r"^(?:\S.{0,60}[ \t])?[ \t]*\[?\d{1,2}:\d\d[ \u202f]?[AaPp]\.?[Mm]\.?\]?(?:[ \t]+\S.{0,60})?$"
)
FEWEST_MESSAGES = 3


def chat(text: str) -> bool:
    """Whether a text is a chat that Zoom, WhatsApp, Discord or an IRC client has saved: its messages were typed, though
    each has a time and a name."""
    return _share(text, _MESSAGE) >= 0.3


def by_the_minute(text: str) -> bool:
    """Whether its times are those of a clock on the wall without seconds, as chats have them, and few transcripts."""
    return _share(text, _MESSAGE_OF_DAY) >= 0.2


def _share(text: str, pattern: re.Pattern[str]) -> float:
    lines = [line[:200] for line in text[:400_000].split("\n") if line.strip()][:MOST_LINES]
    found = sum(1 for line in lines if pattern.match(line))
    return found / len(lines) if found >= FEWEST_MESSAGES else 0.0


_STORED = re.compile(r'\{\s{0,9}"version":\s?\d{1,4},\s{0,9}"guide":\s?\{\s{0,9}"title":')


def made_here(text: str) -> bool:
    """Whether a text is a guide that Script2Doc has written as Markdown or JSON. A line at its end says who wrote it.
    Older ones have a table of two columns below the title (before 0.3, steps ended with their confidence), and
    footnotes that quote what was said."""
    if _STORED.match(text):
        return True
    if not text.startswith("# "):
        return False
    if _MADE_BY.search(text):
        return True
    if _FOOTNOTE.search(text) is None:
        return False
    return "\n<sub>" in text or "\n| --- | --- |\n" in text[:5000]


def is_log_level(text: str) -> bool:
    """Whether a text is only a word for how urgent a line of a log is."""
    return text.isupper() and _LOG.fullmatch(text) is not None


def not_prose(text: str) -> str | None:
    """What a text is if it isn't prose, in words for people: "source code", "a log", "a table", "settings". None for
    prose."""
    lines = [line for line in text[:400_000].split("\n") if line.strip()][:MOST_LINES]
    if len(lines) < 4:
        return None
    cut = [line[:300] for line in lines]
    if cut[0].startswith("#!"):
        return "source code"
    if sum(1 for line in cut if line.startswith(("#", ";"))) * 5 > len(lines) * 3:
        return "settings"
    if sum(1 for line in cut if _LOG.search(line)) * 3 > len(lines):
        return "a log"
    if _is_one_pattern(cut):
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
    if len(lines) >= 10 and sum(map(count_words, cut)) < 1.6 * len(lines):
        return "a list"
    letters = sum(1 for each in text[:20_000] if each.isalpha() or each.isspace() or _is_sign(each))
    if letters < 0.6 * len(text[:20_000]):
        return "data"
    return None


def _is_sign(character: str) -> bool:
    """Whether a character is a vowel sign or an accent, as in Thai, Burmese and Hindi."""
    return not character.isascii() and unicodedata.category(character)[0] == "M"


def _is_one_pattern(lines: list[str]) -> bool:
    """Whether the lines repeat a few sentences with other numbers in them. Their times don't count."""
    patterns = Counter(_NUMBER.sub("0", _TIME.sub("", line)) for line in lines)
    numbered = sum(count for pattern, count in patterns.items() if "0" in pattern)
    return len(lines) >= 10 and numbered * 2 >= len(lines) and len(patterns) * 4 <= len(lines)


def _is_table(lines: list[str]) -> bool:
    for mark in (",", ";", "\t", "|"):
        counts = Counter(line.count(mark) for line in lines)
        count, often = counts.most_common(1)[0]
        if count >= 2 and often * 10 >= len(lines) * 8 and len(lines) >= 4:
            return True
    return False


def sounds_spoken(text: str, language: str | None) -> bool:
    """Whether prose sounds as if somebody said it: it addresses someone and isn't a contract. Only English can be
    judged. In all other languages, and in one that isn't known here, sentences are enough."""
    if language is None:
        return _has_sentences(text[:40_000])
    if language != "en":
        return count_words(text[:40_000]) >= 20
    words = _WORDS.findall(text[:40_000])
    personal, legal = len(_PERSONAL.findall(text[:40_000])), len(_LEGAL.findall(text[:40_000]))
    return len(words) >= 20 and personal * 20 >= len(words) and legal * 100 <= len(words)


_FOR_VIEWERS = re.compile(
    r"\b(?:thanks|thank you)(?: so much| very much)? for (?:watching|listening|tuning in)\b", re.I
)


def thanks_viewers(text: str) -> bool:
    """Whether somebody thanks for watching, which only recordings do."""
    return bool(_FOR_VIEWERS.search(text))


def told_in_order(text: str) -> bool:
    """Whether English prose without "you" and "I" may be a talk, since it tells what comes after what, or is short and
    full of what only people who speak say."""
    words = len(_WORDS.findall(text[:40_000]))
    if words < FEW_WORDS:
        return words >= FEWEST_WORDS and len(_PERSONAL.findall(text)) * 5 >= words
    told = len(_IN_ORDER.findall(text[:40_000]))
    return told >= 2 and told * 50 >= words and len(_LEGAL.findall(text[:40_000])) * 100 <= words


UNMARKED_WORDS, UNMARKED_WORDS_A_LINE = 150, 5
"""Nobody types so many words without a full stop, unless they are lists or verses."""


def unmarked(text: str) -> bool:
    """Whether it runs on without sentence marks, as speech recognition writes and nobody types."""
    words, lines = len(_WORDS.findall(text[:40_000])), [line for line in text[:40_000].splitlines() if line.strip()]
    marks = len(_SENTENCE.findall(f"{text[:40_000].strip()} "))
    return words >= UNMARKED_WORDS and marks * UNMARKED_WORDS <= words and len(lines) * UNMARKED_WORDS_A_LINE <= words


def _has_sentences(text: str) -> bool:
    """Whether a text has several sentences, as long as people make them."""
    ended = len(_SENTENCE.findall(f"{text.strip()} "))
    words = count_words(text)
    return words >= 20 and ended >= 3 and SHORTEST_SENTENCE <= words / ended <= LONGEST_SENTENCE


_ORDER = re.compile(
    r"^(?:(?:now|then|next|first|so|and|please|\d+[.)]|in|on|under|to|if)\b[^.]{0,50}?[ ,])?(?:open|click|select"
    r"|choose|press|type|enter|turn|switch|log|go|put|take|remove|add|run|install|scan|save|set|push|pull|hold|close"
    r"|check|tap|drag|copy|paste|fill|mix|cut|wash|replace|unplug|plug|insert|connect|scroll|right-click|double-click"
    r"|restart|activate|launch|use|wait|lift|pour|stir|unscrew|twist|tighten|search|pick|hand"
    r"|slip|knit|repeat|bring|let|keep|place|peel|slice|chop|bake|boil|heat|sprinkle|spread|fold|roll|tie|loosen|tick"
    r"|wipe|rinse|dry|sand|drill|measure|mark|glue|attach|unlock|lock|count|label|shake|spray|sweep|water|trim|write"
    r"|note|hang|stack|empty|refill|swap|slide|raise|lower|stand|bend|step|breathe|öffnen|öffne|klicken|klicke?|wählen|wähle|drücken|drücke|tippen|tippe|geben|gib|abra"
    r"|abre|haga|haz|seleccione|pulse|ouvrez|cliquez|choisissez|apri|clicca|scegli|klik|kies)\b",
    re.I,
)
SEVERAL_ORDERS = 5
SHORTEST_SENTENCE, LONGEST_SENTENCE = 4, 30
"""Words in the average sentence of prose."""
_SENTENCE = re.compile(r"[.!?][\"'”’“»«]?\s+")
_QUOTES_FIRST = re.compile(r"[\"'“„‘«»‹›]?(?:[^\"“”„«»]{1,40}[\"”“»«] ?[:,–—-] ?)?")
"""The beginning of a sentence in quotation marks, or a button's name that it begins with: "Save": click on it."""


def instructs(said: Sequence[str]) -> bool:
    """Whether half of the first few hundred sentences begin with something to do, or several and a quarter of them."""
    sentences = [part for text in said[:300] for part in _SENTENCE.split(text[:5_000]) if part.strip()]
    orders = sum(1 for part in sentences if _ORDER.match(_QUOTES_FIRST.sub("", part[:80].lstrip(), count=1)))
    return orders >= 2 and orders * (4 if orders >= SEVERAL_ORDERS else 2) >= len(sentences)
