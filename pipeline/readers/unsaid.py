"""Lines of a text that nobody said: what tools write before, between and after what was said."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

EDGE_LINES = 3
"""A remark in brackets is looked for in so many lines at the beginning and at the end."""
LONGEST_REMARK_CHARACTERS = 200
LONGEST_LINE_CHARACTERS = 600
"""No remark is longer, with an address in it."""

_RECORD = r"(?:transcript(?:ion)?|recording|meeting|call|conference|session|huddle|webinar)"
_AT = r"(?: (?:at|after|on|by)\b[^.?!]{0,60}|[ \t]*[(\d][^?!]{0,60})?\W*$"
_ANYWHERE = re.compile(
    r"(?:transcribed by |transcript (?:generated|provided|created) |this (?:editable )?transcript (?:was|is|has) "
    r"|(?:\S.{0,60} )?(?:started|stopped|paused|resumed) (?:the )?(?:transcription|recording)$"
    rf"|(?:the )?{_RECORD} (?:has )?(?:started|stopped|ended|paused|resumed){_AT}"
    rf"|\[?(?:the )?end of (?:the )?(?:transcript(?:ion)?|recording|audio|tape){_AT}"
    r"|https?://otter\.ai|clovanote\.naver\.com$|view original transcript|edited by |download transcript"
    r"|(?:break|ad break|sponsor break|commercial break)[ \t]*+:?[ \t]*+(?:\[[\d:.]+\])?$"
    r"|transcri(?:pt|ption) of [^.?!\n]{1,60} \(\d{1,2}:\d\d(?::\d\d)?\)$"
    r"|<(?:begin|end) [a-z]{1,20}>$"
    r"|(?-i:[a-z]+(?:_[a-z0-9]+){1,6}:[ \t][^=\n]{0,100}=)"  # a log: whisper_print_timings: load time = 113 ms
    r"|(?-i:[A-Z][A-Z ]{3,30}):[ \t][^\n]{0,300}?-[ \t]WATCH:[ \t]https?://)",  # Fathom's marks
    re.I,
)
_SIGNED_OFF = re.compile(
    r"[^\n]{1,80}?[ \t](?P<after>(?:after|nach|après|después de|depois de|após|dopo|na|po|efter|через|после)[ \t])?"
    r"\d\d?:\d\d:\d\d[ \t]*(?P<hand>\U0001f44b\W*)?$",
    re.I,
)
"""How the last line of Google Meet's transcripts ends in every language: with the length of the meeting, and a hand
that waves."""
_SCRIBES = r"(?:transcri[a-zéèçãõó]*|transkri[a-zäöåí]*|transkryp\w*|trascri[a-zé]*|транскри\w*|расшифровк\w*)"
_BEGAN_OR_ENDED = re.compile(
    rf"(?=[^\n]{{0,100}}\b{_SCRIBES})[^\n.?!:]{{0,100}}\b(?:gestartet|beendet|gestoppt|angehalten|démarré|lancé|arrêté"
    r"|inició|iniciado|comenzó|detuvo|detenido|finalizó|iniciou|interrompeu|parou|avviato|interrotto|arrestato|gestart"
    r"|gestopt|begonnen|beëindigd|startade|startat|stoppade|stoppat|startet|stoppet|stoppede|startede|rozpocz\w+"
    r"|zatrzyma\w+|zakończy\w+|spustil\w*|zastavil\w*|ukončil\w*|начал\w*|остановил\w*|включил\w*)\b[^\n.?!:]{0,40}$",
    re.I,
)
_BEGAN_OR_ENDED_UNSPACED = re.compile(
    r"[^\n。？！：:]{0,60}(?:文字起こし|トランスクリプト|转录|轉錄|听录|謄寫|전사|기록)[^\n。？！：:]{0,10}"
    r"(?:開始|停止|終了|启动|开始|啟動|시작|중지)[^\n。？！：:]{0,12}$"
)
"""Who started and stopped the transcription, as Teams says it in other languages than English."""
_IN_REMARKS = (
    *(
        "transcri",
        "started",
        "stopped",
        "paused",
        "resumed",
        "ended",
        "end of ",
        "otter.ai",
        "clovanote",
        "edited by",
        "break",
    ),
    *("<begin", "<end", "_", "watch:"),
)
"""Each of them has one of these, and little of what is said."""
_COMES_AND_GOES = re.compile(
    r"(?-i:(?P<name>[^\W\d_a-z]\S*(?: \S+){0,6}?)) (?:has )?(?:joined|left)"
    rf"(?P<where> the (?:{_RECORD}|room|chat))?[.!]?$",
    re.I,
)
_NOTHING = re.compile(r"[(\[]?no (?:text|speech|audio|captions?|transcript)(?: found| available)?[)\]]?[.!]?$", re.I)
_BRACKETED = re.compile(r"[*_ ]*(?:\([^()]*\)|\[[^\[\]]*\])[*_ ]*$")
_NOTE = re.compile(r"\[[^\W_](?=[^\[\]\n]*[ \t][^\[\]\n]*[ \t])[^\[\]\n]{1,200}\]$")
"""At least three words."""
_ABOUT_THE_TEXT = re.compile(
    r"\b(?:transcri(?:pt|be|ption)\w*|caption(?:s|ed)?|subtitle[sd]?|auto-?generated|untertitel\w*|transkri\w+"
    r"|sous-titr\w+|subtítulos|sottotitoli|transcripción|transcrição|trascrizione|transkrypcj\w+)\b",
    re.I,
)


def is_remark(text: str) -> bool:
    """Whether a whole line is a tool's remark about the recording or the transcript, wherever it stands."""
    if len(text) > LONGEST_LINE_CHARACTERS or not any(map(text.lower().__contains__, _IN_REMARKS)):
        return False
    return _ANYWHERE.match(text.strip()) is not None


def is_event(text: str, names: Collection[str]) -> bool:
    """Whether a whole line tells who came or went. `names`: those of the speakers. Others say where."""
    if len(text) > LONGEST_REMARK_CHARACTERS or not ("joined" in text or "left" in text):
        return False
    match = _COMES_AND_GOES.match(text)
    return match is not None and (match["where"] is not None or match["name"] in names)


def is_nothing(text: str) -> bool:
    """Whether a caption says that there is none."""
    return text[:4].lower().lstrip("([").startswith("no") and bool(_NOTHING.match(text))


def without_remarks_at_edges(lines: list[str]) -> list[str]:
    """The lines with those emptied that tell, at the beginning or the end, how the text was made."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for place in range(max(1, len(filled) - EDGE_LINES), len(filled)):
        if _signs_off(lines[filled[place]].strip(), [lines[below] for below in filled[place + 1 :]]):
            return without_remarks_at_edges(lines[: filled[place]])
    edges = {*filled[:EDGE_LINES], *filled[-EDGE_LINES:]}
    if len(filled) == len(edges):
        edges = {number for number in edges if number in (filled[0], filled[-1])}
    return ["" if number in edges and is_remark_at_edge(line.strip()) else line for number, line in enumerate(lines)]


_LANGUAGE_OF_PANEL = re.compile(
    r"[^\W\d_]{3,20}(?: \([^()\n]{2,30}\))? [(（](?:auto-generated|automatisch (?:erzeugt|generiert)"
    r"|générée automatiquement|générés automatiquement|généré automatiquement|generados automáticamente"
    r"|generado automáticamente|generati automaticamente|generata automaticamente|gerada automaticamente"
    r"|geradas automaticamente|automatisch gegenereerd|wygenerowano automatycznie|otomatik oluşturuldu)[)）]$"
    r"|[^\W\d_]{2,10} ?[(（](?:自動生成|自动生成|자동 생성됨)[)）]$",
    re.I,
)
"""What YouTube's panel writes below a transcript."""


def is_remark_at_edge(text: str) -> bool:
    """Whether a line at the beginning or the end of a file is a remark in brackets about the text itself, or tells
    who started the transcription."""
    if len(text) > LONGEST_REMARK_CHARACTERS:
        return False
    return bool(
        _LANGUAGE_OF_PANEL.match(text)
        or (_BRACKETED.match(text) and _ABOUT_THE_TEXT.search(text))
        or _BEGAN_OR_ENDED.match(text)
        or _BEGAN_OR_ENDED_UNSPACED.match(text)
    )


def is_note(text: str) -> bool:
    """Whether a whole line is somebody's note in brackets, in a text whose turns begin with names."""
    return text[:1] == "[" and bool(_NOTE.match(text))


def _signs_off(text: str, below: Sequence[str]) -> bool:
    """Whether a line near the end of a file says how long the meeting was. The lines `below` it are about the
    transcript then."""
    if len(text) > LONGEST_REMARK_CHARACTERS or (match := _SIGNED_OFF.match(text)) is None:
        return False
    about = below if match["hand"] else [text, *below]
    return bool(match["hand"] or match["after"]) and all(map(_ABOUT_THE_TEXT.search, about))
