"""The words of file names that say nothing about what is in the file, in the languages in which tools name files."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text in lower case and without accents, which file names often lack.

    >>> folded("Grabación"), folded("Übung")
    ('grabacion', 'ubung')
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def _words(*lines: str) -> frozenset[str]:
    return frozenset(folded(" ".join(lines)).split())


PARTICLES = _words(
    "a am an at by for from in my of on our ours mine pm the this to with your yours his hers",
    "am auf aus das dem den der die ein eine für im mein meine meinem meinen meiner mit um unser unsere vom von zu zum",
    "a al con de del desde el en la las lo los mi mis para por un una mío mía",
    "au aux avec d de des du l la le les ma mes mon notre nos pour sans un une à",
    "da do dos meu minha",
)
"""Words that say nothing by themselves. Between others they do ("Mum's recipe"), so alone they are looked at."""

BY_TOOLS = _words(
    # What it is.
    "audio audios caption captions cc clip clips document documents export exported file files",
    "besprechungsnotizen memo message mp mp3 mp4 m4a wav note notes output recorded recording recordings",
    "screen screencast screencapture screenrecorder screenshare screenrecording sub subs",
    "subtitle subtitles text textfile transcript transcripts transcription",
    "transcriptions typescript video videos voice voicememo voicenote voicenotes script",
    "aufnahme aufnahmen aufzeichnung aufzeichnungen audiodatei bildschirmaufnahme bildschirmaufzeichnung",
    "besprechungsaufzeichnung besprechungstranskript datei dateien dokument dokumente gesprächsnotiz mitschnitt",
    "mitschrift notiz notizen protokoll sprachaufnahme sprachaufzeichnung sprachmemo sprachmemos sprachnachricht",
    "sprachnotiz textdatei textdokument tonaufnahme transkript transkripte transkription untertitel videoaufnahme",
    "archivo archivos documento documentos fichero grabación grabaciones nota notas pantalla subtítulo subtítulos",
    "texto",
    "transcripción transcripciones voz vídeo",
    "dictaphone écran enregistrement enregistrements enregistreur fichier fichiers notes sous soustitres texte",
    "titres vidéo",
    "vidéos vocal vocaux vocale",
    "arquivo gravação gravações legenda legendas registrazione registrazioni sottotitoli transcrição trascrizione",
    "gravacao transcricao opname opnames ondertiteling nagranie napisy transkrypcja",
    "запись записи встречи субтитры транскрипт",
    # What made it, or where it lies.
    "ai asr avo capcut clipchamp descript downsub fireflies gemini google gvo huddle loom meet otter panopto",
    "captura cutfile obs studio shot screenshot microsoft ms rpreplay stream teams",
    "riverside simplescreenrecorder slack tactiq webex whatsapp sbv srt vtt whisper youtube videoplayback zoom",
    "download downloaded downloads default media temp tmp data input",
    "download heruntergeladen descarga descargado descargas téléchargement téléchargé telechargements scaricato",
    # What people meet for.
    "call calls chat meet meeting meetings talk talks general phone replay started closed",
    "allgemein anruf anrufe besprechung besprechungen telefonat treffen",
    "general llamada llamadas reunión reuniones appel appels général réunion réunions",
    "reunião reuniões riunione riunioni vergadering spotkanie",
    # Which of several it is.
    "auto autogen automatically automatisch automatiquement automáticamente générés généré generados generado",
    "generated",
    "erzeugt erstellt made clean cleaned copy copia cópia kopie copie cut rough full edited edit final draft new",
    "neu neue neuer neues neuester nouveau nouvel nouvelle nuevo nueva original orig part parts only raw saved",
    "free shared win pro",
    "unedited teil teile parte partes partie parties pasted paste quick sample test tests",
    "personal speaker gallery view vollständig completo completa complet complète",
    "untitled unnamed unknown undefined null none nan no name title unbenannt unbenanntes unbekannt namenlos ohne",
    "titel kein keine sin título titulo sans titre nombre nom inconnu desconocido sem senza titolo nuova nuovo",
    "novo nova",
    "cc img vid aud ptt pxl rec mov mvi dsc dscn gmt utc project projekt proyecto projet sequence composition timeline",
    # Languages that captions are in.
    "english eng englisch inglés anglais deutsch german deu ger alemán allemand french français französisch",
    "francés fra fre",
    "español spanish spanisch espagnol spa italiano italian united states kingdom en fr es us gb de uk it pt nl",
    "ja x wa v",
)
"""Words that tools and computers put into names, and those with which people say no more."""

KINDS = _words(
    "demo demos demonstration example examples guide guides howto how howtos instruction instructions lecture lesson",
    "lessons manual presentation session sessions step steps tutorial tutorials training trainings",
    "walkthrough walkthru webinar class course interview conversation podcast episode chapter module",
    "anleitung anleitungen beispiel beispiele gespräch kapitel kurs lektion modul präsentation schritt schritte",
    "schulung",
    "schulungen sitzung sitzungen unterricht vorführung vorlesung vortrag",
    "capacitación charla clase curso demostración ejemplo ejemplos entrevista formación guía instrucciones lección",
    "manual paso pasos presentación sesión taller",
    "atelier cours démo démonstration entretien exemple exemples formation leçon présentation séance tuto tutoriel",
    "tutoriels étape étapes esempio lezione exemplo aula",
)
"""What kind of talk it is. With a word of another kind it says something: "Training plan"."""

ALONE = _words(
    "abc alt asdf backup bar baz current day docs doc episode foo hallo hello home latest misc old other qwertz qwerty",
    "out scratch slides sonstiges stdin stuff tag task that thing things todo txt unit version versuch vtt srt week",
    "woche work",
    "result results segment segments chunk response movie film sound track speech obs main live stream livestream",
    "fathom",
    "asr premiere complete whole logfile process procedure workshop",
    "xyz essai essais probe prova prueba pruebas one two",
)
"""Words that fit any recording if they are all there is. As a part of a longer name they say something: "Data
backup"."""
