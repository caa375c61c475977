"""German speech as instructions."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.speech import Neighbour
from pipeline.speech.languages import rules_for


def actions(said: str) -> list[str]:
    return [instruction.text for instruction in rules_for("de").read(said).instructions]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Klicken Sie jetzt auf Speichern.", ["Auf Speichern klicken."]),
        ("Dann müssen Sie die Datei öffnen.", ["Die Datei öffnen."]),
        ("So, und dann gebe ich ein bisschen Öl in die Pfanne.", ["Ein bisschen Öl in die Pfanne geben."]),
        ("Deswegen löschen wir das Ganze ab.", ["Das Ganze ablöschen."]),
        ("Auf den Senf geben wir unsere Gurken.", ["Auf den Senf die Gurken geben."]),
        ("Und jetzt richtig schön eng aufrollen.", ["Richtig schön eng aufrollen."]),
        (
            "Ich stoppe die Anwendung und starte sie neu.",
            ["Die Anwendung stoppen.", "Die Anwendung neu starten."],
        ),
        (
            "Bevor das verbrennt, geben wir da jetzt Tomatenmark dazu.",
            ["Bevor das verbrennt, Tomatenmark dazugeben."],
        ),
        ("Dann zieht ihr den Behälter heraus und leert ihn.", ["Den Behälter herausziehen.", "Den Behälter leeren."]),
        ("Schaltet dort 2,5 Bar ein.", ["Dort 2,5 Bar einschalten."]),
        ("Kippt den Sack vorsichtig aus.", ["Den Sack vorsichtig auskippen."]),
        ("Sortiert euch die Belege nach Datum.", ["Die Belege nach Datum sortieren."]),
        ("Haltet den Hebel drei Sekunden gedrückt.", ["Den Hebel drei Sekunden gedrückt halten."]),
        ("Wartet kurz, bis der Motor steht.", ["Warten, bis der Motor steht."]),
        (
            "Vergesst den Riegel nicht, sonst springt die Klappe auf.",
            ["Den Riegel nicht vergessen, sonst springt die Klappe auf."],
        ),
        ("Vergiss nicht, das Licht auszumachen.", ["Nicht vergessen, das Licht auszumachen."]),
        ("Denken Sie bitte daran, den Kittel auszuziehen.", ["Daran denken, den Kittel auszuziehen."]),
        ("Stellt sicher, dass die Bremse fest ist.", ["Sicherstellen, dass die Bremse fest ist."]),
        ("Fällt die Pumpe aus, leuchtet die Anzeige.", []),
        ("Ich bekomme immer noch die gleichen Daten.", []),
        ("Wir müssen das Fenster nicht schließen.", []),
        ("Haben Sie die Datei geöffnet?", []),
    ],
)
def test_german_takes_the_infinitive(said: str, written: list[str]) -> None:
    assert actions(said) == written


def test_german_warnings_and_needs() -> None:
    german = rules_for("de")
    warning = german.read("Achtung, nicht verbrennen lassen.").aside
    assert warning is not None
    assert (warning.kind, warning.text) == (CautionKind.WARNING, "Nicht verbrennen lassen.")
    assert german.read("Sie brauchen dafür ein Konto.").prerequisite == "Sie brauchen dafür ein Konto."


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Sobald es dampft, heben Sie den Deckel nicht an.", []),
        ("Zieh das Kabel nicht während der Messung.", []),
        ("Nimm keine Zange dafür.", []),
        ("Ihr dürft die Leiter nie allein tragen.", []),
        ("Der Kleber darf nicht auf die Haut kommen.", []),
        ("Keine Lösungsmittel verwenden.", []),
        ("Speichern Sie die Liste, aber drucken Sie sie nicht.", ["Die Liste speichern."]),
    ],
)
def test_what_german_forbids_is_a_warning_wherever_its_negation_stands(said: str, written: list[str]) -> None:
    reading = rules_for("de").read(said)

    assert reading.aside is not None
    assert (reading.aside.kind, reading.aside.text) == (CautionKind.WARNING, said)
    assert [instruction.text for instruction in reading.instructions] == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Wenn der Zeiger nicht steigt, drehen Sie das Ventil auf.",
         ["Wenn der Zeiger nicht steigt, das Ventil aufdrehen."]),
        ("Das soll niemanden abhalten.", []),
        ("Ich finde keinen Schalter.", []),
        ("Der Zeiger bewegt sich nicht.", []),
        ("Ihr müsst den Filter nicht wechseln.", []),
        ("Drück auf Start, sonst passiert nichts.", ["Auf Start drücken, sonst passiert nichts."]),
    ],
)  # fmt: skip
def test_a_german_negation_alone_forbids_nothing(said: str, written: list[str]) -> None:
    reading = rules_for("de").read(said)

    assert reading.aside is None
    assert [instruction.text for instruction in reading.instructions] == written


def test_german_titles() -> None:
    german = rules_for("de")
    assert german.title("Die Soße aus den restlichen Zwiebeln, wenigen Karotten und Rotwein kochen.") == (
        "Die Soße aus den restlichen Zwiebeln kochen"
    )
    assert german.title("Bevor das verbrennt, Tomatenmark dazugeben.") == "Tomatenmark dazugeben"
    topic = german.read("In diesem Video zeige ich euch, wie man einen Token erstellt.").topic
    assert topic == "einen Token erstellen"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Öffne die Datei und ändere den Namen.", ["Die Datei öffnen.", "Den Namen ändern."]),
        ("Nehmt den Topf vom Herd.", ["Den Topf vom Herd nehmen."]),
        ("Wir müssen sie definieren in der Konfigurationsdatei.", ["Sie in der Konfigurationsdatei definieren."]),
        ("Also stoppe ich die Anwendung, starte sie neu und gehe zurück zum Browser.",
         ["Die Anwendung stoppen.", "Die Anwendung neu starten.", "Zum Browser zurückgehen."]),
        ("Das Einfachste ist, diese Daten zu kopieren und einzufügen.", ["Diese Daten kopieren und einfügen."]),
        ("Die Zwiebeln müssen erst angeschwitzt werden.", ["Die Zwiebeln erst anschwitzen."]),
        ("Jetzt lasst uns einen weiteren Eintrag erstellen.", ["Einen weiteren Eintrag erstellen."]),
        ("Deswegen füllen wir das Ganze jetzt auf mit Wasser.", ["Das Ganze mit Wasser auffüllen."]),
        ("Deckel drauf und rein in den Backofen.", ["Deckel drauflegen.", "In den Backofen geben."]),
        ("Wir warten drauf, dass der Wein reduziert ist.", ["Warten, bis der Wein reduziert ist."]),
        ("Zurück zu Padre.", ["Zu Padre zurückgehen."]),
        ("Ich könnte eine Datenbank nutzen, aber ich möchte es einfacher machen.", []),
        ("Ich schreibe cmd und dann bekomme ich einen Fehler.", ["cmd schreiben."]),
    ],
)  # fmt: skip
def test_german_instructions_are_found_however_they_are_put(said: str, written: list[str]) -> None:
    assert actions(said) == written


def test_german_results_and_halves() -> None:
    german = rules_for("de")
    read = german.read("Wenn ich die Seite neu lade, sehe ich den Eintrag.")
    assert ([instruction.text for instruction in read.instructions], read.expected) == (
        ["Die Seite neu laden."],
        "Sie sehen den Eintrag.",
    )
    assert german.neighbour_of("Wenn der Knopf noch nicht da ist.") is Neighbour.NEXT
    assert german.neighbour_of("Wenn er da ist, klicken Sie darauf.") is None


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Öffnet zuerst den Chat und klickt auf das Plus.", ["Den Chat öffnen.", "Auf das Plus klicken."]),
        ("Gebt eine Frage ein und fügt zwei Antworten hinzu.", ["Eine Frage eingeben.", "Zwei Antworten hinzufügen."]),
        ("Ladet die Seite neu und prüft die Ergebnisse.", ["Die Seite neu laden.", "Die Ergebnisse prüfen."]),
        ("Schreibt den Text und sendet ihn ab.", ["Den Text schreiben.", "Den Text absenden."]),
        ("Druckt eine Testseite und schaut sie euch an.", ["Eine Testseite drucken.", "Die Testseite anschauen."]),
        (
            "Zum Schluss druckt ihr eine Testseite und seht sie euch an.",
            ["Eine Testseite drucken.", "Die Testseite ansehen."],
        ),
        (
            "Wenn die Lampe grün leuchtet, spült ihr den Tank zweimal aus.",
            ["Wenn die Lampe grün leuchtet, den Tank zweimal ausspülen."],
        ),
        ("Wenn ihr fertig seid, wischt ihr die Platte ab.", ["Wenn ihr fertig seid, die Platte abwischen."]),
        ("Danach spülst du die Leitung aus.", ["Die Leitung ausspülen."]),
        ("Da kommt ihr die Treppe runter.", []),
        ("Da fallt ihr den anderen auf.", []),
        ("Wenn ihr das macht, seht ihr gut aus.", []),
        ("Danach sendet ihr die Umfrage ab.", ["Die Umfrage absenden."]),
        (
            "Dann klickt ihr auf das Pluszeichen und wählt den Drucker HP-3OG-West aus.",
            ["Auf das Pluszeichen klicken.", "Den Drucker HP-3OG-West auswählen."],
        ),
        (
            "Gebt als Adresse 10.20.30.40 ein und bestätigt mit OK.",
            ["Als Adresse 10.20.30.40 eingeben.", "Mit OK bestätigen."],
        ),
        (
            "Stellt danach das Papierformat auf A4 und schaltet den Duplexdruck ein.",
            ["Das Papierformat auf A4 stellen.", "Den Duplexdruck einschalten."],
        ),
        (
            "Öffnet den Chat, klickt auf das Plus und wählt Umfrage aus.",
            ["Den Chat öffnen.", "Auf das Plus klicken.", "Umfrage auswählen."],
        ),
        (
            "Stellt die Temperatur auf 200 Grad und schiebt das Blech rein.",
            ["Die Temperatur auf 200 Grad stellen.", "Das Blech reinschieben."],
        ),
        ("Meldet euch mit eurem Konto an.", ["Sich mit dem Konto anmelden."]),
        ("Gebt den Namen ein für das Konto.", ["Den Namen für das Konto eingeben."]),
        ("Klickt so lange auf Weiter, bis ihr das Ende seht.", ["So lange auf Weiter klicken, bis ihr das Ende seht."]),
        ("Schaltet die Lampe an und aus.", ["Die Lampe an- und ausschalten."]),
        ("Klickt ihr auf das Plus, öffnet sich ein Menü.", []),
        ("Der Server startet die Anwendung und öffnet die Datei.", []),
        ("Der Assistent fragt euch nach dem Namen und legt das Konto an.", []),
    ],
)
def test_german_told_to_several(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Klicken Sie auf Weiter.", ["Auf Weiter klicken."]),
        ("Klicke auf OK.", ["Auf OK klicken."]),
        (
            "Markiere zuerst die ganze Tabelle und klick oben auf Einfügen.",
            ["Die ganze Tabelle markieren.", "Oben auf Einfügen klicken."],
        ),
        ("Öffne die Datei und gib den Namen ein.", ["Die Datei öffnen.", "Den Namen eingeben."]),
        ("Gib eine Frage ein und füge zwei Antworten hinzu.", ["Eine Frage eingeben.", "Zwei Antworten hinzufügen."]),
        (
            "Wir geben eine Frage ein und fügen zwei Antworten hinzu.",
            ["Eine Frage eingeben.", "Zwei Antworten hinzufügen."],
        ),
    ],
)
def test_german_clauses_keep_their_own_prefixes(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize("said", ["Schaltet den Drucker nicht aus.", "Klickt nicht auf Löschen."])
def test_german_told_to_several_not_to_do_something_is_a_warning(said: str) -> None:
    reading = rules_for("de").read(said)
    assert not reading.instructions
    assert reading.aside is not None
    assert (reading.aside.kind, reading.aside.text) == (CautionKind.WARNING, said)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Heute zeige ich euch, wie man den neuen Drucker einrichtet.", "Den neuen Drucker einrichten"),
        ("Heute zeige ich euch, wie ihr ein Blatt öffnet.", "Ein Blatt öffnen"),
        ("Heute zeige ich euch, wie man einen Namen eingibt.", "Einen Namen eingeben"),
        ("Heute zeige ich euch, wie man die Farbe ändert.", "Die Farbe ändern"),
    ],
)
def test_german_topics_take_the_infinitive(said: str, title: str) -> None:
    german = rules_for("de")
    topic = german.read(said).topic
    assert topic is not None
    assert german.title(topic) == title


@pytest.mark.parametrize(
    ("said", "written", "warning"),
    [
        ("Nicht den im dritten Stock!", [], "Nicht den im dritten Stock!"),
        ("Bloß nicht auf den roten!", [], "Bloß nicht auf den roten!"),
        (
            "Klickt auf Speichern, drückt auf keinen Fall auf Löschen.",
            ["Auf Speichern klicken."],
            "Klickt auf Speichern, drückt auf keinen Fall auf Löschen.",
        ),
        (
            "Klickt auf Speichern und drückt bloß nicht auf Löschen.",
            ["Auf Speichern klicken."],
            "Klickt auf Speichern und drückt bloß nicht auf Löschen.",
        ),
        (
            "Klickt auf Speichern, aber ja nicht auf Löschen.",
            ["Auf Speichern klicken, aber ja nicht auf Löschen."],
            None,
        ),
        (
            "Wenn nichts rauskommt, schaltet den Drucker aus und wieder an.",
            ["Wenn nichts rauskommt, den Drucker aus- und wieder anschalten."],
            None,
        ),
        ("Schalte das Gerät aus und dann ein.", ["Das Gerät aus- und einschalten."], None),
    ],
)
def test_a_german_warning_and_its_instruction_are_both_kept(said: str, written: list[str], warning: str | None) -> None:
    reading = rules_for("de").read(said)
    assert [instruction.text for instruction in reading.instructions] == written
    assert (reading.aside and (reading.aside.kind, reading.aside.text)) == (warning and (CautionKind.WARNING, warning))


def test_a_german_title_leaves_out_what_is_not_meant() -> None:
    assert rules_for("de").title("Auf Speichern klicken, aber ja nicht auf Löschen") == "Auf Speichern klicken"
