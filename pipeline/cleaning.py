"""A draft's text -> text that can be in a document: plain, not too long, without markup and invisible characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

LONGEST_TITLE_CHARACTERS = 120
LONGEST_LINE_CHARACTERS = 400
"""The longest instruction, caution, goal or expected result."""
LONGEST_LISTED_CHARACTERS = 1_200
"""The same with the list below it, each of whose items is a line."""
LONGEST_CODE_CHARACTERS = 4000
MOST_ACTIONS, MOST_CAUTIONS = 20, 10
"""Of a step that a model has written."""
MOST_CITATIONS = 12
"""The most citations of one line. A line that cites everything cites nothing."""
MOST_CITATIONS_OF_CODE = 60
"""The same of several lines of code, which are told over a whole step."""

ELLIPSIS = "…"
GAP = "[…]"
"""Marks the place where something was removed from a line."""

_LONGEST_INPUT_CHARACTERS = 4_000
"""Nothing after this is read. It would be cut anyway, and patterns take time."""
_JOINERS = "\u200c\u200d"
# Scripts that need ZWNJ and ZWJ in their spelling: Arabic and its neighbours, those of India and Sri Lanka, Khmer,
# Mongolian.
_JOINED = re.compile("(?<=[\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff\u1800-\u18af])[\u200c\u200d]")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]{0,30})(?P<rest>(?:\s[^<>]*|/)?)>")
MASKS = frozenset({"<password>", "<passphrase>", "<pin>", "<code>", "<key>", "<card-number>"})
"""What stands for a secret that was said aloud (`pipeline.secrets.cues.Kind`)."""
_TO_FILL_IN = re.compile(r"<[^\W\d_][\w .;:(),'’-]{0,60}>")
_ELEMENTS = re.compile(
    r"a|abbr|applet|audio|b|base|body|br|button|canvas|center|code|col|details|dialog|div|dl|dt|em|embed|fieldset|font"
    r"|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|map|mark|marquee"
    r"|meta|nav|noscript|object|ol|optgroup|option|p|param|picture|pre|q|s|script|section|select|slot|small|source|span"
    r"|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|u|ul|var"
    r"|video",
    re.I,
)
"""HTML's elements that may have attributes without a value."""
_HIDDEN_CONTENT = re.compile(
    r"<(script|style|iframe|object|svg|template)\b[^>]{0,1000}>.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[?!][A-Za-z][^<>]*>", re.S)
_SLACK = re.compile(r"<(?P<sigil>[@#!])(?P<target>[^<>|\s]{1,200})(?:\|(?P<label>[^<>]*))?>")
_SLACK_LINK = re.compile(r"<(?P<url>[a-z][a-z0-9+.-]*:[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>", re.I)
_AT_ALL = re.compile(r"(?<![\w@])@(?=(?:channel|here|everyone|all|U[A-Z0-9]{6,})\b)", re.I)
_IMAGE = re.compile(r"!\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*+)[^()]*+\)")
_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\(\s*+(?P<url>[^()\s]++)[^()]*+\)")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]+)\]\[(?P<url>[^\[\]]*)\]")
_BOLD = re.compile(r"(\*\*\*|\*\*|~~)(?=\S)(.{1,800}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])")
_LEADING = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*•‣]\s+|\d{1,2}[.)]\s+(?=\D)|\[[ xX]\]\s+)+")
_FENCE = re.compile(r"\s*(?:```|~~~)[^\n`]*\n")
_BLANKS = re.compile(r"\s+")

KeepUrl = Callable[[str], bool]


def visible(text: str, keep: str = "", most: int = _LONGEST_INPUT_CHARACTERS) -> str:
    """The text without control, format, bidirectional, private and unassigned characters, except those in `keep`.
    Letters that only look different (full-width, mathematical) become plain ones."""
    text = text[:most]
    if text.isascii() and text.isprintable():
        return text
    shown = []
    for i, char in enumerate(text):
        if char in keep:
            shown.append(char)
        elif char in _JOINERS:
            shown.append(char if _JOINED.match(text, i) else "")
        elif char in "\t\n\v\f\r\x85\u2028\u2029":
            shown.append(" ")
        elif "\U0001d400" <= char <= "\U0001d7ff" or ("\uff10" <= char <= "\uff5a" and char.isalnum()):
            shown.append(unicodedata.normalize("NFKC", char))
        # Variation selectors are marks (Mn), and U+034F and the Hangul fillers count as visible. All of them can hide
        # data.
        elif (
            unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
            or char in "\u034f\u115f\u1160\u3164\uffa0"
            or "\ufe00" <= char <= "\ufe0e"
            or "\U000e0000" <= char <= "\U000e0fff"
        ):
            shown.append("")
        else:
            shown.append(char)
    return unicodedata.normalize("NFC", "".join(shown))


def clean_line(text: str | None, most: int = LONGEST_LINE_CHARACTERS, *, said: str = "") -> str:
    """The text on one line of at most `most` characters, without markup, mentions and invisible characters; "" for
    None. An HTML tag stays if its name is in `said`, since people explain HTML too."""
    return shorten(strip_markup(_BLANKS.sub(" ", visible(text or "")).strip(), said), most)


def strip_markup(text: str, said: str = "", keep_url: KeepUrl = lambda _: False) -> str:
    """The text without HTML, Markdown (except `code`) and Slack's mentions and links. An address stays only if
    `keep_url` says so. Markup that removing other markup uncovers is removed too."""
    for _ in range(5):
        before = text
        text = html.unescape(text)
        text = _BLANKS.sub(" ", visible(text))
        text = _COMMENT.sub("", _HIDDEN_CONTENT.sub("", text))
        text = _SLACK.sub(lambda m: m["label"] or (m["target"] if m["sigil"] == "!" else ""), text)
        text = _SLACK_LINK.sub(lambda m: _link(m["label"] or "", m["url"], keep_url), text)
        text = _IMAGE.sub(lambda m: m["text"], text)
        text = _LINK.sub(lambda m: _link(m["text"], m["url"], keep_url), text)
        text = _REFERENCE.sub(lambda m: m["text"], text)
        text = _TAG.sub(lambda m: m[0] if _explained(m, said) or _is_to_fill_in(m) else "", text)
        text = _ITALIC.sub(r"\1", _BOLD.sub(r"\2", text))
        text = _LEADING.sub("", _AT_ALL.sub("", text))
        if text.count("`") % 2:
            text = text.replace("`", "")
        text = text.replace("``", "")
        if text == before:
            break
    else:
        text = text.replace("<", "").replace("`", "")
    return _BLANKS.sub(" ", text).strip()


def clean_code(text: str | None, *, fenced: bool = False) -> str:
    """Code that can be typed as it is: without control and invisible characters, blank ends, and a Markdown fence,
    unless it is to be typed, too (`fenced`). Returns "" if it is too long: half a command is worse than none."""
    if not text or len(text) > 2 * LONGEST_CODE_CHARACTERS:
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not fenced and (fence := _FENCE.match(text)):
        text = _until_fence(text[fence.end() :])
    text = visible(text, keep="\n\t", most=2 * LONGEST_CODE_CHARACTERS)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").rstrip()
    if len(text) > 2 and text[0] == text[-1] == "`" and "`" not in text[1:-1]:
        text = text[1:-1]
    return text if len(text) <= LONGEST_CODE_CHARACTERS and text.strip() else ""


def _until_fence(text: str) -> str:
    """Code without the line that closes its fence, if the last line is one."""
    text = text.rstrip()
    inside = text[:-3].rstrip()
    closed = text.endswith(("```", "~~~")) and "\n" in text[len(inside) : -3]
    return inside if closed else text


def shorten(text: str, most: int) -> str:
    """The text, cut between words if it is longer than `most` characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > most // 2 else cut).rstrip(" ,;:-–—") + ELLIPSIS


def as_quoted(sentence: str) -> str:
    """What was said, short, to stand at the end of a sentence of ours: without a full stop of its own.

    >>> as_quoted("The room is crowded.")
    'The room is crowded'
    """
    text = shorten(sentence.rstrip(), 120)
    return text[:-1] if text.endswith((".", "。", "।")) and not text.endswith("..") else text


def _link(text: str, url: str, keep_url: KeepUrl) -> str:
    text = text.strip()
    if not keep_url(url):
        return text
    return url if not text or text == url else f"{text} ({url})"


def _is_to_fill_in(tag: re.Match[str]) -> bool:
    """Whether it isn't a tag but what the reader puts in: "<user name>", `<host>` in code, or the mask of a secret."""
    words = tag[0][1:-1].split()
    if tag[0] in MASKS and f"</{tag['name']}" not in tag.string:
        return True
    if not _TO_FILL_IN.fullmatch(tag[0]):
        return False
    in_code = tag.string.count("`", 0, tag.start()) % 2 == 1 and tag.string.find("`", tag.end()) >= 0
    return in_code or (len(words) > 1 and not _ELEMENTS.fullmatch(words[0]))


def _explained(tag: re.Match[str], said: str) -> bool:
    """Whether somebody talks about a tag: it has no attributes, and its name was said."""
    return not tag["rest"].strip(" /") and bool(re.search(rf"\b{re.escape(tag['name'])}\b", said, re.I))
