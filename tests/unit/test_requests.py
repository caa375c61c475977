"""What people type after /script2doc, and the links they copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.forms import document_name
from bot.jobs.requests import Command, Verb, parse_command
from bot.links import FileLink, MessageLink, parse_link


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Command(Verb.HELP)),
        ("help", Command(Verb.HELP)),
        ("jobs", Command(Verb.JOBS)),
        ("cancel ab12cd34", Command(Verb.CANCEL, "ab12cd34")),
        ("https://x.slack.com/files/U1/F2/a.vtt", Command(Verb.MAKE, "https://x.slack.com/files/U1/F2/a.vtt")),
        (
            "<https://x.slack.com/files/U1/F2/a.vtt|a.vtt> title=“Set up it” steps=8",
            Command(
                Verb.MAKE,
                "<https://x.slack.com/files/U1/F2/a.vtt|a.vtt>",
                (("title", "Set up it"), ("steps", "8")),
            ),
        ),
        (
            'tone=formal https://x.slack.com/archives/C1/p1700000000000100?thread_ts=1700000000.000001 audience="a b"',
            Command(
                Verb.MAKE,
                "https://x.slack.com/archives/C1/p1700000000000100?thread_ts=1700000000.000001",
                (("tone", "formal"), ("audience", "a b")),
            ),
        ),
        (
            "F1 url=https://a.example/?q=1 url=https://b.example",
            Command(Verb.MAKE, "F1", (("url", "https://a.example/?q=1"), ("url", "https://b.example"))),
        ),
    ],
)
def test_commands(text: str, command: Command):
    assert parse_command(text) == command


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str):
    parse_command(text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://acme.slack.com/files/U012AB/F0ABCDEF/talk.vtt", FileLink("F0ABCDEF")),
        ("<https://acme.slack.com/files/U012AB/F0ABCDEF/talk.vtt|talk.vtt>", FileLink("F0ABCDEF")),
        ("F0ABCDEF12", FileLink("F0ABCDEF12")),
        ("https://acme.slack.com/docs/T024BE91L/F0ABCDEF", FileLink("F0ABCDEF")),
        (
            "https://acme.slack.com/archives/C024BE91L/p1700000000000100",
            MessageLink("C024BE91L", "1700000000.000100", None),
        ),
        (
            "https://acme.slack.com/archives/C024BE91L/p1700000000000100?thread_ts=1699999999.000200&cid=C024BE91L",
            MessageLink("C024BE91L", "1700000000.000100", "1699999999.000200"),
        ),
        (
            "https://acme.slack.com/archives/C024BE91L/p1700000000000100?thread_ts=x",
            MessageLink("C024BE91L", "1700000000.000100", None),
        ),
        ("https://example.com/talk.vtt", None),
        ("ftp://acme.slack.com/files/U012AB/F0ABCDEF/talk.vtt", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_links(text: str, link: FileLink | MessageLink | None):
    assert parse_link(text) == link


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Salt & Pepper", "Salt & Pepper.docx"),
        ("C++ (part 1): 50 % of #1 = [a; b] @ $5!", "C++ (part 1) 50 % of #1 = [a; b] @ $5!.docx"),
        ("Was heißt „Q&A“?", "Was heißt „Q&A“.docx"),
        ("राउटर कैसे सेट करें", "राउटर कैसे सेट करें.docx"),
        ("talk\u202egpj", "talkgpj.docx"),
        ("CON", "CON (guide).docx"),
        ("nul.backup", "nul.backup (guide).docx"),
        ("??", "Guide.docx"),
    ],
)
def test_a_documents_name_keeps_what_every_system_takes(title: str, name: str):
    assert document_name(title, ".docx") == name


@given(st.text(max_size=300))
def test_a_documents_name_is_one_that_every_system_takes(title: str):
    name = document_name(title, ".docx")
    assert name.endswith(".docx")
    assert len(name) <= 93
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\0\n')
