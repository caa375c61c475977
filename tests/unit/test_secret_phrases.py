"""Secrets of several words, and spelled ones, are masked where they are announced; what is said about one stays."""

from __future__ import annotations

import pytest

from pipeline.secrets.finding import find


def found(text: str) -> list[str]:
    return [text[one.begin : one.end] for one in find(text)]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("The password is purple walrus thirty seven.", "purple walrus thirty seven"),
        ("The guest password is simply proper kettle lantern gravel.", "proper kettle lantern gravel"),
        ("The wifi password is just correct kettle lantern gravel.", "correct kettle lantern gravel"),
        ("The password is kettle-lantern-gravel.", "kettle-lantern-gravel"),
        ("Type the password kettle-lantern-gravel into the field.", "kettle-lantern-gravel"),
        ("Password: purple walrus 37", "purple walrus 37"),
        ("Password: correct kettle lantern gravel", "correct kettle lantern gravel"),
        ("The password is walrus seven, all lowercase.", "walrus seven"),
        ("The password is purple walrus, all lowercase.", "purple walrus"),
        ("The password is purple walrus, all one word.", "purple walrus"),
        ("The password is capital W, winter, two zero three one.", "capital W, winter, two zero three one"),
        ("The password is capital W winter 2031.", "capital W winter 2031"),
        ("The password is walrus, one two three.", "walrus, one two three"),
        ("The password is walrus, 3, 7, 1.", "walrus, 3, 7, 1"),
        ("The password is 2031 purple walrus.", "2031 purple walrus"),
        ("The password is purple walrus37.", "purple walrus37"),
        ("The password is purple walrus 37, and then press OK.", "purple walrus 37"),
        ("the password is purple walrus thirty seven and then you press OK", "purple walrus thirty seven"),
        ("Type the password purple walrus 37 into the field.", "purple walrus 37"),
        ("Enter the admin password purple walrus 37 and press Enter.", "purple walrus 37"),
        ("Use the password, capital W, winter, 2, 0, 3, 1.", "capital W, winter, 2, 0, 3, 1"),
        ("Type the password w, a, l, three, seven.", "w, a, l, three, seven"),
        ("Set the password to purple walrus 37 and save.", "purple walrus 37"),
        ("What's the password? It's purple walrus 37.", "purple walrus 37"),
        ("Type the password, which is\npurple walrus\n37.", "purple walrus\n37"),
        ("Enter the card number 4111 1111 1111 1111.", "4111 1111 1111 1111"),
        ("Enter the card number 4111 1111 1111 1112 there.", "4111 1111 1111 1112"),
        ("Pay with 4242 4242 4242 4242 here.", "4242 4242 4242 4242"),
        ("Enter the card number four two four two, four two four two.", "four two four two, four two four two"),
        ("So the password's gonna be purple walrus thirty seven", "purple walrus thirty seven"),
        ("The password is walrus 2031 exclamation mark.", "walrus 2031 exclamation mark"),
        ("Set the password to proper kettle lantern gravel.", "proper kettle lantern gravel"),
        ("Log in with kiosk and the password purple walrus 37.", "purple walrus 37"),
        ("Type purple walrus 37 as the password.", "purple walrus 37"),
        ("Use kettle-lantern-gravel as the password.", "kettle-lantern-gravel"),
        ("The card is 4111 1111 1111 1111.", "4111 1111 1111 1111"),
        ("Das Passwort lautet lila Walross siebenunddreißig.", "lila Walross siebenunddreißig"),
        ("Das Passwort ist lila Walross 37.", "lila Walross 37"),
        ("Das Passwort ist Kessel Laterne Kiesel.", "Kessel Laterne Kiesel"),
        ("Das Kennwort lautet Kessel Laterne Kiesel Wolke.", "Kessel Laterne Kiesel Wolke"),
        ("Das Passwort ist lila Walross, alles kleingeschrieben.", "lila Walross"),
        ("Das Passwort ist großes W, Winter, zwei null drei eins.", "großes W, Winter, zwei null drei eins"),
        ("Geben Sie das Passwort lila Walross 37 ein.", "lila Walross 37"),
        ("La contraseña es morsa morada 37.", "morsa morada 37"),
        ("La contraseña es morsa treinta y siete.", "morsa treinta y siete"),
        ("La contraseña es caldera linterna grava nube.", "caldera linterna grava nube"),
        ("Escribe la contraseña morsa violeta 37 en el campo.", "morsa violeta 37"),
        ("La contraseña es morsa violeta, todo en minúsculas.", "morsa violeta"),
        ("Le mot de passe est morse violet 37.", "morse violet 37"),
        ("Le mot de passe, c'est morse violet 37.", "morse violet 37"),
        ("La contraseña es W mayúscula, invierno, dos cero tres uno.", "W mayúscula, invierno, dos cero tres uno"),
        ("Le mot de passe est morse trente-sept.", "morse trente-sept"),
        ("Le mot de passe est bouilloire lanterne gravier nuage.", "bouilloire lanterne gravier nuage"),
        ("Tapez le mot de passe morse violet 37 dans le champ.", "morse violet 37"),
        ("Le mot de passe est morse violet, tout en minuscules.", "morse violet"),
    ],
)  # fmt: skip
def test_a_secret_of_several_words_is_found(text: str, secret: str):
    assert found(text) == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "The password is stored in the vault.",
        "The password is case sensitive.",
        "The password is case-sensitive, all lowercase.",
        "The password is the one you got by mail.",
        "The password is in the next field.",
        "The password is too short.",
        "The password is sent to you by text message.",
        "The password is required on page 2.",
        "The password is valid for 30 days.",
        "The password is valid 24 hours.",
        "The password is company policy version 2.",
        "The password is step 3.",
        "The password is rule number one.",
        "The password is minimum eight characters, one capital letter, two digits.",
        "The password is eight letters, all lowercase.",
        "The password is out-of-date.",
        "The password is easy-to-guess.",
        "The password is server side only.",
        "The password is user account specific.",
        "The password is hashed 10000 times.",
        "The password is unchanged since 2019.",
        "The password is common knowledge around here.",
        "The password is good security practice.",
        "The password was part of breach 2019.",
        "The password is Base64 encoded.",
        "The password is WPA2 Enterprise.",
        "The password was my mistake number 3.",
        "Password: minimum 8 characters",
        "Password: see slide 4.",
        "Password: best practice tips for admins",
        "Router setup, password: quick reset guide 2026",
        "The password is worth two points.",
        "Use your badge number 42 as the password.",
        "Use the room number 42 as the password.",
        "Type the same thing 2 times as the password.",
        "Set the password to never expire in any case.",
        "Type the password and press Enter.",
        "Type the password into the field.",
        "Type the password twice.",
        "Enter the password two more times.",
        "Enter the password, press Enter, wait 2 minutes.",
        "Enter the password, click Next button 3.",
        "Use the password manager browser extension version 2.",
        "Use the password policy level 3.",
        "Use the password field number 2 and press OK.",
        "Enter the password, email address, phone number, company name.",
        "Use the password, a key, or a token.",
        "Use pin 4, 5, 6 of the connector.",
        "Enter the card number in the second field.",
        "Enter the card number 16 digits at a time.",
        "The part number is 1111 1111 1111 1111.",
        "Das Passwort ist danach sofort wieder aktiv.",
        "Das Passwort ist mindestens acht Zeichen lang.",
        "Das Passwort ist 90 Tage gültig.",
        "Das Passwort ist im Tresor gespeichert.",
        "Das Passwort ist Schritt 3.",
        "Das Passwort ist Bestandteil jeder Anmeldung seit 2019.",
        "Das Passwort lautet wie der Benutzername.",
        "Das Passwort lautet jetzt anders, siehe Seite 3.",
        "Das Passwort lautet überall gleich.",
        "Das Passwort heißt hier anders als in Version 2.",
        "Das Passwort ist Groß- und Kleinschreibung, zwei Ziffern.",
        "Geben Sie das Passwort zweimal ein.",
        "Geben Sie das Passwort ein und drücken Sie Enter.",
        "Passwort: mindestens 8 Zeichen",
        "La contraseña es sensible a las mayúsculas.",
        "La contraseña es válida 30 días.",
        "La contraseña es información confidencial personal importante.",
        "La contraseña es distinta en la versión 2.",
        "La contraseña es el paso 3.",
        "La clave es Python 3.",
        "La clave es practicar ocho horas.",
        "La clave es paciencia, trabajo y dos amigos.",
        "Escribe la contraseña dos veces.",
        "Escribe la contraseña en el campo 2.",
        "Contraseña: mínimo 8 caracteres",
        "Le mot de passe est valable 30 jours.",
        "Le mot de passe est sensible à la casse.",
        "Le mot de passe est stocké dans le coffre 2.",
        "Le mot de passe est désormais obligatoire partout ailleurs.",
        "Le mot de passe est inchangé depuis 2019.",
        "Le mot de passe est envoyé par courrier sous 5 jours.",
        "Tapez le mot de passe deux fois.",
        "Tapez le mot de passe dans le champ 2.",
        "Mot de passe : minimum 8 caractères",
        "La password è valida 30 giorni.",
        "Password: almeno 8 caratteri",
    ],
)
def test_what_is_said_about_a_secret_stays(text: str):
    assert found(text) == []


def test_a_secret_of_several_words_is_masked_where_it_is_said_again():
    text = "The password is purple walrus thirty seven. That's purple walrus thirty seven, a purple animal."

    assert found(text) == ["purple walrus thirty seven"] * 2


def test_a_secret_that_is_said_and_then_spelled_is_masked_twice():
    assert found("The password is walrus, capital W, a, l, r, u, s.") == ["walrus", "capital W, a, l, r, u, s"]
    assert found("The password is walrus. One, two, three, and it opens.") == ["walrus"]
