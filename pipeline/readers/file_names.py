"""How tools and computers name files: the dates, ids and words that they add, and the words that they join."""

from __future__ import annotations

import re

from pipeline.readers.file_name_words import ALONE, BY_TOOLS, KINDS, PARTICLES, folded

_I = re.IGNORECASE

_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli"
    r"|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CLOCK = r"\d{1,2}[-_.:h ]\d{2}(?:[-_.: ]\d{2})?(?: ?[ap]\.?m\.?\b)?"
_ZONE = (
    r"(?: ?(?:UTC|GMT|Z|(?:[A-Z]{2})?E?[SD]T|CES?T|MES?Z|WES?T|EES?T|BST|IST|PST|PDT)(?: ?[+-]\d{1,2}(?::?\d{2})?)?"
    r"(?![a-z]))?"
)
_AT = r"(?:[ ,T_-]*+(?:at|um|à|a las|alle|om|às)? *)"
_DATE = (
    r"(?:(?:19|20)\d{2}[-_./ ]\d{1,2}[-_./ ]\d{1,2}|\d{1,2}[-_./]\d{1,2}[-_./](?:19|20)?\d{2}"
    rf"|(?:{_DAY}[,_]? )?{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?[,_]? (?:19|20)\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}\.?,? (?:19|20)\d{{2}})"
)
_DATES = (
    # 20260513 140012, GMT20260114-160134, 20260624 015702UTC, 20260513 1400-1
    re.compile(rf"(?<![^\W\d_])(?:GMT)?(?:19|20)\d{{6}}[-_ T]*\d{{4,9}}(?:-\d\b)?{_ZONE}(?!\d)", _I),
    re.compile(r"(?<![^\W\d_])(?:GMT)?(?:19|20)\d{6}(?!\d)", _I),
    re.compile(r"\b\d{6}[-_ ]\d{6}\b"),
    re.compile(rf"(?<!\d){_DATE}(?:{_AT}{_CLOCK})?{_ZONE}(?!\d)", _I),
)
_IDS = (
    re.compile(r"\[(?=[\w-]*\d|[\w-]*[A-Z])[\w-]{8,15}\]"),  # yt-dlp: "Title [dQw4w9WgXcQ]"
    re.compile(
        r"(?:^(?:youtube|yt)_|^|-)(?=[\w-]{0,10}\d)(?=[\w-]{0,10}[A-Z])(?=[\w-]{0,10}[a-z])[A-Za-z0-9_-]{11}$"
    ),  # youtube-dl
    re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", _I),
    re.compile(r"(?<![^\W_])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}(?![^\W_])", _I),
    re.compile(r"(?<!\d)\d{9,}(?!\d)"),
    re.compile(
        r"^(?:meet[. ]google[. ]com[-_/ ]*)?[a-z]{3}-[a-z]{4}-[a-z]{3}(?=$|[ _(])"
    ),  # the code of a call in Google Meet
    re.compile(r"(?<![^\W_])\d{3,4}(?:x\d{3,4}|p)(?![^\W_])", _I),
    re.compile(r"\b(?:AUD|PTT|VID|IMG)[-_ ]?\d{8}[-_ ]WA\d+", _I),
)

_LANGUAGE_NAME = (
    r"(?:english|german|deutsch|french|français|spanish|español|italian|italiano|portuguese|português|dutch"
    r"|polish|japanese|chinese|korean|russian)"
)
_LANGUAGE = rf"{_LANGUAGE_NAME}(?: ?\([^()]{{2,30}}\))?"
_BY_MACHINE = (
    r"\(?(?:auto[- ]?generated|automatisch (?:erzeugt|erstellt)|générés? automatiquement|generados? automáticamente"
    r"|auto)\)?"
)
_RECORDING = (
    r"(?:(?:meeting|call|audio|video|screen|voice|zoom|teams|webex) )?(?:recording|transcript(?:ion)?|captions?"
    r"|subtitles?)"
    r"|(?:besprechungs|bildschirm|video|audio)?(?:aufzeichnung|aufnahme|mitschrift|transkript)"
    r"|besprechungs-?transkript"
    r"|(?:enregistrement|transcription)(?: de la réunion)?|(?:grabación|transcripción)(?: de la reunión)?"
    r"|(?:registrazione|trascrizione)(?: della riunione)?|(?:gravação|transcrição)(?: da reunião)?"
    r"|notes by gemini|notizen von gemini|notes de gemini|notas de gemini|transcribed|notes|notizen|srt|vtt|subs"
)
_NUMBER = r"(?:v(?:er(?:sion)?)?\.? ?\d++(?:\.\d++){0,6}|rev ?(?:\d++|[A-Z]\b)|fassung ?\d++)"
_STATE = (
    r"(?:(?:really|real|very) ?final|final\d*+|draft|wip|entwurf|brouillon|borrador"
    r"|edited|edit|clean(?:ed)?|raw|corrected|reviewed|approved"
    r"|korrigiert|corrigé|corregido|definitivo|endgültig)"
)
_UNFINISHED = r"(?:(?:rough |first )?draft|wip|final|edited|entwurf|brouillon|borrador)"
_VERSION = rf"(?:{_STATE}|{_NUMBER})"
_LEADING = rf"(?:{_UNFINISHED}|{_NUMBER}|\(\d{{1,3}}\))"
_QUALITY = (
    r"(?:[48]k|(?:full[ -]?)?hd|uhd|hq|\d{2,3} ?fps|\d{3,4}p|h\.?26[45]|x26[45]|hevc|av1|vp9|aac|mp[34]"
    r"|\d{2,3} ?k(?:bps|bit)?|youtube)"
)
_DOWNLOADERS = (
    r"(?:yt[15]s|y2mate|savetube|save tube|ssyoutube|snapsave|savefrom|keepvid|downsub|subtitletools|subtitle tools"
    r"|9convert|ytmp3|x2download|10downloader|tubidy|notube|loader|yt-?download|youtubetranscript|tactiq)"
)
_COPY = r"(?:copy|kopie|copie|copia|cópia)"
_CODE = r"(?:eng|deu|ger|fra|spa|ita|en|de|fr|es|it|pt|nl|pl|ja)(?:[-_ ]{1,3}(?:US|GB|DE|FR|ES|MX|BR))?"
_BEHIND = (
    # After a sign that separates it from the title.
    rf"\s*[-–—|,_]\s*(?:{_RECORDING}|{_LANGUAGE}(?: {_BY_MACHINE})?|loom|youtube|rev(?:[ ._]+com)?"
    rf"|otter(?:[ ._]+ai)?|compiled"
    rf"|synced|raw|audio only|{_VERSION}(?:[ _]++\d++)?|{_COPY}|{_CODE})(?: ?\(?\d+\)?)?",
    # After a space only, if it can't be a part of the title.
    rf"\s+\(?{_BY_MACHINE}\)(?:[ -]\d+)?|\s*\[{_BY_MACHINE}\]",
    # With its region: "(English (United States))". "How to say it (English)" may be a title.
    rf"\s*\({_LANGUAGE_NAME} ?\([^()]{{2,30}}\)\)",
    rf"\s*\((?:transcribed\b[^()]{{0,100}}|with (?:captions|subtitles)|subtitled)\)|\s*\[{_LANGUAGE}\]|\.{_LANGUAGE}",
    rf"\s+transcript {_STATE}|~\d+|\.(?:mp[34]|m4a|wav|webm|mov|mkv)",
    rf"\s+(?:transcript|transkript|{_LANGUAGE} {_BY_MACHINE}|{_COPY} \d+|\({_COPY}(?: \d+)?\)|\({_VERSION}\)"
    rf"|v\d+(?:\.\d+)*)",
    r"\s+(?-i:FINAL|DRAFT|CLEAN|EDITED|RAW)",
    r"\s*\(\d+\)",
    # A state with its number: "final v3", "draft 2"; and what a video is, or how large.
    rf"(?<! a)(?<! an)(?<!the)(?<!der)(?<!den)\s+{_STATE}[ _-]++(?:{_NUMBER}|\(\d+\)|\d+$)",
    rf"\s*[(\[][ ,]*+(?>{_QUALITY}[ ,]*)+[)\]]",
    rf"\s*[-–—|,_]\s*{_QUALITY}(?>[ ,]{{1,3}}{_QUALITY}){{0,4}}",
    r"\s*\((?:official|full|complete) (?:hd )?(?:music )?video\)",
    r"\s*[-–—|]\s*(?:loom free screen[\w &]{0,40}|watch video)",
    r"\s*\[[^\[\]]*\.(?:com|net|org)\]",
)
ADDED_BEHIND = re.compile(rf"(?<!\s)(?:{'|'.join(_BEHIND)})\s*$", _I)
"""What comes after a title and isn't a part of it."""
ADDED_BEFORE = re.compile(
    rf"^(?:(?:copy of|kopie von|copie de|copia de|copia di|kopie van|cópia de) |\[?{_LANGUAGE} {_BY_MACHINE}\]? |"
    rf"\[{_LANGUAGE}\] (?=\S)|"
    rf"(?:www\.)?{_DOWNLOADERS}\.[a-z]{{2,4}} ?[-–—|_ ] ?|(?>[\w-]{{1,40}}\.)+(?:com|net|org|io|app) [-–—|] "
    r"|\[[\w .-]{1,40}\.(?:com|net|org|io|app)\] |riverside\s*_\s*(?=\S)|(?:audio|meeting) transcript\b[ _-]+"
    rf"|(?:{_LEADING}[ _-]++){{2,}}(?!(?:of|von|de|du)\b)(?=\S)|\(\d{{1,3}}\) (?=\S)"
    rf"|[(\[]{_LEADING}[)\]][ _-]++(?=\S)|{_UNFINISHED} [-–—|:_] (?=\S)"
    r"|(?-i:DRAFT|FINAL|WIP|OLD)[ _-]++(?=(?-i:.*[a-zß-ÿ]))"
    r"|\d{1,3} [-–—] |0\d{1,2} _ |transcribed _ |loom \| |📝 ?)",
    _I,
)
"""What comes before a title and isn't a part of it."""
_ABOUT_CAPTIONS = re.compile(
    r"^(?:how|add|set|turn|use|enable|create|write|make|show|edit|export|import|download|start|stop|record"
    r"|switch|the)\b",
    _I,
)
"""The beginning of a title that may end with "captions" or "recording"."""

_ITEM_NUMBER = re.compile(
    r"(?!(?:ISO|IEC|DIN|EN|RFC|IEEE|ANSI)\b)[A-Z]{2,6}[- ]?\d{2,}|(?:[A-Z]{1,3}|[a-z]{1,3}|[A-Z][a-z]{1,2})\d{2,}"
)
"""The number of a ticket, a procedure or a recording: "SOP-017", "INC0012345", "rec001". Numbers of standards say what
the recording is about."""
_ONE_LETTER = re.compile(r"(?>(.)\1*)(?: ?[-#.]? ?\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_WITHOUT_SPACES = re.compile("会議|録画|文字起こし|录制|会议|회의|녹화")
"""The same in scripts that have no spaces between words."""
_TOLD = re.compile(
    r"(?:how to|wie man|cómo|como|comment) (?=\S+ \S)"
    r"|(?:clean|copy|cut|download|edit|export|paste|save|share|test|view) (?:an?|the|your) (?=\S)",
    re.I,
)
"""The beginning of what somebody is told to do, whatever words follow."""
_FINAL_CUT = re.compile(r"\bfinal cut pro\b", re.I)
_ABBREVIATIONS = (
    "2FA API AWS BIOS CAD CLI CNC CO2 CPU CRM CSS CSV DNS DVD ERP FAQ FTP GPS GPU GUI HDMI HR HTML HTTP HTTPS "
    "IDE IP JSON LAN LED MFA NAS NFC PC PCB PDF PDFs QR RAM SAP SDK SQL SSD SSH SSL SSO TLS TV UEFI UI URL USB "
    "VLAN VPN WLAN XML YAML"
)
_SPELLED = {word.lower(): word for word in _ABBREVIATIONS.split()}
"""Abbreviations as they are spelled, by their form in lower case. "IT" isn't one of them, since "it" is a word, too."""
_NUMBERED = re.compile(r"(?<![^\W_])(?!oauth)([^\W\d_]{5,})(\d{1,2})(?![^\W_])", re.I)
"""A name with its number: "apollo13", "windows11"."""
_TELLING = re.compile(r"[^\W\d_]{2}|[^\x00-\x7f]{2}")
_SOMEBODYS = re.compile(r"^[^\W\d_][\w .-]{0,60}?(?:['’]s|s['’])(?=\s|$)")
_ROOM = re.compile(
    r"^.{1,60}(?:'s|’s) (?:zoom|webex|teams|personal)?\s?(?:meeting|personal room|room)(?: room)?$"
    r"|^personal (?:meeting )?room$",
    _I,
)
_PRODUCTS = (
    "GitHub GitLab YouTube PowerPoint OneNote OneDrive SharePoint LinkedIn WordPress JavaScript TypeScript "
    "PostgreSQL MySQL "
    "DevOps DevTools PayPal QuickBooks LibreOffice OpenOffice WhatsApp FaceTime BitLocker ServiceNow HubSpot "
    "MongoDB GraphQL "
    "macOS iOS iPadOS iPhone iPad iCloud iMovie eBay OAuth OpenAI ChatGPT VSCode AutoCAD SolidWorks SketchUp "
    "PyCharm IntelliJ "
    "TensorFlow PyTorch NumPy DocuSign WooCommerce InDesign NixOS CentOS FreeCAD OpenShift CloudFormation "
    "BigQuery DynamoDB RabbitMQ CircleCI YubiKey VMware HyperV eSIM WiFi"
)
_PRODUCT = re.compile("|".join(sorted(_PRODUCTS.split(), key=len, reverse=True)))
_RUN_TOGETHER = re.compile(r"(?<=[a-zäöüß])(?<!\b[b-zäöüß])(?=[A-ZÄÖÜ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z]{3})(?=\d)")
"""Where words were joined. A single small letter in front belongs to a name, as in "eSign" and "mRNA", unless it is the
word "a"."""
_OWN_SPELLING = re.compile(r"\b[b-z][A-Z][a-z]{2}")
"""A name as only somebody who means it writes it: "eXport"."""


def without_ids(stem: str) -> str:
    """A file's name without its extension, the ids of videos, calls and uploads, and the size of the picture."""
    for pattern in _IDS:
        stem = pattern.sub(" ", stem)
    return stem


def without_dates(text: str) -> str:
    """A name without dates and the times next to them."""
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return text


def without_dates_at_end(title: str) -> str:
    """A title without the date at its end: "Weekly sync - 2026/05/13 14:00 CEST"."""
    for pattern in _DATES:
        for found in pattern.finditer(title):
            if not title[found.end() :].strip(" )]"):
                return title[: found.start()].rstrip(" -–—|,([")
    return title


def without_what_was_added(name: str) -> str:
    """A name without what tools and computers put before and after the title. It is removed once. Underscores have
    spaces around them."""
    name = ADDED_BEFORE.sub("", name)
    found = ADDED_BEHIND.search(name)
    if not found:
        return name
    kept = name[: found.start()]
    by_dash = found[0].lstrip()[:1] == "-" and " " not in name.strip()
    return name if by_dash and _ABOUT_CAPTIONS.match(name) else kept


def parted(stem: str) -> str:
    """Joined words as separate ones, except the names of products: "SetUpGitHubActions" becomes "Set Up GitHub
    Actions"."""
    return " ".join(_parted_word(word) for word in stem.split(" "))


def _parted_word(word: str) -> str:
    pieces: list[str] = []
    at = 0
    for product in _PRODUCT.finditer(word):
        pieces += [*_RUN_TOGETHER.split(word[at : product.start()]), product[0]]
        at = product.end()
    pieces += _RUN_TOGETHER.split(word[at:])
    if word.isupper() or not any(character.isupper() for character in word[1:]):
        return word
    return re.sub(r" ?([-.]) ?", r"\1", " ".join(piece for piece in pieces if piece))


def says_nothing(title: str) -> bool:
    """Whether a name says nothing about its contents: it is a number, somebody's, or nothing is left of it without the
    words that fit any recording."""
    if _ROOM.match(title):
        return True
    title = _SOMEBODYS.sub("", without_dates(title).replace("_", " ")).strip()
    if _ITEM_NUMBER.fullmatch(title) or _ONE_LETTER.fullmatch(title):
        return True
    if _TOLD.match(title) or _FINAL_CUT.search(title) or _OWN_SPELLING.search(title):
        return False
    words = [word for word in _WORD.findall(folded(_WITHOUT_SPACES.sub(" ", title))) if word not in PARTICLES]
    if len(words) == 1 and words[0] in ALONE:
        return True
    return all(word in BY_TOOLS or word in KINDS or not _TELLING.search(word) for word in words)


def cased(title: str) -> str:
    """A title with a capital letter first, unless it begins with a name that has its own spelling ("iOS"). A title in
    capitals becomes lower case, and abbreviations are spelled as such.

    >>> cased("apollo13 co2 adapter"), cased("iOS app signing")
    ('Apollo 13 CO2 adapter', 'iOS app signing')
    """
    if title.isupper() and title.count(" ") >= 2 and title.isascii():
        title = title.lower()
    title = " ".join(_SPELLED.get(word, word) for word in _NUMBERED.sub(r"\1 \2", title).split(" "))
    first = title.split()[0] if title.split() else ""
    if any(character.isupper() for character in first[1:]):
        return title
    return title[:1].upper() + title[1:]
