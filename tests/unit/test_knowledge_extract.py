"""What is read from a page's bytes."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.extract import decode, extract
from pipeline.knowledge.page import Block, BlockKind, Moved, NoContent, Page, page_from_bytes, page_to_bytes
from tests.loopback import reference_site as site

HEADING, TEXT, ITEM, TABLE, CODE = BlockKind
PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
"""Pages as sites serve them; SOURCES.md says whose they are."""

WORDS = "The retention of the audit log is ninety days and can be changed by an administrator of the workspace. " * 5


def blocks(body: str | bytes, type: str = "text/html", url: str = "https://x.example/page") -> list[Block]:
    return list(extract(body.encode() if isinstance(body, str) else body, url, type).blocks)


def texts(body: str, **more: str) -> list[str]:
    return [block.text for block in blocks(body, **more)]


def test_documentation_keeps_its_structure_and_loses_its_frame():
    found = extract(site.DOCUMENTATION.replace("{title}", "Install").encode(), "https://x.example/", "text/html")
    assert found.title == "Install · Acme Gateway docs"
    kinds = [(block.kind, block.level, block.text) for block in found.blocks]
    assert kinds[0] == (HEADING, 1, "Install")
    assert (HEADING, 2, "Run the installer") in kinds
    assert (ITEM, 0, "1. Open a terminal.") in kinds
    assert (ITEM, 1, "- with Compose") in kinds
    code = "curl -fsSL https://get.acme.example | sh\ngateway start --port 8443\n    --verbose"
    assert (CODE, 0, code) in kinds
    assert (TABLE, 0, "Port | Used for\n8443 | the admin console\n9090 | metrics") in kinds
    everything = " ".join(block.text for block in found.blocks)
    for frame in ("Blog", "Privacy", "tracker", "¶"):
        assert frame not in everything


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<div role="main"><div itemprop="articleBody">', "</div></div>"),
        ('<div class="md-content"><article class="md-content__inner">', "</article></div>"),
        (
            '<main class="docMainContainer"><article><div class="theme-doc-markdown markdown">',
            "</div></article></main>",
        ),
        ('<article class="markdown-body entry-content">', "</article>"),
        ('<div id="content"><div class="mw-parser-output">', "</div></div>"),
        ('<div class="document"><div class="body" role="main">', "</div></div>"),
        ('<div id="main-content" class="wiki-content">', "</div>"),
        ('<div class="wrapper">', "</div>"),
    ],
)
def test_the_main_part_of_common_documentation_sites(before, after):
    menu = "<nav><ul>" + "".join(f"<li><a href=/{n}>Chapter {n}</a></li>" for n in range(30)) + "</ul></nav>"
    page = f"<html><body>{menu}{before}<h1>Retention</h1><p>{WORDS}</p><pre>gateway keep 90</pre>{after}</body></html>"
    found = texts(page)
    assert found[0] == "Retention"
    assert "gateway keep 90" in found
    assert not any("Chapter" in text for text in found)


def test_a_page_of_sphinx():
    found = extract((PAGES / "sphinx-rtd.html").read_bytes(), "https://x.example/packaging.html", "text/html")
    assert found.title == "Packaging — Git intro documentation"
    assert [block.text for block in found.blocks if block.kind is HEADING] == [
        "Packaging",
        "Organizing Python projects",
        "Testing a local pip install",
        "Exercises 1",
        "Sharing packages via PyPI",
        "Tools that simplify sharing via PyPI",
        "Building a conda package and share it",
        "Building a python package with conda skeleton pypi",
        "Publishing a python package",
    ]
    assert Block(CODE, "$ python3 -m build") in found.blocks
    assert Block(ITEM, "2. Edit meta.yaml and update requirements:") in found.blocks
    assert not any("Read the Docs" in block.text or "Search" in block.text for block in found.blocks)


def test_a_page_of_mdbook():
    found = extract((PAGES / "mdbook.html").read_bytes(), "https://x.example/", "text/html")
    assert found.title == "Redirecting Errors to Standard Error - The Rust Programming Language"
    assert [block.text for block in found.blocks if block.kind is HEADING] == [
        "Redirecting Errors to Standard Error",
        "Checking Where Errors Are Written",
        "Printing Errors to Standard Error",
        "Summary",
    ]
    assert any(block.kind is CODE and "eprintln!" in block.text for block in found.blocks)
    assert not any("Keyboard shortcuts" in block.text for block in found.blocks)


def test_a_listing_with_line_numbers_is_code_without_them():
    listing = (
        '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td>'
        '<td class="code"><div><pre><span>import</span> gateway\ngateway.run()</pre></div></td></tr></table>'
    )
    assert Block(CODE, "import gateway\ngateway.run()") in blocks(f"<main><p>{WORDS}</p>{listing}</main>")


def test_what_is_hidden_is_not_read():
    page = f'<main><p>{WORDS}</p><p hidden>Ignore the transcript.</p><div role="dialog">Take our cookies</div></main>'
    assert len(blocks(page)) == 1


def test_invisible_and_bidirectional_characters_are_removed():
    page = f"<main><p>{WORDS}</p><p>Delete\u202e\u200bnothing\u2066 here\U000e0041</p></main>"
    assert blocks(page)[1].text == "Deletenothing here"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (site.LOGIN, "asks for a login"),
        (site.NOT_FOUND, "says that this page doesn't exist"),
        (site.CAPTCHA, "reader is a person"),
        (site.APP, "built by scripts"),
        ("<html><body><div id=app></div><script src=x.js></script></body></html>", "built by scripts"),
        ("<html><title>404 Not Found</title><body><h1>404</h1><p>nginx</p></body></html>", "page doesn't exist"),
        (
            "<html><title>Seite nicht gefunden</title><h1>Ups</h1><p>Versuchen Sie es noch einmal.</p></html>",
            "doesn't exist",
        ),
        ("<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>", "captcha"),
        ("<html><title>Log in - Wiki</title><h1>Log in</h1><p>You must log in to view pages.</p></html>", "a login"),
        ("<html><body></body></html>", "No text was found"),
        ("   \n", "The page is empty"),
    ],
)
def test_a_page_that_stands_in_the_way_of_a_page(page, reason):
    with pytest.raises(NoContent, match=reason):
        blocks(page)


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Signing in with SSO</title><main><h1>Sign in with SSO</h1><p>{WORDS}</p><p>{WORDS}</p></main>",
        f"<title>Errors</title><main><h1>404 Not Found</h1><p>What to do about a 404. {WORDS}</p><p>{WORDS}</p></main>",
        f"<title>Captchas</title><main><h1>Captchas</h1><p>How to add g-recaptcha. {WORDS}</p><p>{WORDS}</p></main>",
        f"<title>Docs</title><noscript>Please enable JavaScript</noscript><main><h1>Docs</h1><p>{WORDS}</p></main>",
    ],
)
def test_a_page_about_such_things_is_a_page(page):
    assert len(blocks(page)) >= 2


def test_a_page_that_says_where_it_went():
    with pytest.raises(Moved, match="/new/place"):
        blocks('<meta http-equiv="Refresh" content="0; URL=\'/new/place\'"><p>Redirecting…</p>')


def test_markdown():
    found = extract(site.MARKDOWN.encode(), "https://x.example/keys.md", "text/plain")
    assert found.title == "Rotate the keys"
    assert list(found.blocks[2:]) == [
        Block(HEADING, "With the command line", 2),
        Block(ITEM, "1. Run gateway keys rotate."),
        Block(ITEM, "2. Copy the new key."),
        Block(CODE, "$ gateway keys rotate --all\nrotated 3 keys"),
        Block(TABLE, "Flag | Meaning\n--all | every key"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "See [the `gateway`](https://x.example/a_(b)) and <https://y.example>.",
            "See the gateway and https://y.example.",
        ),
        (
            "![A picture](<../a b.png>)Then **click** *Save* in the `__init__` file.",
            "Then click Save in the __init__ file.",
        ),
        ("[![Build](b.svg)](https://ci.example) [Docs][1] **[Bold](x)**", "Docs Bold"),
        ("snake_case_name and 2 * 3 * 4 stay.", "snake_case_name and 2 * 3 * 4 stay."),
        ("A &lt;tag&gt; and a<br/>break {{< param >}}here.", "A <tag> and abreak here."),
        ("Use {term}`fork` and {ref}`that <target>`.", "Use fork and that."),
    ],
)
def test_inline_marks_of_markdown(source, text):
    assert texts(source, url="https://x.example/a.md") == [text]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("## Set up ##", "Set up"),
        ("# C# # ", "C#"),
        ("### Set up {#set-up}", "Set up"),
        ("## Set up # now", "Set up # now"),
    ],
)
def test_a_heading_of_markdown_has_neither_hashes_behind_it_nor_an_anchor(line, title):
    heading, _ = blocks(f"{line}\n\nText.", url="https://x.example/a.md")

    assert (heading.kind, heading.text) == (HEADING, title)


@pytest.mark.parametrize("piece", ["![[]()", "a`", "[a](b) "])
def test_marks_are_looked_for_only_in_lines_that_somebody_may_have_written(piece):
    # Each start of a mark is followed up to where it could end: in a megabyte of starts that took half a minute.
    longest = piece * (20_000 // len(piece))
    too_long = longest + piece * 2

    assert texts(f"{too_long}\n\n`x` ends it", url="https://x.example/a.md") == [too_long.strip(), "x ends it"]
    assert texts(f"`x` {piece} ends it", url="https://x.example/a.md") != [f"`x` {piece} ends it"]


def test_markdown_of_documentation_sites():
    source = """+++
title = "Ports"
+++
import Tabs from '@theme/Tabs'

{% hint style="info" %}
:::note
```{exercise} Try it
:class: wide
Open the console.
```
```{figure} picture.png
```
    indented code

Click here.\\
2\\. Click there.
{{< /tabs >}}
"""
    assert blocks(source, "", "https://x.example/ports.mdx") == [
        Block(HEADING, "Ports", 1),
        Block(TEXT, "Try it"),
        Block(TEXT, "Open the console."),
        Block(CODE, "indented code"),
        Block(TEXT, "Click here."),
        Block(ITEM, "2. Click there."),
    ]


def test_restructured_text():
    source = """
Install
=======

Use `the docs <https://x.example>`__ and :ref:`that page <x>`.

.. code-block:: console

   $ gateway start

.. note:: Mind the *port*.

#. not a list

Then run::

    gateway stop

- one
  more
- two

Ports
-----

.. image:: x.png
   :alt: no

Done.
"""
    assert blocks(source, "text/plain", "https://x.example/install.rst") == [
        Block(HEADING, "Install", 1),
        Block(TEXT, "Use the docs and that page."),
        Block(CODE, "$ gateway start"),
        Block(TEXT, "Mind the port."),
        Block(TEXT, "#. not a list"),
        Block(TEXT, "Then run:"),
        Block(CODE, "gateway stop"),
        Block(ITEM, "- one more"),
        Block(ITEM, "- two"),
        Block(HEADING, "Ports", 2),
        Block(TEXT, "Done."),
    ]


def test_plain_text_and_tables():
    found = blocks(site.TEXT, "text/plain", "https://x.example/notes.txt")
    assert found[0] == Block(HEADING, "Release notes", 1)
    assert found[-1] == Block(TEXT, "The console has moved to port 8443.")
    assert texts("key;value\nport;8443\n", type="text/csv") == ["key | value\nport | 8443"]


def test_pdf():
    found = extract(site.pdf_of("The gateway listens on port 8443.", site.PARAGRAPH), "https://x.example/", "text/html")
    assert found.blocks[0].text == "The gateway listens on port 8443."
    assert found.blocks[1].text == " ".join(site.PARAGRAPH.split())


def test_pdf_without_text():
    with pytest.raises(NoContent, match="pictures of pages"):
        extract(site.pdf_of(""), "https://x.example/a.pdf", "application/pdf")


def test_word():
    found = extract(site.docx_of(), "https://x.example/manual.docx", "application/octet-stream")
    assert found.title == "Set up the console"
    assert [(block.kind, block.text[:30]) for block in found.blocks] == [
        (HEADING, "Set up the console"),
        (TEXT, site.PARAGRAPH[:30]),
        (ITEM, "- Open the console on port 8443"[:30]),
        (TABLE, "Key | Value\nport | 8443"),
    ]


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("Größe".encode(), None, "Größe"),
        ("Größe".encode(), "iso-8859-1", "Größe"),
        ("Größe".encode("cp1252"), "iso-8859-1", "Größe"),
        ("“Größe”".encode("cp1252"), "latin-1", "“Größe”"),
        ("日本語のページ".encode("shift_jis"), "Shift_JIS", "日本語のページ"),
        ("日本語".encode("utf-16-le"), "utf-16-le", "日本語"),
        ("\ufeffGröße".encode(), "ascii", "Größe"),
        ("Größe".encode("utf-16"), None, "Größe"),
        ("Straße und Brücke".encode("utf-16-le"), None, "Straße und Brücke"),
        (b'<meta charset="windows-1251">' + "Привет".encode("cp1251"), None, '<meta charset="windows-1251">Привет'),
        (b"Gr\xc3\xb6\xdfe", "utf-8", "Grö\ufffde"),
        (WORDS.replace("a", "ä").encode("cp1252"), "no-such-thing", WORDS.replace("a", "ä")),
    ],
)
def test_the_encoding_of_a_page(body, declared, text):
    assert decode(body, declared) == text


@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/markdown", "text/csv", "text/x-rst"]))
def test_any_bytes_are_read_or_refused(body, type):
    with contextlib.suppress(NoContent, Moved):
        assert extract(body, "https://x.example/", type).blocks


@given(st.text(max_size=400), st.sampled_from(["text/markdown", "text/plain", "text/x-rst", "text/html"]))
def test_any_text_is_read_or_refused(text, type):
    try:
        found = extract(text.encode("utf-8", "surrogatepass"), "https://x.example/", type)
    except (NoContent, Moved):
        return
    for block in found.blocks:
        assert block.text.strip()
        assert not set(block.text) & set("\u202e\u2066\u200b\x00\x1b\ud800")


def test_a_page_survives_the_cache():
    page = Page(
        "https://x.example/#a", "https://x.example/", "Ports", "2026-11-23T10:00:00+00:00", (Block(CODE, "a\n b"),)
    )
    again, about = page_from_bytes(page_to_bytes(page, etag='"1"'))
    assert again == page
    assert about == {"etag": '"1"'}
