"""Full stops that end no sentence: after abbreviations, initials, and the ordinal numbers of German and its neighbours.
The readers and the rules of speech ask here, so that both find the same sentences."""

from __future__ import annotations

import re

REACH_CHARACTERS = 40
"""How much of a text before and after a full stop is looked at."""


def _one_of(words: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in sorted(words.split(","), key=len, reverse=True))


_IN_SENTENCE = (
    "e.g,e. g,i.e,i. e,a.k.a,vs,approx,cf,incl,excl,"
    "z.B,z. B,d.h,d. h,u.a,u. a,i.d.R,i. d. R,bzw,ggf,evtl,inkl,exkl,zzgl,ca,sog,vgl,bspw,"
    "p.ej,p. ej,p.ex,p. ex,par ex,aprox,env,c.-à-d,ad es,p.es,bijv,d.w.z,f.eks,bl.a,t.ex,np,tzn,např,tj,esim,"
    "т.е,т. е,напр"
)
"""Abbreviations that lead to something. No sentence ends with them, in any case of letters."""
_TITLES = "Dr,Mr,Mrs,Ms,Mx,Prof,Hon,Capt,Sgt,Lt,Sra,Srta,Dra,Dott,Sig,Mme,Mlle,Hr,Fr"
"""Forms of address, which a name follows."""
_BEFORE_NAME = "St,Ste,Ave,Blvd,Mt,Sr,max,min,Max,Min,Abs,Tel"
"""Abbreviations that end a sentence only if another clearly begins, or after a number ("5 min.")."""
_BEFORE_NUMBER = (
    "no,nos,nr,vol,pp,p,fig,abb,art,núm,pág,pag,str,tel,ch,sec,ext,est,dept,abs,apt,rm,kl,godz,č,ave,min,max,s,st"
)
"""Abbreviations that don't end a sentence if a digit follows, unless a number stands before: "no. 5", "5 min."."""
_BEFORE_LOWER_CASE = "etc,usw,resp,inc,ltd,co,corp,al,jr,sr,dept,est,ud,uds,ecc,sog,min,max,т.д,т. д,т.п,т. п,uu"
"""Abbreviations that don't end a sentence if a lower-case letter follows: "etc. and so on"."""
_DATES = "Jan,Feb,Mar,Apr,Jun,Jul,Aug,Sep,Sept,Oct,Nov,Dec,Okt,Dez,Mon,Tue,Tues,Wed,Thu,Thur,Thurs,Fri,Sat,Sun"
"""Months and days, which don't end a sentence before a number, a month or a day: "Jan. 5", "Mon. 9 a.m."."""
_MONTHS = (
    "Januar,Jänner,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember,Jan,Feb,Apr,Jun,Jul,Aug,"
    "Sep,Sept,Okt,Nov,Dez"
)
_BEGINS = (
    "Then,Now,Next,After,Before,Finally,First,Second,Also,And,But,So,Or,If,When,Once,While,Because,Since,This,That,These,"
    "Those,There,Here,The,A,An,It,He,She,We,You,They,I,My,Your,Our,Please,Do,Don't,Let's,Okay,Not,Never,Always,What,Who,"
    "Where,Why,How,In,On,At,For,With,From,To,Click,Press,Open,Select,Choose,Enter,Type,Go,Save,Set,Add,Tap,Pick,Fill,Put,"
    "Turn,Run,Check,Make,Use,Copy,Paste,Close,Wait,Start,Stop,Send,Create,Delete,Remove,Drag,Scroll,Confirm,Log,Sign,"
    "Install,Download,Upload,Move,Pour,Mix,Stir,Take,Give,Write,"
    "Dann,Danach,Jetzt,Nun,Und,Aber,Oder,Wenn,Falls,Sobald,Anschließend,Zuerst,Als,Also,Bitte,Ich,Du,Er,Sie,Es,Wir,Ihr,"
    "Man,Der,Die,Das,Den,Dem,Dies,Diese,Dieser,Dieses,Hier,Da,Dort,Nicht,Klickt,Klick,Drückt,Drück,Wählt,Öffnet,Öffne,Gebt,Gib,"
    "Geht,Gehe,Speichert,Schickt,Stellt,Setzt,Nehmt,Macht,Tragt,Wartet,Bestätigt,Schließt,"
    "No,Yes,Nunca,Para,Con,En,Ne,N'oubliez,Pour,Dans,Avec,Luego,Después,Ahora,Entonces,Y,Pero,Si,Cuando,El,Los,Las,Un,Una,Esto,Este,Esta,Haga,Haz,Pulse,Pulsa,Abra,Abre,"
    "Seleccione,Selecciona,Elija,Elige,Escriba,Escribe,Guarde,Guarda,"
    "Puis,Ensuite,Maintenant,Et,Mais,Quand,Le,La,Les,Une,Ce,Cette,Ces,Il,Elle,Nous,Vous,On,Cliquez,Ouvrez,Saisissez,"
    "Choisissez,Sélectionnez,Appuyez,Enregistrez"
)
"""Words in upper case with which a sentence begins more often than a name."""

_EDGE = r"(?:^|[\s(\[\"“„/])"
_NEVER_ENDS = re.compile(rf"{_EDGE}(?:(?i:{_one_of(_IN_SENTENCE)})|{_one_of(_TITLES)})\.$")
_NAMED = re.compile(
    rf"{_EDGE}(?:{_one_of(_BEFORE_NAME)})\.$|(?:\b[A-Z]\.){{2,5}}$|(?:^|[A-Z][\w'-]{{0,24}} |[A-Z]\. )[A-Z]\.$"
)
"""Before a name; or initials, as in "U.S." and "John F."."""
_NUMBERING = re.compile(rf"{_EDGE}(?:{_one_of(_BEFORE_NUMBER)}|[\w-]{{2,20}}str)\.$", re.I)
_LOWER = re.compile(rf"{_EDGE}(?:{_one_of(_BEFORE_LOWER_CASE)})\.$", re.I)
_DATE = re.compile(rf"{_EDGE}(?:{_one_of(_DATES)})\.$")
_DATE_NEXT = re.compile(rf"\d|(?:{_one_of(_DATES)})[a-z]{{0,6}}\b")
_OF_DAY = re.compile(r"(?:^|[\s\d])[ap]\.\s?m\.$", re.I)
TIME_OF_DAY = re.compile(r"\d ?[ap]\.m\.$", re.I)
"""A time at the end of a title, whose full stop belongs to it."""
_OF_DAY_NEXT = re.compile(
    r"(?:[A-Z][\w-]{1,20} ){1,2}[Tt]ime\b|(?:UTC|GMT|[CEMP][DES]?T|CEST|BST|IST|JST)\b"
    r"|(?:Eastern|Central|Mountain|Pacific)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
"""What belongs to a time of day: a zone, a place's time, a weekday."""
_UNIT = re.compile(r"\d\s?[a-z]{1,4}\.$", re.I)
_LETTER = re.compile(r"(?:^|\s)(?:[^\W\d_]|EE)\.$")
_NEXT_LETTER = re.compile(r"(?:[^\W\d_]|ej|ex|es|UU)\.")
"""A letter and another one, as in "z. B." and "p. ex."."""
_NUMBER = re.compile(r"(?:^|\s)\d{1,3}\.$")
_ORDINAL = re.compile(
    r"(?:^|\s)(?i:de[nmrs]|die|das|am|im|ins|zu[mr]|vom|beim|jede[nmrs]?|diese[nmrs]?|eine[nmrs]?|(?:un|ih|mei|dei|sei)(?:ser|re|ne)[nmr]?"
    r"|\d{1,2}\.(?: (?:und|oder|bis))?) \d{1,2}\.$"
)
"""A German number of one or two digits after an article or a preposition with one, or after another ordinal."""
_MONTH = re.compile(rf"(?:{_one_of(_MONTHS)})\b")
_BEGINNING = re.compile(
    rf"(?:{_one_of(_BEGINS)})(?![\w'’-])|[A-ZÄÖÜ][a-zäöüß]{{1,20}}(?:en|n|t|e) (?:Sie|[Ww]ir|[Ii]hr|[Ii]ch|[Dd]u)\b"
)
_ENDS_WITH_ABBREVIATION = frozenset(
    word.lower()
    for words in (_IN_SENTENCE, _TITLES, _BEFORE_NAME, _BEFORE_NUMBER, _BEFORE_LOWER_CASE, _DATES)
    for whole in words.split(",")
    for word in re.findall(r"[^\W_]+", whole)
) | {"ee", "m", "str"}


def goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on after a full stop. `before`: the text up to it, with it; `after`: the text after the
    space behind it. Of both, the nearest 40 characters are enough.

    >>> goes_on("Fill in Jan.", "5 as the deadline"), goes_on("den 3.", "März"), goes_on("Es sind 3.", "Dann")
    (True, True, False)
    """
    before, after = before[-REACH_CHARACTERS:], after[:REACH_CHARACTERS]
    if not before.endswith(".") or not after:
        return False
    last = re.split(r"[\s.]", before[:-1])[-1].lower()
    if len(last) > 1 and last.isalpha() and last not in _ENDS_WITH_ABBREVIATION and not last.endswith("str"):
        return False
    if _NEVER_ENDS.search(before) or (_LETTER.search(before) and _NEXT_LETTER.match(after)):
        return True
    digit, lower, begins = after[0].isdigit(), after[0].islower(), _BEGINNING.match(after) is not None
    if _NUMBER.search(before):
        if digit:
            return True  # "24. 12. 2026", "0. 385"
        if begins:
            return False
        return not after[0].isupper() or bool(_MONTH.match(after) or _ORDINAL.search(before))
    if _OF_DAY.search(before):
        return lower or bool(_OF_DAY_NEXT.match(after))
    if _DATE.search(before):
        return lower or bool(_DATE_NEXT.match(after))
    if lower:
        return bool(_LOWER.search(before) or _NAMED.search(before) or _NUMBERING.search(before))
    if digit:
        return bool((_NUMBERING.search(before) or _NAMED.search(before)) and not _UNIT.search(before))
    return bool(_NAMED.search(before)) and not begins and not _UNIT.search(before)
