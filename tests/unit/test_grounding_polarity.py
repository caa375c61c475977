"""What was forbidden, restricted or left open stays that way."""

from __future__ import annotations

import pytest

from pipeline.grounding.polarity import clauses, contradicts, turned


def kinds(line: str, said: str, language: str = "en") -> list[str]:
    return [one.kind.value for one in turned(line, [said], language)]


@pytest.mark.parametrize(
    ("line", "said", "kind"),
    [
        ("Delete the backup.", "Never delete the backup.", "negation"),
        ("Delete the backup.", "You don't want to delete the backup.", "negation"),
        ("Share your password.", "Do not, under any circumstances, share your password.", "negation"),
        (
            "Delete the database and never close the window.",
            "Never delete the database, then close the window.",
            "negation",
        ),
        ("Do not restart the server.", "Restart the server.", "negation"),
        ("Press Command K.", "If you're on a Mac, press Command K.", "condition"),
        ("Press Command K.", "Press Command K if you're on a Mac.", "condition"),
        ("Press Command K.", "if you're on a mac you can press command k", "condition"),
        ("Approve the payment.", "Approve the payment unless the amounts differ.", "condition"),
        ("Open the valve.", "Only if the pressure is low, open the valve.", "condition"),
        ("Restart the server.", "Restart the server without losing sessions.", "condition"),
        ("Restrict the addresses.", "Optionally, restrict the addresses.", "option"),
        ("Install the plug-in.", "If you want, install the plug-in.", "condition"),
        ("You must rename the file.", "Rename the file.", "obligation"),
        (  # one "not" for two clauses
            "Do not, under any circumstances, share the file, close the door.",
            "Share the file, close the door.",
            "negation",
        ),
    ],
)
def test_a_line_that_says_another_thing(line: str, said: str, kind: str):
    assert kind in kinds(line, said)


@pytest.mark.parametrize(
    ("language", "line", "opposite", "said"),
    [
        ("en", "Don't format the disk.", "Format the disk.", "The last thing you want is to format the disk."),
        ("en", "Don't touch the red button.", "Touch the red button.", "Stay away from the red button."),
        (
            "de",
            "Öffnen Sie den Deckel nicht unter Druck.",
            "Öffnen Sie den Deckel unter Druck.",
            "Hüten Sie sich davor, den Deckel unter Druck zu öffnen.",
        ),
        ("de", "Betreten Sie das Labor nicht.", "Betreten Sie das Labor.", "Es ist verboten, das Labor zu betreten."),
        ("it", "Non tocchi la lama calda.", "Tocchi la lama calda.", "È vietato toccare la lama calda."),
        ("fr", "Ne fermez pas la vanne.", "Fermez la vanne.", "Il est interdit de fermer la vanne."),
    ],
)
def test_what_was_forbidden_in_other_words(language: str, line: str, opposite: str, said: str):
    assert kinds(line, said, language) == []
    assert "negation" in kinds(opposite, said, language)


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("es", "El nombre no debe tener espacios.", "El nombre no puede tener espacios."),
        ("en", "The name must not have spaces.", "The name can't have spaces."),
        ("de", "Drehen Sie das Fleisch immer wieder um.", "Nach einer Weile drehen wir das Fleisch um."),
    ],
)
def test_what_is_no_stronger_than_what_was_said(language: str, line: str, said: str):
    assert kinds(line, said, language) == []


def test_a_must_beside_another_negation_is_still_an_obligation():
    assert "obligation" in kinds("You must rename the file.", "Rename the file, and don't close it.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Never delete the backup.", "Never delete the backup."),
        ("Avoid deleting the backup.", "Don't delete the backup."),
        ("Delete a rule that you don't want any more.", "You can also delete rules."),
        ("Run the command to delete consumers.", "and don't need as many consumers to delete we run the command"),
        ("That helps to avoid an interruption of the service.", "That helps prevent an interruption of the service."),
        ("The strips must go between the screens.", "Make them go between the screens."),
        ("Leave the default unchanged.", "Don't change the default."),
        ("Save the file.", "Don't forget to save the file."),
        ("Click Apply.", "Why don't you click on Apply?"),
        ("Type the name.", "I don't know why, but type the name."),
        ("Start typing, and don't ask anyone.", "I just start typing, and I don't ask anyone."),
        ("Open Settings.", "If you open Settings, you'll see the version."),
        ("Choose Create.", "If everything looks correct, choose Create."),
        ("On a Mac, press Command K.", "If you're on a Mac, press Command K."),
        ("Optionally, restrict the addresses.", "You can optionally restrict the addresses."),
        ("You can restrict the addresses.", "You can optionally restrict the addresses."),
        ("Take another strip of tape.", "If there's any excess, pleat it, and then take another strip of tape."),
        ("Provide the file.", "Instead of the daemon you have to provide the file."),
        ("Check that the service runs.", "Check if the service runs."),
        ("You must rename the file.", "You have to rename the file."),
        ("Click Save.", "Don't click Cancel. Click Save."),
        ("In gdb, use p for both.", "With gdb there is no distinction, p does both."),
    ],
)
def test_a_line_that_says_the_same(line: str, said: str):
    assert kinds(line, said) == []


@pytest.mark.parametrize(
    ("line", "said", "language"),
    [
        ("Den Ofen öffnen.", "Den Ofen niemals öffnen.", "de"),
        ("Löschen Sie die Datei.", "Löschen Sie die Datei nicht.", "de"),
        ("Supprimez le fichier.", "Ne supprimez jamais le fichier.", "fr"),
        ("Borre el archivo principal.", "No borre el archivo principal.", "es"),
    ],
)
def test_negations_in_other_languages(line: str, said: str, language: str):
    assert kinds(line, said, language) == ["negation"]
    assert kinds(said, said, language) == []


def test_sentences_of_two_languages_are_compared_by_their_negations():
    assert contradicts("Löschen Sie die Datei.", "de", "Never delete the file.", "en")
    assert contradicts("Löschen Sie die Datei nicht.", "de", "Delete the file.", "en")
    assert not contradicts("Löschen Sie die Datei nie.", "de", "Never delete the file.", "en")
    assert not contradicts("Lassen Sie die Datei unberührt.", "de", "Don't touch the file.", "en")
    assert not contradicts("ลบไฟล์", "th", "Never delete the file.", "en")


def test_a_language_without_patterns_says_nothing():
    assert kinds("Usuń plik.", "Nie usuwaj pliku.", "pl") == []


@pytest.mark.parametrize(
    ("line", "sentence", "language"),
    [
        ("Copy the entry.", "Entries were copied, they say.", "en"),
        ("Wait 1000 seconds.", "Es dauert 1.000 Tage.", "de"),
        ("Öffnen Sie die Datei.", "Die DATEIEN liegen hier.", "de"),
        ("ファイルを保存します。", "これは保存です。", "ja"),
    ],
)
def test_no_sentence_with_a_word_of_a_line_is_left_out(line: str, sentence: str, language: str):
    said = f"{sentence} The weather is fine."
    near = tuple(clauses(line, language))
    shared = [other for other in clauses(said, language) if any(other.stems & clause.stems for clause in near)]
    assert shared
    assert set(shared) <= set(clauses(said, language, near))
    assert "The weather is fine" not in [clause.text for clause in clauses(said, language, near)]


@pytest.mark.parametrize("said", ["Never delete the backup.", "If the room is crowded, delete the backup."])
def test_what_was_said_has_no_full_stop_of_its_own_in_our_sentence(said: str) -> None:
    (found,) = turned("Delete the backup.", [said], "en")

    assert found.message.endswith(f"The speaker said: “{said[:-1]}”.")
