"""Lists of German words by their role in an instruction."""

from __future__ import annotations

import re

from pipeline.speech.lexicon import word_set

SUBJECTS = word_set("ich wir sie ihr du man")
"""Pronouns that can be the subject of an instruction, in lower case."""
MODALS = {
    **dict.fromkeys(
        ("muss", "müssen", "musst", "müsst", "müsste", "müssten", "soll", "sollen", "sollte", "sollten"), 1.0
    ),
    **dict.fromkeys(("will", "wollen", "möchte", "möchten", "werde", "werden", "würde", "würden"), 0.7),
    **dict.fromkeys(("kann", "können", "kannst", "könnt", "könnte", "könnten", "darf", "dürfen"), 0.55),
}
"""How surely each modal verb instructs, from 0 to 1."""
SIE_FORMS = {"habe": "haben", "bin": "sind", "kann": "können", "muss": "müssen", "will": "wollen", "soll": "sollen"}
"""Verb forms after "ich", and the same verbs after "Sie" if their ending doesn't give it away."""
STATE_VERBS = word_set("""
    haben habe habt hat sein sind bin ist war waren hatte hatten sehen sehe seht wissen weiß glauben glaube denken
    denke finden finde meinen meine brauchen brauche benötigen benötige bekommen bekomme heißen heiße sagen sage
    erinnern hoffen hoffe freuen freue mögen mag kennen kenne verstehen verstehe wünschen wünsche kommen komme
    bleiben bleibe reden rede sprechen spreche zeigen zeige erklären erkläre schauen schaue gucken gucke lernen
    lerne hören höre gehören scheinen stehen stehe liegen liege warten warte lassen lasse verwenden haben's tun
    erhalten erhalte""")
"""Verbs that describe how things are, or what the speaker does together with the listeners."""
ACTION_VERBS = word_set("""
    klicken gehen öffnen wählen auswählen anklicken eingeben geben schreiben speichern laden herunterladen hochladen
    starten installieren erstellen anlegen löschen entfernen hinzufügen ändern definieren einfügen kopieren
    ausführen tippen eintippen drücken ziehen verschieben schließen anmelden abmelden einstellen konfigurieren
    prüfen überprüfen testen bestätigen suchen wechseln navigieren scrollen aktivieren deaktivieren exportieren
    importieren verbinden trennen nehmen schneiden kochen braten anbraten schmoren anschmoren anschwitzen ablöschen
    würzen rühren umrühren mischen vermischen kneten backen schälen hacken füllen auffüllen rollen aufrollen
    einrollen einstreichen streichen legen einlegen hineinlegen setzen einsetzen stellen abstellen gießen reduzieren
    rösten servieren anrichten abschmecken abdecken drehen umdrehen wenden sichern einklappen waschen abtropfen
    wiegen messen bohren schrauben kleben sägen schleifen montieren stecken einstecken reinigen ersetzen tauschen
    herausnehmen rausnehmen hineingeben dazugeben zugeben andicken binden passieren einkochen köcheln erhitzen
    abkühlen stoppen beenden bauen benutzen einbauen nutzen verwenden anpassen kompilieren aufrufen ausschalten
    einschalten warten lösen schwitzen rufen umwandeln weiterleiten lesen einlesen ausgeben anzeigen zurückgeben
    abspeichern benennen nennen senden schicken abschicken eintragen einrichten hinterlegen übergeben implementieren
    programmieren deklarieren zuweisen festlegen vergeben ergänzen erweitern verlassen beheben formatieren gestalten
    posten neustarten markieren tragen befestigen drucken ausdrucken absenden schalten ausfüllen""")
"""Verbs that can be an instruction, in the infinitive."""
GOAL_VERBS = word_set("""
    erstellen anlegen ändern definieren speichern anzeigen nutzen verwenden machen implementieren konfigurieren
    einrichten installieren bauen testen starten laden gestalten schreiben füllen kochen zubereiten""")
"""Verbs that can name what several instructions achieve together."""
HANDLING_VERBS = word_set("""
    klicken anklicken öffnen wählen auswählen eingeben tippen eintippen drücken ziehen schließen gehen wechseln
    navigieren scrollen kopieren einfügen eintragen stoppen neustarten schneiden geben legen dazugeben einstreichen
    zurückgehen""")
"""Verbs for work with the hands or a mouse."""
SEPARABLE_PREFIXES = word_set("""
    ab an auf aus ein dazu zu um weg los hin her rein raus hinein heraus mit nach vor weiter zurück fest zusammen
    herunter runter hoch hinzu durch über ran drauf drunter nieder hinaus herein neu""")
"""Prefixes that are separated from their verb in a main clause."""
AUXILIARIES = word_set("ist sind wird werden hat haben") | MODALS.keys()
"""Verbs that come with an infinitive or participle. A clause with one of them isn't a bare infinitive phrase."""
AFTER_IMPERATIVE = word_set("""
    der die das den dem ein eine einen einem einer eure euren deine deinen ihre ihren diese diesen dieses jede jeden
    auf in im ins an am zu zum zur mit von nach für aus unter über alle alles es sie ihn dann nun jetzt einfach
    bitte mal zuerst zunächst danach anschließend als so zwei drei vier fünf noch euch nicht nie niemals kein keine
    keinen oben unten links rechts stattdessen""")
"""Words that can follow an imperative."""
ARTICLES = word_set("die das den dem ein eine einen einem alle alles euren eure diese diesen dieses")
"""Articles and other words that begin an object."""
PREPOSITIONS = word_set("in im am auf aus mit von vom zu zum zur für bei nach vor über unter durch um und oder ins an")
FUNCTION_WORDS = word_set("""
    der die das den dem des ein eine einen einem einer eines und oder aber auch so dann jetzt hier da wir ich sie
    ihr du man es ist sind war wird werden kann können muss müssen soll sollen haben hat habe mit von zu zum zur im
    in an am auf aus bei für um nach vor über unter durch noch schon nur mal ja nicht kein keine sehr ganz wie was
    wer wo wenn als dass weil denn diese dieser dieses diesen diesem mein meine meinen unser unsere unseren unserem
    sich uns mir mich ihnen euch""")
"""Words without content of their own."""
TANGIBLE_THINGS = re.compile(
    r"datei|ordner|browser|seite|menü|schaltfläche|button|knopf|fenster|link|befehl|terminal|template|modul"
    r"|skript|server|passwort|konto|feld|tabelle|zwiebel|roulade|fleisch|pfanne|topf|soße|teig|mehl|ofen|öl|salz"
    r"|gemüse|schraube|brett|kabel|verzeichnis|anwendung"
    r"|methode|code|daten|senf|speck|gurke|karotte|wein|mark|pulver|wasser|stärke|deckel",
    re.IGNORECASE,
)
"""Things that hands or a mouse can hold."""
