"""Tells a secret from an ordinary word or value by how it is written."""

from __future__ import annotations

import re

_I = re.IGNORECASE
FEWEST_CHARACTERS = 5
"""Of a password with digits or marks."""
FEWEST_DIGITS, MOST_DIGITS = 3, 12
"""Of a PIN or a code."""
FEWEST_SPELLED = 3
"""A secret that is spelled has at least so many characters."""
CARD_DIGITS = (13, 19)
"""The fewest and most digits of a card number (ISO/IEC 7812)."""

NUMBER_WORDS = (
    r"zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh"
    r"|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|double|triple"
    r"|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend"
    r"|(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?(?:zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig"
    r"|achtzig|neunzig)"
    r"|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta"
    r"|setenta|ochenta|noventa|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|vingt|trente|quarante|cinquante"
    r"|soixante"
)
_SIGNS = (
    r"dash|hyphen|minus|underscore|dot|point|slash|backslash|hash|hashtag|pound sign|dollar(?: sign)?|at(?: sign)?"
    r"|ampersand|percent(?: sign)?|exclamation (?:mark|point)|question mark|plus(?: sign)?|asterisk|star|bang|tilde"
    r"|ausrufezeichen|bindestrich|unterstrich|punkt|raute|guion|guion bajo|arroba|tiret"
)
CASE = (
    r"(?:capital|upper ?case|lower ?case|small|big|(?:groß|klein)(?:e[sr]?)?|mayúscula|minúscula"
    r"|majuscule|minuscule)(?: letter)?"
)
_WORD_BY_INITIAL = rf"{CASE} [a-z],? [a-z]{{3,20}}(?=,? (?:{NUMBER_WORDS}|{_SIGNS}|\d))"
"""A word whose first letter was named: "capital T rabbit, nine"."""
_CHARACTER = rf"(?:{CASE} )?(?:[a-zäöüß]|\d{{1,4}})(?: (?:mayúscula|minúscula|majuscule|minuscule))?"
_PART = rf"(?>(?:{_WORD_BY_INITIAL}|{_CHARACTER}|{NUMBER_WORDS}|{_SIGNS}|{CASE}(?: [a-z]+)?)(?!\w))"
SPELLED = rf"{_PART}(?:(?:, ?|[- ]\s?|\s){_PART}){{{FEWEST_SPELLED - 1},60}}(?![\w'])"
"""Something spelled or dictated: "capital S, u, m, m, e, r, two zero two four"."""
DIGITS = rf"\d(?:(?:,\s|[\s-])?\d){{{FEWEST_DIGITS - 1},{MOST_DIGITS - 1}}}(?!\d|[.,:/]\d|\w)"
"""Digits, alone or in groups."""
CARD = rf"\d(?:[ -]?\d){{{CARD_DIGITS[0] - 1},{CARD_DIGITS[1] - 1}}}(?![\w-])"
TOKEN = r"[^\s,;\"“”„«»`()\[\]{}<>]{1,200}"  # noqa: S105 (a pattern)
QUOTED = r"[\"“„«`'‘]([^\"“”„«»`\n]{2,80})[\"”“»`'’]"
WORD = r"[^\W\d_]{3,40}"

_CARD_IN_FOURS = re.compile(r"[3-6]\d{3}(?:[ -]\d{4}){3}")
"""A card number in its usual groups. Of those, known test numbers have only two different digits."""

_CASED_NAMES = re.compile(
    r"(?:sha|aes|rsa|md|ipv|utf|base|oauth|http|win|x|h|mp|k|s|ec|ed|p|v|argon|office|windows|python|java|web)-?\d\w*"
    r"|\d+-?(?:bits?|digits?|chars?|characters?|bytes?|days?|hours?|minutes?|st|nd|rd|th|[kmgt]b|ms|am|pm|x)"
    r"|(?:ctrl|alt|shift|cmd|command|option|win|strg|fn)[+-]\S*|pbkdf2|bcrypt|2fa|mfa|1password|keepass\w*|[a-z]?\d{1,2}",
    _I,
)
"""Names and sizes with digits that stand beside "password" or "key" and are no secret."""
_ORDINARY_VALUE = re.compile(
    r"v?\d+(?:\.\d+)+|\d{1,2}:\d\d(?::\d\d)?(?:[ap]m)?|[$€£]?\d[\d.,]*%?|\S*@[\w-]+(?:\.[\w-]+)+|[a-z]+@[a-z-]+|https?:\S*|[^\s/]*+/[^\s/]*+/\S*"
    r"|[\w-]+(?:\.[\w-]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Za-z]+(?:_[A-Za-z]+)+|\$\S*|[*x.•-]+|[^\s\\=]*+[\\=]\S*",
)
"""A version, a time, a price, an e-mail or web address, a file, a variable, or what is masked already."""
_PLACEHOLDER = re.compile(r"^(?:your|my|some)[-_]|^example|placeholder|^changeme|x{4,}|\.\.\.|…", _I)
_ENTITY = re.compile(r"\w+['’](?:s|t|re|ll|ve|d|m)$", _I)

ORDINARY_WORDS = """
    first second third last upper lower expire
    letters letter digits numbers number characters words symbols lowercase uppercase caps a about above after
    again all already also always an and another any anything as at back be because before being below between
    blank both but by called case coming correct currently default different do does doing done each easy either
    else empty enough even ever every everything exactly fake false field fine for from gibberish going gone
    good great hard has have here hers his how i if important in incorrect info inside instead into invalid it
    its just keep key known later least less like long made maybe me mine more most much my necessary never new
    next no none not nothing now null of off ok okay old on one only optional or our ours out over own part per
    perfect personal plain please pretty private prompt public quite random rather ready really reset right safe
    same secret secure sent set short shown shy similar simple simply so some someone something somewhere soon
    still strong stuff such sure talk text that the their theirs them then there these they this those though
    through to together too true under unique until up us used useful user valid very visible was way we weak
    well what whatever when where which while who why will with within without wrong yes yet you your yours ist
    ein eine das der die nicht falsch richtig leer optional pflicht geheim sicher notwendig lang kurz
"""
_ORDINARY = frozenset(ORDINARY_WORDS.split())
"""What is said of a password with a plain word: "is wrong", "is here"."""
_ORDINARY_ENDING = re.compile(
    r"(?:ed|ing|able|ible|ive|ous|ful|less|ly|ary|ory|ional|ical|ial|ent|ant|ic|ness|tion|ment|ity|ies|ists?|"
    r"pflichtig|bar|lich|ig)$"
)


def is_strong(token: str) -> bool:
    """Whether a word can hardly be anything but a secret if a password was just named: letters with digits or marks."""
    bare = token.strip(".,;:'’‘!?")
    if len(token) < FEWEST_CHARACTERS or _is_ordinary_value(bare) or _ENTITY.fullmatch(token):
        return False
    letters, digits = any(map(str.isalpha, bare)), any(map(str.isdigit, bare))
    marks = any(char in "@#$%^&*~!?" for char in bare)
    return (letters and digits) or (marks and (letters or digits) and token.isascii())


def is_key(token: str) -> bool:
    """Whether a word has the shape of a key: long, with letters and digits."""
    bare = token.strip(".,;:'’‘!?")
    return is_strong(token) and (len(bare) >= 12 or ("-" in bare and len(bare) >= 8))


def is_recognizable(secret: str) -> bool:
    """Whether a secret can be told where nothing announces it: it is no plain word, and no number of three digits."""
    return is_strong(secret) or sum(map(str.isdigit, secret)) >= 4 or _of_words(secret)


def _of_words(secret: str) -> bool:
    """Whether it has several words, of which some aren't numbers."""
    words = re.split(r"[\s,-]+", secret)
    named = [word for word in words if len(word) > 2 and not re.fullmatch(NUMBER_WORDS, word, _I)]
    return len(words) >= 3 and len(named) >= 2


def is_plain_secret(word: str) -> bool:
    """Whether a plain word may be a password where it stands behind "the password is"."""
    low = word.lower()
    return low not in _ORDINARY and not (_ORDINARY_ENDING.search(low) and len(low) > 4)


def is_card(text: str) -> bool:
    """Whether digits are a card number by their check digit (ISO/IEC 7812-1, annex B: the Luhn algorithm)."""
    digits = [int(char) for char in text if char.isdigit()]
    grouped = bool(_CARD_IN_FOURS.fullmatch(text))
    if not CARD_DIGITS[0] <= len(digits) <= CARD_DIGITS[1] or len(set(digits)) < (2 if grouped else 3):
        return False
    doubled = [sum(divmod(2 * digit, 10)) if n % 2 else digit for n, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_ordinary_value(bare: str) -> bool:
    return bool(_CASED_NAMES.fullmatch(bare) or _ORDINARY_VALUE.fullmatch(bare) or _PLACEHOLDER.search(bare))
