"""Words for actions, by language: how an instruction is told from other sentences without a model."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from tests.quality.words import listed, stem

BE = listed("be have let see know keep make note remember do don't use try start leave stay wait hold")
"""Verbs that no list of actions needs, but with which an instruction of a guide may well begin."""

GERMAN = re.compile(
    r"\b(?:(?:ein|aus|auf|an|ab|um|zu|rein|raus|durch|unter|ver|be|er|zer|über)?(?:klick|wähl|öffn|schließ|drück|tipp|gib|"
    r"geb|nehm|nimm|schneid|schnitt|brat|brät|leg|füll|rühr|würz|wickel|roll|koch|gieß|streich|stell|setz|schäl|hack|"
    r"pfeffer|salz|misch|schmor|steck|bind|hol|schreib|speicher|kopier|installier|erstell|lad|lösch|start|führ|änder|"
    r"nenn|such|zieh|dreh|heb|wasch|trockn|brauch|back|kipp|lass|mach|tu)\w*)\b",
    re.IGNORECASE,
)
SPANISH = re.compile(
    r"\b(?:haga clic|hacer clic|hacemos clic|haz clic|(?:seleccion|puls|presion|abr|cierr|cerr|escrib|introdu[zc]|"
    r"añad|agreg|elij|eleg|elig|guard|borr|elimin|cre|carg|sub|descarg|copi|peg|mape|public|complet|rellen|config|instal|"
    r"ejecut|verifi|compruéb|comprueb|asegúr|us|utiliz|valid|revis|edit|intent|inici|regres|vuelv|volv|ingres|marqu|marc|publi|investig|acced|configur|"
    r"ajust|asign|conect|cambi|consult|coordin|defin|envi|import|export|mezcl|pong|sac|vaya|hag)"
    r"(?:a|e|o|ar|er|ir|ará|emos|amos|imos|as|es|an|en|ando|iendo|ue|uen|arla|arlo|alos|ese|ate|que)?)\b",
    re.IGNORECASE,
)


@cache
def action_verbs() -> frozenset[str]:
    """English base forms of what a person can be told to do."""
    return _parts()[0] | _parts()[1]


@cache
def plain_action_verbs() -> frozenset[str]:
    """Those of them that also make a statement such as "I'm going to … the file" an instruction."""
    return _parts()[0] - _parts()[1]


@cache
def commands() -> frozenset[str]:
    """All base forms with which a guide's instruction may begin."""
    return BE.union(*_parts())


@cache
def action_verb_stems() -> frozenset[str]:
    return frozenset(map(stem, commands()))


@cache
def _parts() -> tuple[frozenset[str], ...]:
    text = files("tests.quality").joinpath("verbs.en.txt").read_text(encoding="utf-8")
    told = " ".join(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(frozenset(part.split()) for part in told.split("|"))
