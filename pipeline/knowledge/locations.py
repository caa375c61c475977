"""Where the text of a page really is: the raw file for a page on GitHub, the export for a Google document."""

from __future__ import annotations

import re

from yarl import URL

READMES = ("README.md", "readme.md", "README.rst", "README", "README.txt")


def locations(url: URL) -> tuple[URL, ...]:
    """Addresses to try in turn for a page, the best first. The last is the page itself, unless it has no text of its
    own. They keep the page's scheme and port."""
    parts = [part for part in url.path.split("/") if part]
    match (url.host or "").removeprefix("www."):
        case "github.com":
            return _github(url, parts)
        case "gist.github.com" if len(parts) == 2:
            return (_at(url, "gist.githubusercontent.com", *parts, "raw"), url)
        case "gitlab.com" if "/-/blob/" in url.path:
            return (url.with_path(url.path.replace("/-/blob/", "/-/raw/", 1)), url)
        case "docs.google.com":
            return _google(url, parts)
    return (url,)


def _github(url: URL, parts: list[str]) -> tuple[URL, ...]:
    raw = "raw.githubusercontent.com"
    match parts:
        case [owner, repository]:
            return (*(_at(url, raw, owner, repository, "HEAD", name) for name in READMES[:3]), url)
        case [owner, repository, "blob" | "raw", ref, *path] if path:
            return (_at(url, raw, owner, repository, ref, *path), url)
        case [owner, repository, "tree", ref, *path]:
            return (*(_at(url, raw, owner, repository, ref, *path, name) for name in READMES[:2]), url)
    return (url,)


def _google(url: URL, parts: list[str]) -> tuple[URL, ...]:
    # /document/d/ID/edit, also with /a/DOMAIN and /u/0 in it. A published link has /d/e/ID/pub and is an ordinary page.
    if parts[:1] == ["a"]:
        parts = parts[2:]
    if parts[1:2] == ["u"]:
        parts = parts[:1] + parts[3:]
    match parts:
        case ["document", "d", "e", *_]:
            return (url,)
        case ["document", "d", document, *_]:
            return (_at(url, "docs.google.com", "document", "d", document, "export").with_query(format="html"),)
        case ["spreadsheets", "d", "e", document, *_]:
            return (_sheet(_at(url, "docs.google.com", "spreadsheets", "d", "e", document, "pub"), url, "output"),)
        case ["spreadsheets", "d", document, *_]:
            return (_sheet(_at(url, "docs.google.com", "spreadsheets", "d", document, "export"), url, "format"),)
        case ["presentation", "d", document, *_] if document != "e":
            return (_at(url, "docs.google.com", "presentation", "d", document, "export", "txt"),)
    return (url,)


def _sheet(export: URL, url: URL, form: str) -> URL:
    """The export of the tab that the link points to. The tab is in the query or in the fragment."""
    tab = re.search(r"gid=(\d+)", f"{url.query_string}#{url.fragment}")
    return export.with_query({form: "csv", **({"gid": tab[1]} if tab else {})})


def _at(url: URL, host: str, *parts: str) -> URL:
    return URL.build(scheme=url.scheme, host=host, port=url.explicit_port, path="/" + "/".join(parts))
