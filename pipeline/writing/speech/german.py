"""German: instructions put in the infinitive, as German manuals do: "Auf Speichern klicken"."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.writing.speech import Aside, Deed, Reading, literals

_I = re.IGNORECASE
MOST_WORDS = 25
TITLE_WORDS = 8


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUBJECTS = _words("ich wir sie ihr du man")
_MODALS = {
    **dict.fromkeys(
        ("muss", "müssen", "musst", "müsst", "müsste", "müssten", "soll", "sollen", "sollte", "sollten"), 1.0
    ),
    **dict.fromkeys(("will", "wollen", "möchte", "möchten", "werde", "werden", "würde", "würden"), 0.7),
    **dict.fromkeys(("kann", "können", "kannst", "könnt", "könnte", "könnten", "darf", "dürfen"), 0.55),
}
_BEING = _words(
    """
    haben habe habt hat sein sind bin ist war waren hatte hatten sehen sehe seht wissen weiß glauben glaube denken denke
    finden finde meinen meine brauchen brauche benötigen benötige bekommen bekomme heißen heiße sagen sage erinnern
    hoffen hoffe freuen freue mögen mag kennen kenne verstehen verstehe wünschen wünsche kommen komme bleiben bleibe
    reden rede sprechen spreche zeigen zeige erklären erkläre schauen schaue gucken gucke lernen lerne hören höre
    nennen gehören scheinen stehen stehe liegen liege warten warte lassen lasse verwenden haben's
    """
)
_DOING = _words(
    """
    klicken gehen öffnen wählen auswählen anklicken eingeben geben schreiben speichern laden herunterladen hochladen
    starten installieren erstellen anlegen löschen entfernen hinzufügen ändern definieren einfügen kopieren
    ausführen tippen drücken ziehen verschieben schließen anmelden abmelden einstellen konfigurieren prüfen
    überprüfen testen bestätigen suchen wechseln navigieren scrollen aktivieren deaktivieren exportieren importieren
    verbinden trennen nehmen schneiden kochen braten anbraten schmoren anschmoren anschwitzen ablöschen würzen
    rühren umrühren mischen vermischen kneten backen schälen hacken füllen auffüllen rollen aufrollen einrollen
    einstreichen streichen legen hineinlegen setzen stellen gießen reduzieren rösten servieren anrichten abschmecken
    abdecken drehen umdrehen wenden sichern einklappen waschen abtropfen wiegen messen bohren schrauben kleben sägen
    schleifen montieren stecken einstecken reinigen ersetzen tauschen herausnehmen rausnehmen hineingeben dazugeben
    zugeben andicken binden passieren einkochen köcheln erhitzen abkühlen neu laden stoppen beenden bauen benutzen
    nutzen verwenden anpassen kompilieren aufrufen ausschalten einschalten warten lassen lösen schwitzen rufen
    """
)
_PREFIXES = _words(
    """
    ab an auf aus ein dazu zu um weg los hin her rein raus hinein heraus mit nach vor weiter zurück fest zusammen
    herunter runter hoch hinzu durch über ran drauf drunter nieder hinaus herein
    """
)
_FILLERS = re.compile(
    r"\b(?:mal eben|erst einmal|erst mal|erstmal|schon mal|einfach mal|jetzt|mal|halt|eben|einfach|ja|also"
    r"|eigentlich|natürlich"
    r"|praktisch|quasi|sozusagen|ähm?|äh|hm|nun|schon|direkt schon|gerade|für eine sekunde|so ein bisschen"
    r"|dann|noch mal einmal"
    r"|auch schon|ebenfalls|auch|hier|hier drin(?:ne)?|da)\b,?\s*"
)
_OPENERS = re.compile(
    r"^(?:(?:so|und|dann|danach|jetzt|nun|also|ja|okay|ok|gut|als (?:nächstes|erstes|letztes)"
    r"|als nächsten schritt|zuerst|zunächst"
    r"|anschließend|schließlich|zum schluss|deswegen|deshalb|daher|dafür|hier|da|außerdem"
    r"|in der zwischenzeit|apropos [\wäöüß ]+"
    r"|das heißt|aber|denn|natürlich|genau|sehr (?:gut|schön)|alles klar)\b[\s,.:;]*)+",
    _I,
)
_OPENS = (
    (re.compile(r"^(?:und |so |jetzt )*(?:als nächst|der nächste schritt|im nächsten schritt|zum schluss"
                r"|als letzt|schließlich)", _I), 2.5),
    (re.compile(r"^(?:zuerst|zunächst|als erstes|starten tun|wir (?:beginnen|starten))\b", _I), 2.0),
    (re.compile(r"^(?:so,|jetzt|nun|danach|anschließend|in der zwischenzeit)\b", _I), 1.2),
    (re.compile(r"^(?:dann|und dann)\b", _I), 0.4),
)  # fmt: skip
_NEGATED = re.compile(r"\b(?:nicht(?! zu [a-zäöüß]+e[nmrs]?\b)|kein|keine|keinen|keinem|keiner|nie|niemals|ohne)\b", _I)
_WARNING = re.compile(
    r"\b(?:achtung|vorsicht|aufpassen|niemals|auf keinen fall|bloß nicht|unbedingt darauf achten)\b", _I
)
_NOTE = re.compile(
    r"^(?:(?:und|so|was|was ganz|ganz|aber),?\s+)*(?:wichtig|beachten sie|bitte beachten|denken sie daran"
    r"|hinweis|merken)\b|\bwichtig ist\b",
    _I,
)
_TIP = re.compile(
    r"\b(?:tipp|empfiehlt es sich|am besten|ich empfehle|wir empfehlen|alternativ|wer [\wäöüß ]+ möchte)\b", _I
)
_EXPECTED = re.compile(
    r"^(?:(?:und|dann|jetzt|hier|nun)\s+)*(?:(?:sie|ihr|wir|du)\s+(?:sehen|seht|siehst|bekommen|erhalten"
    r"|werdet sehen|werden sehen)"
    r"|(?:es|das|dies|er|sie)\s+(?:erscheint|öffnet sich|wird|zeigt)\b|[\wäöüß]+\s+(?:wir|sie|ihr)\s+(?:sehen|seht)\b"
    r"|(?:sehen|seht|sieht) (?:wir|sie|ihr|man)\b)",
    _I,
)
_NEED = re.compile(r"^(?:\w+ )?(?:sie|wir|ihr|ich|du|man) (?:brauchen|benötigen|brauche|benötige|braucht"
                   r"|benötigt)\s|^(?:was wir brauchen|voraussetzung)\b", _I)  # fmt: skip
_TOPIC = re.compile(
    r"\b(?:in diesem (?:video|tutorial|film|kurs|clip)|heute)\b.*?\b(?:wie (?:man|ich|wir|sie|ihr|du)"
    r"|wie)\s+(?P<what>[^,.]+)$",
    _I,
)
_SUBORDINATE = re.compile(
    r"\s+(?=und zwar\b)|,\s*(?=(?:so\s*dass|sodass|weil|damit|dass|bis|wenn|falls|bevor|nachdem|der|die|das"
    r"|den|dem|deren|dessen|welche[rsnm]?|wo|um|denn"
    r"|da|während|indem|und zwar)\b)|\s+(?=(?:weil|sodass|damit (?:wir|sie|ich|es|die|der|das))\b)",
    _I,
)
_PERSON = (
    (re.compile(r"\b(?:mein|unser)(e|en|em|er|es)?\b"), r"Ihr\1"),
    (re.compile(r"\b(?:Mein|Unser)(e|en|em|er|es)?\b"), r"Ihr\1"),
    (re.compile(r"\bmich\b|\buns\b"), "sich"),
)
_SMALL = _words(
    """
    der die das den dem des ein eine einen einem einer eines und oder aber auch so dann jetzt hier da wir ich sie
    ihr du man es ist sind war wird werden kann können muss müssen soll sollen haben hat habe mit von zu zum zur im
    in an am auf aus bei für um nach vor über unter durch noch schon nur mal ja nicht kein keine sehr ganz wie was
    wer wo wenn als dass weil denn diese dieser dieses diesen diesem mein meine meinen unser unsere unseren unserem
    sich uns mir mich ihnen euch
    """
)
_TANGIBLE = re.compile(
    r"datei|ordner|browser|seite|menü|schaltfläche|button|knopf|fenster|link|befehl|terminal|template|modul"
    r"|skript|server|passwort|konto"
    r"|feld|tabelle|zwiebel|roulade|fleisch|pfanne|topf|soße|teig|mehl|ofen|öl|salz|gemüse|schraube|brett"
    r"|kabel|verzeichnis|anwendung"
    r"|methode|code|daten|senf|speck|gurke|karotte|wein|mark|pulver|wasser|stärke|deckel",
    _I,
)


class German:
    """The rules of German."""

    def read(self, sentence: str) -> Reading:
        return _read(sentence)

    def statement(self, sentence: str) -> str:
        masked = literals.mask(sentence)
        return masked.restore(_case(_OPENERS.sub("", masked.text)))

    def title(self, phrase: str) -> str:
        return _title(phrase)

    def content(self, text: str) -> frozenset[str]:
        return _content(text)

    def takes_back(self, sentence: str) -> bool:
        return bool(
            re.match(
                r"^(?:nein,? (?:warte|moment)|moment,? nein|quatsch|ich meine|entschuldigung|korrektur)\b", sentence, _I
            )
        )

    def refers_back(self, deed: Deed, before: str) -> bool:
        return False

    def running(self, code: str) -> str:
        return "Diesen Befehl ausführen."


def _content(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[\wäöüß-]{3,}", text.lower()) if w not in _SMALL)


@lru_cache(maxsize=2048)
def _read(sentence: str) -> Reading:
    masked = literals.mask(sentence)
    text = re.sub(r"\s+", " ", masked.text).strip()
    codes = masked.codes(text)
    opens = max((strength for pattern, strength in _OPENS if pattern.match(text)), default=0.0)
    if text.endswith("?") or len(text.split()) < 2:
        return Reading(question=text.endswith("?"), opens=opens, codes=codes)
    topic = _TOPIC.search(text.rstrip(" .!"))
    if topic:
        return Reading(topic=masked.restore(_from_how(topic.group("what"))), opens=opens)
    bare = _OPENERS.sub("", text) or text
    if _NEED.match(bare) and len(bare.split()) >= 4 and not bare.endswith("..") and not _NEGATED.search(bare):
        return Reading(need=masked.restore(_case(bare)), opens=opens, codes=codes)
    if _WARNING.search(text) and len(text.split()) >= 3:
        return Reading(aside=Aside(CautionKind.WARNING, masked.restore(_case(bare))), opens=opens, codes=codes)
    if _NOTE.search(text) and len(text.split()) >= 4:
        return Reading(aside=Aside(CautionKind.NOTE, masked.restore(_case(bare))), opens=opens, codes=codes)
    if _EXPECTED.match(bare):
        return Reading(expected=masked.restore(_case(bare)), opens=opens, codes=codes)
    deeds = [deed for clause in _clauses(bare) if (deed := _deed(clause, masked)) is not None]
    if not deeds and _TIP.search(text):
        return Reading(aside=Aside(CautionKind.TIP, masked.restore(_case(bare))), opens=opens, codes=codes)
    return Reading(deeds=tuple(deeds), opens=opens, codes=codes)


_JOINT = re.compile(r";\s+|,\s+(?:und|dann|aber)\s+|\s+und\s+(?:dann\s+)?|,\s+(?=(?:dann|jetzt)\s)", _I)


def _clauses(text: str) -> list[tuple[str, str, float]]:
    """(what stands before, the infinitive phrase, how sure) for each deed of a sentence."""
    found: list[tuple[str, str, float]] = []
    lead = ""
    opened = re.match(r"^((?:wenn|falls|sobald|bevor|nachdem|um)\b[^,]+),\s*", text, _I)
    if opened:
        lead, text = opened.group(1), text[opened.end() :]
    parts: list[str] = []
    begin = 0
    for joint in _JOINT.finditer(text):
        right = _OPENERS.sub("", text[joint.end() :])
        other = re.match(r"^(?:ich|wir|es|sie|er|das|die|der|man) [a-zäöüß]+(?:e|en|t|st)\b", right)
        if (
            other
            or _finite(right.split()) is not None
            or ((parts or _finite(text[begin:].split())) and _starts_with_verb(right))
        ):
            parts.append(text[begin : joint.start()])
            begin = joint.end()
    parts.append(text[begin:])
    weight = 0.0
    for part in parts:
        phrase = _infinitive(_OPENERS.sub("", part), weight)
        if phrase is not None:
            weight = phrase[1]
            found.append((lead, phrase[0], weight))
            lead = ""
    return found


def _starts_with_verb(text: str) -> bool:
    words = text.split()
    return len(words) >= 2 and words[0][0].islower() and (_stem(words[0].lower()) or "") in _DOING


def _finite(words: list[str]) -> tuple[int, int] | None:
    """(place of the finite verb, place of its subject) in a main clause; None where there is none that tells a deed."""
    for i, word in enumerate(words[:9]):
        low = word.lower().strip(",.")
        if low not in _SUBJECTS or word == "sie":  # with a small s: "them", "her"
            continue
        if i and _is_verb(words[i - 1]) and not words[i - 1].endswith(","):
            return i - 1, i
        if i == 0 and len(words) > 1 and _is_verb(words[1]):
            return 1, 0
        return None
    return None


def _is_verb(word: str) -> bool:
    low = word.lower().strip(",.")
    return low in _MODALS or (low not in _BEING and _stem(low) is not None and (word[0].islower() or low in _DOING))


def _stem(low: str) -> str | None:
    """The infinitive of a form with ich, wir, Sie or du, where it can be told: "speichere" is speichern."""
    if low in _DOING or re.fullmatch(r"[a-zäöüß]{2,}(?:en|ern|eln)", low):
        return low
    if low.endswith("ere") and not low.endswith("iere"):
        return low[:-1] + "n"
    if low.endswith("e") and len(low) > 3:
        return low + "n"
    return None


def _infinitive(clause: str, before: float) -> tuple[str, float] | None:
    """The clause as an infinitive phrase, and how sure it is that it instructs."""
    clause = clause.strip(" ,.;:!")
    cut = _SUBORDINATE.search(clause)
    main, tail = (clause[: cut.start()], clause[cut.start() :]) if cut else (clause, "")
    words = main.split()
    if not words or _NEGATED.search(main):
        return None
    place = _finite(words)
    if place is not None:
        verb_at, subject_at = place
        front = words[: min(verb_at, subject_at)]
        rest = words[max(verb_at, subject_at) + 1 :]
        verb = words[verb_at].lower().strip(",")
        subject = words[subject_at].lower()
        if verb in _MODALS:
            weight = _MODALS[verb] * (0.9 if subject == "ich" else 1.0)
            if not rest or not re.fullmatch(r"[a-zäöüß]+(?:en|ern|eln)", rest[-1].strip(".,")) or rest[-1] in _BEING:
                return None
            phrase = [*front, *rest]
        else:
            infinitive = _stem(verb)
            if infinitive is None or infinitive in _BEING or verb in _BEING:
                return None
            weight = {"sie": 1.0 if verb_at < subject_at and not front else 0.7, "ich": 0.6}.get(subject, 0.7)
            if infinitive not in _DOING:
                weight *= 0.8
            if any(w.islower() and w.endswith("e") and _stem(w) in _DOING for w in (*front, *rest)):
                return None  # another clause that nothing parted from this one
            phrase = _joined([*front, *rest], infinitive)
    elif before and _starts_with_verb(main):
        weight = before
        phrase = _joined(words[1:], _stem(words[0].lower()) or words[0].lower())
    elif words[-1].lower() in _DOING and words[-1][0].islower() and 2 <= len(words) <= 14 and not _has_finite(words):
        weight, phrase = 0.9, words
    else:
        return None
    text = _tidied(" ".join(phrase))
    verb = text.split()[-1].lower() if text else ""
    content = _content(text) - {verb}
    if len(text.split()) < 2 or not content or (verb in ("machen", "tun", "zaubern", "versuchen") and len(content) < 2):
        return None
    if re.search(r"\b(?:ich|wir|es (?:ist|wird)|bekomme|mache|starte|gehe|gucke|sende|öffne)\b", text):
        return None
    return f"{text}{tail.rstrip(' .')}", weight


def _has_finite(words: list[str]) -> bool:
    return any(word.lower() in _AUXILIARIES for word in words)


_AUXILIARIES = _words("ist sind wird werden hat haben kann können soll sollen muss darf")


def _joined(words: list[str], infinitive: str) -> list[str]:
    """The phrase with its verb at the end, and the verb's prefix in front of it: "löschen … ab" is "ablöschen"."""
    if words and words[-1].lower().strip(".,") in _PREFIXES and len(words) > 1:
        return [*words[:-1], words[-1].lower().strip(".,") + infinitive]
    return [*words, infinitive]


def _tidied(text: str) -> str:
    text = _FILLERS.sub(" ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\b(?:[Mm]ir|[Uu]ns) (?=(?:ein|eine|einen|die|den|das|der)\b)", "", text)
    for pattern, other in _PERSON:
        text = pattern.sub(other, text)
    return re.sub(r"\s+([,.;])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;")


def _deed(clause: tuple[str, str, float], masked: literals.Masked) -> Deed | None:
    lead, phrase, weight = clause
    whole = f"{_tidied(lead)}, {phrase}" if lead else phrase
    if len(whole.split()) > MOST_WORDS:
        cut = _SUBORDINATE.search(whole, len(lead) + 1 if lead else 0)
        if cut is None or len(whole[: cut.start()].split()) > MOST_WORDS + 5:
            return None
        whole = whole[: cut.start()]
    text = masked.restore(_case(whole))
    verb = (phrase.split(",")[0].split() or [""])[-1].lower()
    words = _content(masked.restore(phrase))
    codes = masked.codes(whole)
    tangible = bool(codes) or bool(_TANGIBLE.search(text))
    return Deed(
        text=text,
        verb=verb,
        weight=round(weight, 3),
        words=words,
        evidence=round(weight * (1.4 if tangible else 0.7), 3),
        code=codes[0] if len(codes) == 1 else None,
        lead=masked.restore(f"{_case(_tidied(lead)).rstrip('.')},") if lead else None,
    )


def _case(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    if not text:
        return text
    text = text if text.startswith("Qz") else text[0].upper() + text[1:]
    return text if text[-1] in ".!?:" else f"{text}."


def _from_how(what: str) -> str:
    """ "einen Token erstellt" (how one …) as a title: "einen Token erstellen"."""
    words = what.strip(" .").split()
    if words and re.fullmatch(r"[a-zäöüß]+t", words[-1]):
        words[-1] = words[-1][:-1] + "en"
    if words and words[-1].lower() in ("kann", "können", "könnt", "kannst"):
        words = words[:-1]
    return " ".join(words)


def _title(phrase: str) -> str:
    """At most eight words: what stands behind a comma goes first, then what stands between object and verb."""
    phrase = phrase.strip().rstrip(".!?")
    if re.match(r"^(?:wenn|falls|sobald|bevor|nachdem|um)\b", phrase, _I) and "," in phrase:
        phrase = phrase.split(",", 1)[1].strip()
    main = _SUBORDINATE.split(phrase, maxsplit=1)[0]
    words = main.split(",")[0].split()
    if words and "," in main and main.split()[-1] != words[-1]:
        words.append(main.split()[-1])  # the verb stands behind the list
    if len(words) > TITLE_WORDS:
        verb, head = words[-1], words[:-1]
        cuts = [i for i, w in enumerate(head) if i >= 2 and w.lower() in _AT_PREPOSITION and i < TITLE_WORDS]
        words = [*head[: cuts[0] if cuts else TITLE_WORDS - 1], verb]
    title = re.sub(r"^(?:dazu|damit|dort|darauf|daraus|dafür) (?=\S+ \S)", "", " ".join(words), flags=_I)
    return title[:1].upper() + title[1:]


_AT_PREPOSITION = _words("in im an am auf aus mit von vom zu zum zur für bei nach vor über unter durch um und oder ins")
