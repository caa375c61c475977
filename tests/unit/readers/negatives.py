"""Makes files that nobody says aloud: chats, logs, code, tables, settings, mail, lists and the like."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

NAMES = ("Jane Doe", "John Roe", "Ann Poe", "Bo Loe", "Zoe Moe")
NICKS = ("jane", "jroe", "ann_p", "bo99", "zoe")
TYPED = (
    "are we still on for lunch",
    "yes, I'll be there in ten minutes",
    "can you send me the link",
    "here it is: https://example.com/a",
    "thanks!",
    "you need to open the settings first",
    "the build is red again",
    "lol",
    "I think we should ask them what they want",
    "so now it works, great",
    "ok see you tomorrow then",
    "did you read the mail from this morning?",
)
WORDS = ("page", "report", "menu", "user", "value", "name", "list", "file", "state", "item", "total", "index", "key")
EVENTS = (
    "connection from 10.0.0.{n} accepted",
    "job {n} was taken",
    "request took {n} ms",
    "cache miss for key user:{n}",
    "retrying after error {n}",
    "session {n} closed by peer",
)


def _clock(at: int) -> str:
    return f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}"


def _messages(chance: random.Random) -> list[tuple[int, int, str]]:
    """(seconds of the day, a person, what was typed) of some messages."""
    at, found = chance.randrange(8, 18) * 3600, []
    for _ in range(chance.randrange(8, 40)):
        at += chance.randrange(2, 400)
        found.append((at, chance.randrange(len(NAMES)), chance.choice(TYPED)))
    return found


def _chat(shape: str) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        return "\n".join(
            shape.format(name=NAMES[who], nick=NICKS[who], at=_clock(at), hm=_clock(at)[:5], day=3, text=text)
            for at, who, text in _messages(chance)
        )

    return made


def _slack(chance: random.Random) -> str:
    return json.dumps(
        [
            {"type": "message", "user": f"U0{who}", "text": text, "ts": f"17146{at}.000100"}
            for at, who, text in _messages(chance)
        ]
    )


def _discord(chance: random.Random) -> str:
    messages = [
        {"id": str(at), "timestamp": f"2026-03-16T{_clock(at)}+00:00", "content": text, "author": {"name": NICKS[who]}}
        for at, who, text in _messages(chance)
    ]
    return json.dumps({"guild": {"name": "g"}, "messages": messages})


def _telegram(chance: random.Random) -> str:
    messages = [
        {"id": at, "type": "message", "date": f"2026-03-16T{_clock(at)}", "from": NAMES[who], "text": text}
        for at, who, text in _messages(chance)
    ]
    return json.dumps({"name": "chat", "type": "personal_chat", "messages": messages})


def _log(shape: str) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        at, lines = chance.randrange(80_000), []
        for number in range(chance.randrange(10, 60)):
            at += chance.randrange(0, 5)
            level = chance.choice(["INFO", "INFO", "DEBUG", "WARN", "ERROR"])
            event = chance.choice(EVENTS).format(n=chance.randrange(900))
            lines.append(shape.format(at=_clock(at), level=level, low=level.lower(), event=event, n=number))
        return "\n".join(lines)

    return made


def _code(*lines: str) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        some = [chance.choice(lines) for _ in range(chance.randrange(12, 50))]
        return "\n".join(
            line.format(a=chance.choice(WORDS), b=chance.choice(WORDS), n=chance.randrange(99)) for line in some
        )

    return made


def _table(mark: str, *head: str) -> Callable[[random.Random], str]:
    def cell(kind: str, chance: random.Random) -> str:
        match kind.split(" ")[0].lower():
            case "name" | "user" | "agent" | "artist":
                return chance.choice(NAMES)
            case "date":
                return f"2026-03-{chance.randrange(1, 28):02}"
            case "time" | "start" | "end":
                return _clock(chance.randrange(86_000))[:5]
            case "length":
                return f"{chance.randrange(2, 6)}:{chance.randrange(60):02}"
            case "phone" | "amount" | "id" | "size" | "count":
                return str(chance.randrange(10_000))
            case _:
                return chance.choice(WORDS)

    def made(chance: random.Random) -> str:
        rows = [[cell(kind, chance) for kind in head] for _ in range(chance.randrange(6, 40))]
        return "\n".join(mark.join(row) for row in [list(head), *rows])

    return made


def _settings(shape: str) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        return "\n".join(
            shape.format(a=chance.choice(WORDS), b=chance.choice(WORDS), n=chance.randrange(9000), i=number)
            for number in range(chance.randrange(8, 40))
        )

    return made


def _json(maker: Callable[[random.Random], object]) -> Callable[[random.Random], str]:
    return lambda chance: json.dumps(maker(chance))


def _chapters(shape: str) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        at, lines = 0, []
        for number in range(chance.randrange(5, 16)):
            title = " ".join(chance.sample(WORDS, 2)).capitalize()
            lines.append(shape.format(at=_clock(at), short=_clock(at)[3:], title=title, n=number + 1))
            at += chance.randrange(100, 900)
        return "\n".join(lines)

    return made


def _cues(text: Callable[[random.Random, int], str]) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        return "WEBVTT\n\n" + "\n".join(
            f"{_clock(5 * n)}.000 --> {_clock(5 * n + 5)}.000\n{text(chance, n)}\n"
            for n in range(chance.randrange(6, 40))
        )

    return made


def _list(*lines: str) -> Callable[[random.Random], str]:
    """Lines in this order, with other words in them."""

    def made(chance: random.Random) -> str:
        return "\n".join(
            line.format(
                a=chance.choice(WORDS),
                b=chance.choice(WORDS),
                n=chance.randrange(2, 90),
                name=chance.choice(NAMES),
                at=_clock(chance.randrange(86_000))[:5],
            )
            for line in lines
        )

    return made


MADE: dict[str, Callable[[random.Random], str]] = {
    "Zoom's chat.txt": _chat("{at} From {name} to Everyone:\n\t{text}"),
    "Zoom's old chat.txt": _chat("{at}\t From  {name} : {text}"),
    "Zoom's chat with tabs.txt": _chat("{at}\t{name}:\t{text}"),
    "Slack.json": _slack,
    "Discord.json": _discord,
    "Telegram.json": _telegram,
    "Discord.txt": _chat("[16-Mar-26 {hm} PM] {nick}\n{text}\n"),
    "WhatsApp.txt": _chat("16/03/2026, {hm} - {name}: {text}"),
    "WhatsApp on a phone.txt": _chat("[16.03.26, {at}] {name}: {text}"),
    "IRC.txt": _chat("{hm} <{nick}> {text}"),
    "IRC in brackets.txt": _chat("[{at}] <{nick}> {text}"),
    "weechat.txt": _chat("2026-03-16 {at}\t{nick}\t{text}"),
    "irssi.txt": _chat("{hm} <@{nick}> {text}"),
    "Signal.txt": _chat("From: {name}\nSent: 2026-03-16 {at}\n{text}\n"),
    "Teams' chat.txt": _chat("[16.03. {hm}] {name}\n{text}\n"),
    "Twitch.txt": _chat("[2026-03-16 {at} UTC] {nick}: {text}"),
    "Skype.txt": _chat("[16/03/2026 {at}] {name}: {text}"),
    "commits.txt": _chat("* 3f2a{day}c1 {nick} {text}"),
    "standard log.txt": _log("2026-03-16 {at},120 {level} worker: {event}"),
    "log in ISO.txt": _log("2026-03-16T{at}Z {level} {event}"),
    "log with a zone.txt": _log("2026-03-16T{at}.120+01:00 [{level}] main - {event}"),
    "syslog.txt": _log("Mar 16 {at} host sshd[{n}]: {event}"),
    "access log.txt": _log('10.0.0.1 - - [16/Mar/2026:{at} +0000] "GET /{n} HTTP/1.1" 200 512'),
    "log by the clock.txt": _log("[{at}] {level}: {event}"),
    "logfmt.txt": _log('time={at} level={low} msg="{event}"'),
    "log in JSON.txt": _log('{{"time": "2026-03-16T{at}Z", "level": "{low}", "msg": "{event}"}}'),
    "dmesg.txt": _log("[ {n}.120000] usb 1-1: {event}"),
    "CI.txt": _log("{at} [main] Step {n}: {event}"),
    "Gradle.txt": _log("> Task :app:{level}{n} {event}"),
    "docker.txt": _log("web_1  | {at} {level} {event}"),
    "Windows events.txt": _log("{level}\t16.03.2026 {at}\tService\t{n}\tNone"),
    "log with times behind.txt": _log("{level} {event} ({at})"),
    "log with seconds.txt": _log("{n}s {level}: {event}"),
    "Python.txt": _code(
        "import {a}", "def {a}({b}):", "    return {a}.{b}({n})", "{a} = {b} + {n}", "class {a}:", "    # {b}"
    ),
    "JavaScript.txt": _code(
        "const {a} = {b}({n});", "function {a}() {{", "}}", "  return {a};", "// {b}", "{a}.map({b} => {n});"
    ),
    "C.txt": _code("#include <{a}.h>", "int {a}(int {b}) {{", "  return {n};", "}}", "/* {b} */"),
    "Java.txt": _code("public class {a} {{", "  private int {b} = {n};", "  return this.{a};", "}}", "  @Override"),
    "Go.txt": _code("func {a}({b} int) error {{", "\t{a} := {n}", "\treturn nil", "}}", "package {b}"),
    "Rust.txt": _code("fn {a}({b}: u32) -> u32 {{", "    let {a} = {n};", "}}", "    {a}::{b}({n});", "use {a}::{b};"),
    "Ruby.txt": _code("def {a}({b})", "  {a} = {n}", "end", "  @{b}", "require '{a}'"),
    "PHP.txt": _code("<?php", "$a_{a} = {n};", "function {b}() {{", "}}", "echo ${a};"),
    "SQL.txt": _code("SELECT {a} FROM {b}", "INSERT INTO {a} VALUES ({n});", "CREATE TABLE {b} (", ");", "-- {a}"),
    "shell.txt": _code("#!/bin/sh", 'echo "{a}"', "{a}={n}", "if [ -f {b} ]; then", "fi", "cp {a} {b}"),
    "Haskell.txt": _code("{a} :: Int -> Int", "{a} {b} = {n}", "import {b}", "  where {a} = {n}", "case {a} of"),
    "Kotlin.txt": _code("val {a} = {n}", "fun {b}() {{", "}}", "class {a}(val {b}: Int)", "// {a}"),
    "Swift.txt": _code("let {a} = {n}", "func {b}() {{", "}}", "import {a}", "struct {b} {{"),
    "CSS.txt": _code(".{a} {{", "  color: #{n};", "}}", "#{b} {{", "  margin: {n}px;"),
    "HTML.txt": _code("<div class='{a}'>", "</div>", "<p>{b}</p>", "<a href='/{a}'>{b}</a>", "<br>"),
    "Makefile.txt": _code("{a}: {b}", "\t$(CC) -o {a}", ".PHONY: {a}", "CFLAGS = -O{n}", "# {b}"),
    "assembly.txt": _code("{a}:", "  mov eax, {n}", "  jmp {b}", "  push ebx ; {a}", "  ret"),
    "diff.txt": _code("--- a/{a}", "+++ b/{a}", "@@ -{n},2 +{n},3 @@", "+{b}", "-{a}"),
    "people.csv.txt": _table(",", "Name", "Phone", "Town"),
    "shifts.txt": _table(";", "Name", "Date", "Start", "End"),
    "orders.txt": _table("\t", "Id", "Date", "User", "Amount", "State"),
    "tickets.txt": _table(",", "Id", "Date", "Time", "Agent", "State", "Subject"),
    "playlist.txt": _table(",", "Artist", "Title", "Length"),
    "call list.txt": _table(";", "Date", "Time", "Name", "Phone", "Length"),
    "files.txt": _table("|", "Name", "Size", "Date", "Kind"),
    "inventory.txt": _table("\t", "Id", "Item", "Count", "Place"),
    "keys.ini.txt": _settings("{a}_{b} = {n}"),
    "keys.txt": _settings("{a}.{b}: {n}"),
    "environment.txt": _settings("export {a}_{b}={n}"),
    "YAML.txt": _settings("- {a}: {b}\n  port: {n}"),
    "YAML with names.txt": _settings("- name: {a}\n  text: {b}\n  size: {n}"),
    "hosts.txt": _settings("10.0.0.{n} {a}-{b}.example.com"),
    "gettext.txt": _settings('msgid "{a}"\nmsgstr "{b}"\n'),
    "glossary.txt": _settings("{a} {i}: {b}"),
    "enum.txt": _settings("{a}{i} = {n}"),
    "arrows.txt": _settings("{a} -> {b}"),
    "flow.txt": _settings("{a} --> {b}: {n}"),
    "settings.json": _json(lambda c: {a: {"name": c.choice(WORDS), "value": c.randrange(99)} for a in WORDS}),
    "people.json": _json(lambda c: [{"name": name, "id": c.randrange(99), "bio": c.choice(TYPED)} for name in NAMES]),
    "events.json": _json(
        lambda c: [{"time": f"2026-03-16T{_clock(c.randrange(80_000))}Z", "event": c.choice(WORDS)} for _ in range(20)]
    ),
    "comments.json": _json(
        lambda c: {"comments": [{"user": c.choice(NICKS), "text": c.choice(TYPED)} for _ in range(20)]}
    ),
    "products.json": _json(lambda c: {"products": [{"title": w, "price": c.randrange(99)} for w in WORDS]}),
    "GeoJSON.json": _json(
        lambda c: {"features": [{"properties": {"name": w}, "geometry": [c.random()]} for w in WORDS]}
    ),
    "package.json": _json(lambda c: {"name": "a", "dependencies": {w: f"{c.randrange(9)}.0" for w in WORDS}}),
    "chapters.txt": _chapters("{at} {title}"),
    "short chapters.txt": _chapters("{short} - {title}"),
    "chapters in brackets.txt": _chapters("({short}) {title}"),
    "numbered chapters.txt": _chapters("{n}. {title} ({short})"),
    "chapters of ogg.txt": _chapters("CHAPTER{n:02}={at}.000\nCHAPTER{n:02}NAME={title}"),
    "chapters.json": _json(
        lambda c: {"version": "1.2.0", "chapters": [{"startTime": 60 * n, "title": w} for n, w in enumerate(WORDS)]}
    ),
    "thumbnails.vtt": _cues(lambda c, n: f"sprite-{n // 9}.jpg#xywh={n % 9 * 160},0,160,90"),
    "metadata.vtt": _cues(lambda c, n: json.dumps({"id": n, "slide": c.choice(WORDS), "x": c.random()})),
    "pictures.vtt": _cues(lambda c, n: f"https://example.com/thumbs/{n:04}.png"),
    "chapters.vtt": lambda c: (
        "WEBVTT\n\n"
        + "\n".join(
            f"{_clock(300 * n)}.000 --> {_clock(300 * n + 300)}.000\n{w.capitalize()}\n" for n, w in enumerate(WORDS)
        )
    ),
    "mail.txt": _list(
        "From: jane@example.com",
        "To: john@example.com",
        "Subject: The {a}",
        "Date: Mon, 16 Mar 2026 {at}:00",
        "",
        "Hi John,",
        "",
        "you need the {a} and the {b}. I've put it in the folder.",
        "",
        "Best regards",
        "Jane",
    ),
    "mail answered.txt": _list(
        "On 16 Mar 2026 at {at}, {name} wrote:",
        "> can you send the {a}?",
        "> I need it today",
        "> so that we can go on",
        "Here is the {b}.",
        "Best",
        "Ann",
    ),
    "recipe.txt": _list(
        "Pancakes",
        "",
        "Serves {n}",
        "Time: 0:{n}",
        "",
        "Ingredients",
        "- {n} g flour",
        "- {n} ml milk",
        "- 2 eggs",
        "",
        "Method",
        "1. Mix the flour and the milk.",
        "2. Fry for 2:30 on each side.",
    ),
    "shopping.txt": _list("- milk", "- {n} eggs", "- bread", "- {a}", "- {b}", "- butter", "- tea"),
    "README.md": _list(
        "# {a}",
        "",
        "A tool for each {b}.",
        "",
        "## Install",
        "",
        "```",
        "pip install {a}",
        "```",
        "",
        "## Usage",
        "",
        "Run `{a} --{b} {n}`.",
        "",
        "## License",
        "",
        "MIT",
    ),
    "changelog.md": _list(
        "# Changelog",
        "",
        "## 1.{n}.0 - 2026-03-16",
        "",
        "### Added",
        "",
        "- A new {a}",
        "- The {b}",
        "",
        "### Fixed",
        "",
        "- The {a}: no crash any more",
        "",
    ),
    "minutes.txt": _list(
        "Minutes",
        "Present: {name}, {name}",
        "Apologies: {name}",
        "Agenda",
        "1. The {a}: agreed",
        "2. The {b}: postponed",
        "Action items",
        "{name}: send the {a}",
        "{name}: ask for the {b}",
        "Next meeting: {at}",
    ),
    "agenda.txt": _list(
        "Agenda",
        "09:00 Welcome",
        "09:15 The {a} ({name})",
        "10:00 Break",
        "10:15 The {b} ({name})",
        "11:30 Questions",
        "12:00 Lunch",
    ),
    "timetable.txt": _list(*(f"{{at}} Line {number}: Central station" for number in range(12))),
    "tasks.txt": _list(*("- [ ] {name}: send the {a}", "- [x] {name}: read the {b}", "- [ ] {name}: {a}") * 3),
    "vote.txt": _list(*("{name}: yes", "{name}: no", "{name}: yes") * 3),
    "results.txt": _list(*("{name} {n}:{n}", "{name} 2:{n}", "{name} 1:{n}") * 3),
    "contacts.txt": _list(*("{name}: {n}-555-01{n}", "{name}: {n}-555-02{n}") * 4),
    "poem.txt": _list(
        "The {a} is on the {b},", "the {b} is on the sea,", "and all the {a} that I have", "is here with me.", ""
    ),
    "invoice.txt": _list(
        "Invoice no. {n}",
        "Bill to: {name}",
        "{n} x {a}   12.00",
        "{n} x {b}   8.00",
        "Subtotal 20.00",
        "VAT 3.80",
        "Total 23.80",
        "Please pay within 14 days.",
    ),
    "traceback.txt": _list(
        "Traceback (most recent call last):",
        '  File "{a}.py", line {n}, in <module>',
        "    {b}()",
        "ValueError: no {a}",
    ),
    "quiz.txt": _list(
        "1. What is a {a}?", "a) a {b}", "b) a menu", "c) a page", "2. What is a {b}?", "a) one", "b) two", "c) no"
    ),
    "feed.xml": lambda c: (
        "<rss><channel>"
        + "".join(
            f"<item><title>{w}</title><author>{c.choice(NAMES)}</author><pubDate>{c.randrange(9)}</pubDate></item>"
            for w in WORDS
        )
        + "</channel></rss>"
    ),
    "log.xml": lambda c: (
        "<log>"
        + "".join(f'<e level="INFO" time="{_clock(n)}">{c.choice(EVENTS).format(n=n)}</e>' for n in range(20))
        + "</log>"
    ),
    "chat.xml": lambda c: (
        "<chat>"
        + "".join(
            f'<message sender="{NICKS[w]}" time="2026-03-16T{_clock(at)}">{text}</message>'
            for at, w, text in _messages(c)
        )
        + "</chat>"
    ),
    "pom.xml": lambda c: (
        "<project>"
        + "".join(f"<dependency><name>{w}</name><version>{c.randrange(9)}</version></dependency>" for w in WORDS)
        + "</project>"
    ),
    "drawing.svg.xml": lambda c: (
        "<svg>" + "".join(f'<rect x="{c.randrange(99)}" name="{w}"/><text x="1">{w}</text>' for w in WORDS) + "</svg>"
    ),
}
"""For each kind, what makes a file of it from a source of chance. The key ends like the file's name."""
