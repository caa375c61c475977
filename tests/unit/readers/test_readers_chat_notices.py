"""What a chat program writes into a chat is not said by those who chat."""

from __future__ import annotations

import pytest

from tests.unit.readers.spoken import read

ENCRYPTED = (
    "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.",
    "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen.",
    "Los mensajes y las llamadas están cifrados de extremo a extremo.",
    "Les messages et les appels sont chiffrés de bout en bout.",
    "I messaggi e le chiamate sono crittografati end-to-end.",
    "As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta.",
    "Berichten en oproepen zijn end-to-end versleuteld.",
    "Wiadomości i połączenia są w pełni szyfrowane.",
    "Mesajlar ve aramalar uçtan uca şifrelidir.",
    "Повідомлення та дзвінки захищено наскрізним шифруванням.",
    "メッセージと通話はエンドツーエンドで暗号化されています。",
    "메시지와 통화는 종단간 암호화되어 있습니다.",
    "消息和通话都进行端到端加密。",
    "الرسائل والمكالمات مشفرة تمامًا بين الطرفين.",
    "ההודעות והשיחות מוצפנות מקצה לקצה.",
    "मैसेज और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं।",
)
EVENTS = (
    *("Jane Doe added you", 'Jane Doe created group "Foo"', "You joined using this group's invite link"),
    *('Jane Doe changed the subject from "A: b" to "C: d"', "Jane Doe hat John Roe hinzugefügt"),
    *('Jane Doe hat die Gruppe "Foo" erstellt', "Jane Doe a ajouté John Roe", "Jane Doe añadió a John Roe"),
    *("Jane Doe ha aggiunto John Roe", "Jane Doe adicionou John Roe", "Jane Doe heeft John Roe toegevoegd"),
    *("Jane Doe dodał(a) John Roe", "Jane Doe, John Roe kişisini ekledi", "Jane Doe додала John Roe"),
    *("Jane DoeさんがJohn Roeさんを追加しました", "Jane Doe님이 John Roe님을 추가했습니다", "Jane Doe添加了John Roe"),
    *("أضاف Jane Doe John Roe", "Jane Doe הוסיפה את John Roe", "Jane Doe ने John Roe को जोड़ा"),
)
NO_TEXT = (
    *("<Media omitted>", "<Medien ausgeschlossen>", "<Multimedia omitido>", "<Médias omis>", "<Media omessi>"),
    *(
        "<Mídia oculta>",
        "<pominięto multimedia>",
        "<メディアは含まれていません>",
        "<省略多媒体文件>",
        "<Медіа пропущено>",
    ),
    *(
        "image omitted",
        "Bild weggelassen",
        "imagen omitida",
        "画像は含まれていません",
        "IMG-20240502-WA0001.jpg (file attached)",
    ),
    *("This message was deleted.", "Diese Nachricht wurde gelöscht", "Se eliminó este mensaje", "此消息已删除"),
    *("Missed voice call", "Ce message a été supprimé", "삭제된 메시지입니다", "Mensagem apagada"),
)
ANDROID, IOS = "02/05/2024, 10:0{} - {}", "[02.05.24, 10:02:0{}] {}"
TALK = [
    ("Jane Doe", "Open the page, she added a link there."),
    ("John Roe", "Which one, the <b> or the <i>?"),
    ("Jane Doe", "Press Save: the encrypted one."),
]


def chat(line: str, *notices: str) -> str:
    messages = [*notices[:-1], *(f"{who}: {text}" for who, text in TALK), *notices[-1:]]
    return "\n".join(line.format(number, message) for number, message in enumerate(messages))


@pytest.mark.parametrize("line", [ANDROID, IOS])
@pytest.mark.parametrize("encrypted", ENCRYPTED)
async def test_that_messages_are_encrypted_is_said_by_nobody(encrypted: str, line: str):
    group = "Foo: " if line == IOS else ""

    found = await read(chat(line, f"{group}{encrypted}", "Jane Doe: Thanks."))

    assert [(u.speaker, u.text) for u in found.utterances] == [*TALK, ("Jane Doe", "Thanks.")]
    assert found.account is not None
    assert not found.account.unaccounted


@pytest.mark.parametrize("line", [ANDROID, IOS])
@pytest.mark.parametrize("event", EVENTS)
async def test_who_came_and_what_was_changed_is_said_by_nobody(event: str, line: str):
    found = await read(chat(line, event, event))

    assert [(u.speaker, u.text) for u in found.utterances] == TALK


@pytest.mark.parametrize("line", [ANDROID, IOS])
@pytest.mark.parametrize("text", NO_TEXT)
async def test_what_stands_for_a_picture_or_a_deleted_message_is_not_said(text: str, line: str):
    found = await read(chat(line, f"John Roe: {text}", f"+44 7911 123456: {text}"))

    assert [(u.speaker, u.text) for u in found.utterances] == TALK


async def test_that_a_message_was_edited_is_not_said():
    found = await read(chat(ANDROID, "John Roe: That is done. <This message was edited>"))

    assert (found.utterances[-1].speaker, found.utterances[-1].text) == ("John Roe", "That is done.")


async def test_a_transcript_with_dates_keeps_what_has_no_name():
    lines = "\n".join(f"2024-05-02 10:02:0{n} - then we open page {n} and save it there." for n in range(6))

    assert sum(u.text.count("we open page") for u in (await read(lines)).utterances) == 6


async def test_what_somebody_says_of_encryption_and_of_what_was_added_is_said():
    turns = [
        "Jane Doe: Open it.",
        "John Roe: Which one?",
        "Jane Doe: Press <Save As>",
        "John Roe: It is end-to-end encrypted.",
    ]
    lines = "\n".join(f"[2026-03-16 10:02:0{n}] {turn}" for n, turn in enumerate([*turns, "and we added the key"]))

    said = " ".join(u.text for u in (await read(lines)).utterances)

    assert "Press <Save As>" in said
    assert "It is end-to-end encrypted." in said
    assert "and we added the key" in said
