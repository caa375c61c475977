"""Small files made to take long: what they repeat suits a pattern or a loop that starts anew at each place."""

from __future__ import annotations

import json
from collections.abc import Callable

_TURNS = "[00:00:01] Ann: Hello there.\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: "
FILES: dict[str, tuple[str, Callable[[int], str]]] = {
    "issound": (
        "a.srt",
        lambda n: (
            "1\n00:00:01,000 --> 00:00:02,000\n"
            + "(.)" * (n // 3)
            + "x\n\n2\n00:00:03,000 --> 00:00:04,000\nClick Save.\n"
        ),
    ),
    "hashes": (
        "a.srt",
        lambda n: (
            "1\n00:00:01,000 --> 00:00:02,000\nHello ("
            + "#" * n
            + "\n\n2\n00:00:03,000 --> 00:00:04,000\nClick Save.\n"
        ),
    ),
    "hashes_txt": (
        "a.txt",
        lambda n: (
            "[00:00:01] Ann: Hello (" + "#" * n + " ok\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n"
        ),
    ),
    "comment": ("a.md", lambda n: "# Talk\n\n**Ann:** Click Save.\n\n**Bob:** " + "<!--" * (n // 4) + "\n"),
    "mdimage": ("a.md", lambda n: "# Talk\n\n**Ann:** Click Save.\n\n**Bob:** " + "![](" * (n // 4) + "](\n"),
    "mditalic": ("a.md", lambda n: "# Talk\n\n**Ann:** Click Save.\n\n**Bob:** " + "*a " * (n // 3) + "\n"),
    "mdbold": ("a.md", lambda n: "# Talk\n\n**Ann:** Click Save.\n\n**Bob:** " + "**a " * (n // 4) + "\n"),
    "pyrepr": ("a.json", lambda n: "{'a': '" + "\\'" * (n // 2)),
    "vttblanks": (
        "a.vtt",
        lambda n: (
            "WEBVTT"
            + " " * n
            + "\n\n00:00:01.000 --> 00:00:02.000\nClick Save.\n\n00:00:03.000 --> 00:00:04.000\nClick Open.\n"
        ),
    ),
    "vtttitle": (
        "a.vtt",
        lambda n: (
            "WEBVTT - a"
            + "-" * n
            + "b\n\n00:00:01.000 --> 00:00:02.000\nClick Save.\n\n00:00:03.000 --> 00:00:04.000\nClick Open.\n"
        ),
    ),
    "dots": (
        "a.srt",
        lambda n: (
            "1\n00:00:01,000 --> 00:00:02,000\nHello" + "." * n + "x\n\n2\n00:00:03,000 --> 00:00:04,000\nClick Save.\n"
        ),
    ),
    "dots_txt": (
        "a.txt",
        lambda n: "[00:00:01] Ann: Hello" + "." * n + "x\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n",
    ),
    "words": (
        "a.txt",
        lambda n: (
            "[00:00:01] Ann: " + "click " * (n // 6) + "\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n"
        ),
    ),
    "oneword": (
        "a.txt",
        lambda n: "[00:00:01] Ann: " + "a" * n + "\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n",
    ),
    "lines": (
        "a.txt",
        lambda n: "".join(f"[00:{i // 60 % 60:02}:{i % 60:02}] Ann: Click Save\n" for i in range(n // 26)),
    ),
    "unroll": (
        "a.vtt",
        lambda n: (
            "WEBVTT\n\n"
            + "".join(
                f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n" + "a\n" * (n // 16) + ("b\n" if i % 2 else "a\n") + "\n"
                for i in range(8)
            )
        ),
    ),
    "jsondeep": ("a.json", lambda n: "[" * (n // 2) + "]" * (n // 2)),
    "jsonkeys": (
        "a.json",
        lambda n: (
            '[{"text":"Click Save on the page","start":1,"speaker":"A"}'
            + ',{"text":"Click Save on the page","start":1,"speaker":"A"}' * (n // 60)
            + "]"
        ),
    ),
    "jsonl": ("a.json", lambda n: '{"text":"Click Save on the page","start":1,"speaker":"A"}\n' * (n // 60) + "{'"),
    "sbv": (
        "a.sbv",
        lambda n: "0:00:01.000,0:00:02.000\n" + ">>" * (n // 2) + "\n\n0:00:03.000,0:00:04.000\nClick Save\n",
    ),
    "voices": (
        "a.vtt",
        lambda n: (
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"
            + "<v A>" * (n // 5)
            + "\n\n00:00:03.000 --> 00:00:04.000\nClick Open.\n"
        ),
    ),
    "cjk": (
        "a.txt",
        lambda n: "[00:00:01] Ann: " + "あ" * (n // 3) + "\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n",
    ),
    "xmlp": (
        "a.xml",
        lambda n: (
            '<tt xmlns="x"><body><div>' + '<p begin="1s" end="2s">Click Save</p>' * (n // 38) + "</div></body></tt>"
        ),
    ),
    "blankline": (
        "a.txt",
        lambda n: "[00:00:01] Ann: Hello\n" + " " * n + "x\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n",
    ),
    "liquid": ("a.md", lambda n: "# T\n**Ann:** hi\n{% " + "%}" * (n // 2) + "x\n**Bob:** Click\n"),
    "transcriptmark": (
        "a.txt",
        lambda n: (
            ("transcript" + " " * 50 + "x\n") * (n // 61) + "[00:00:01] Ann: Hello\n[00:00:03] Bob: Click Save.\n"
        ),
    ),
    "assline": (
        "a.ass",
        lambda n: "[Events]\nFormat: " + "," * n + "\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Ann,0,0,0,,Hi\n",
    ),
    "entities": (
        "a.srt",
        lambda n: (
            "1\n00:00:01,000 --> 00:00:02,000\nHello "
            + "&amp;lt;" * (n // 8)
            + "\n\n2\n00:00:03,000 --> 00:00:04,000\nClick Save.\n"
        ),
    ),
    "quotes": (
        "a.txt",
        lambda n: (
            "[00:00:01] Ann: " + "\"'“" * (n // 3) + "x\n[00:00:05] Bob: Click Save.\n[00:00:08] Ann: Click Open.\n"
        ),
    ),
    "speakers": ("a.txt", lambda n: "".join(f"Ann{i}: Click Save{i} now please.\n" for i in range(n // 34))),
    "rule": ("a.md", lambda n: "# T\n**Ann:** hi\n" + "- " * (n // 2) + "x\n**Bob:** Click\n"),
    "brackets": ("a.txt", lambda n: _TURNS + "(" * n + "\n"),
    "nouns": ("a.txt", lambda n: _TURNS + "pin password code " * (n // 18) + "\n"),
    "shortest": ("a.txt", lambda n: "".join(f"P{i}: a\n" for i in range(n // 10))),
    "names": ("a.txt", lambda n: "Ann: Hi. Bob: Go. " * (n // 18)),
    "clocks": ("a.txt", lambda n: "".join(f"[0:{i // 60 % 60:02}:{i % 60:02}] click " for i in range(n // 16))),
    "capitals": ("a.txt", lambda n: _TURNS + "A." * (n // 2) + "\n"),
    "columns": (
        "a.csv",
        lambda n: "start,speaker,text\n" + "".join(f"{i},Ann{i},Click Save\n" for i in range(n // 24)),
    ),
    "chapters": ("a.txt", lambda n: "".join(f"{i // 60}:{i % 60:02} Chapter {i}\n" for i in range(n // 18))),
    "parts": (
        "a.eml",
        lambda n: (
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\nContent-Type: text/plain\n\nHi\n" * (n // 36)
            + "--b--\n"
        ),
    ),
    "jsonwords": (
        "a.json",
        lambda n: json.dumps(
            {"words": [{"word": "a", "start": i, "end": i, "speaker": str(i)} for i in range(n // 52)]}
        ),
    ),
    "spans": (
        "a.ttml",
        lambda n: (
            '<tt xmlns="x"><body><div><p begin="1s" end="2s">' + "<span>a</span>" * (n // 14) + "</p></div></body></tt>"
        ),
    ),
    "controls": ("a.rtf", lambda n: "{\\rtf1 " + "\\b " * (n // 3) + "Hi}"),
    "attributes": ("a.html", lambda n: "<html><body><p " + "a=b " * (n // 4) + ">Hi</p></body></html>"),
}
"""By what it repeats: the file's name, and its text of about so many characters."""
