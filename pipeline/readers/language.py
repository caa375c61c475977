"""Which language a text is in, by its script and by the small words that every sentence needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SAMPLE_CHARACTERS = 40_000
"""This many characters are read."""

_STOPWORDS = {
    "en": "the and to of is you that it we this for are on with so have in what but can i'm it's just was i my then",
    "de": "der die und ist das nicht wir ich ein eine zu den mit auch auf dann sie haben hier noch dass wird so kann",
    "fr": "le la les et est de que des vous un une pas pour nous on dans je qui ça c'est sur avec mais du",
    "es": "el la los que de y en un una es por para con se las no lo como su pero más esto aquí vamos está",
    "pt": "o que de e não um uma para em com os do da se você é eu na no mais isso está aqui como então",
    "it": "il che di e la un una per non è sono con del della i le si ma come questo qui più anche abbiamo gli",
    "nl": "de het een en van is dat niet je we ik op te zijn voor met die er ook maar naar dit hebben kunnen",
    "sv": "och att det är som en på jag vi inte för med har den av till kan så ett om du här men från",
    "da": "og at det er som en på jeg vi ikke for med har den af til kan så et om du her men fra hvad",
    "nb": "og at det er som en på jeg vi ikke for med har den av til kan så et om du her men fra hva",
    "fi": "ja on ei se että niin me hän mutta tämä kun ole voi nyt siis sitten myös kuin tai jos joka ovat minä",
    "pl": "i w nie na to się że z jest do jak co po ale tak za od może być tego już tutaj mamy czy przez",
    "cs": "a se na je to že v jsem tak ale jako si co pro by jsou nebo když tady takže můžeme jak ještě která",
    "sk": "a sa na je to že v som tak ale ako si čo pre by sú alebo keď tu takže môžeme ešte ktorá",
    "hu": "a az és hogy nem is egy ez van meg de azt csak itt már ha vagy akkor most lesz mert még",
    "ro": "și de la în cu nu este că o un pe să care pentru sunt ce mai din avem acum dar aici fi",
    "tr": "ve bir bu da de için ne ile olarak var çok daha ama gibi şimdi olan burada şu sonra değil ben"
    " bugün önce yeni nasıl siz biz en kadar mi ya onu bunu ise",
    "id": "yang dan di ini itu untuk dengan tidak ada kita dari akan pada bisa kami saya ke adalah juga atau",
    "vi": "là và của có không cho các một những này được trong người chúng ta với thì đã sẽ khi để cái ở",
}
_INSTRUCTING = {
    "en": "click choose press type",
    "de": "klicken klick klicke öffnen öffne wählen wähle drücken drücke geben gib",
    "fr": "cliquez ouvrez choisissez sélectionnez appuyez entrez saisissez",
    "es": "haz haga clic abre abra elige elija pulsa pulse escribe seleccione selecciona",
    "pt": "clique abra digite selecione pressione escolha",
    "it": "apri aprite clicca cliccate scegli scegliete premi premete seleziona inserisci",
    "nl": "klik kies druk selecteer ga",
    "sv": "klicka välj öppna tryck skriv",
    "pl": "kliknij wybierz otwórz wpisz naciśnij przejdź",
    "cs": "klikněte vyberte otevřete zadejte stiskněte",
    "tr": "tıklayın seçin açın girin basın gidin",
}
"""The words with which instructions begin, by language code. A few instructions have almost no small words."""
_WORDS: dict[str, tuple[str, ...]] = {}
for _code, _words in (*_STOPWORDS.items(), *_INSTRUCTING.items()):
    for _word in dict.fromkeys(_words.split()):
        _WORDS[_word] = (*_WORDS.get(_word, ()), _code)

_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30fe]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
_BRIEF_GERMAN = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]+ (?:[a-zäöüß]+ ){0,4}[a-zäöüß]{3,}(?:en|ern|eln)(?=[.!]|$)")
"""A short command without small words: "Deckel öffnen."."""
_LETTERS = re.compile(r"[^\W\d_]")
_TOKENS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def detect(texts: Iterable[str]) -> str | None:
    """The ISO 639-1 code of the language of these texts. None if they are too short, or the language isn't known
    here."""
    sample, length = [], 0
    for text in texts:
        sample.append(text)
        length += len(text)
        if length > SAMPLE_CHARACTERS:
            break
    written = " ".join(sample)[:SAMPLE_CHARACTERS].replace("’", "'")
    text = written.lower()
    letters = len(_LETTERS.findall(text))
    if letters < 10:
        return None
    for code, script in _SCRIPTS:
        share = len(script.findall(text)) / letters
        if share > (0.1 if code == "ja" else 0.3):
            return _within(code, text)
    tokens = _TOKENS.findall(text)
    scores: Counter[str] = Counter()
    for word, count in Counter(tokens).items():
        for code in _WORDS.get(word, ()):
            scores[code] += count
    if not scores:
        return None
    if scores["de"] == max(scores.values()) and len(_BRIEF_GERMAN.findall(written)) * 12 >= max(24, len(tokens)):
        return "de"
    best, hits = scores.most_common(1)[0]
    if best in ("da", "nb") and abs(scores["da"] - scores["nb"]) * 50 < hits:
        best = (
            "da"
            if len(re.findall(r"\b(af|hvad|ikke noget|noget|meget|også)\b", text))
            > len(re.findall(r"\b(av|hva|noe|mye|også)\b", text))
            else "nb"
        )
    return {"nb": "no"}.get(best, best) if hits >= 3 and hits * 12 >= len(tokens) else None


def _within(code: str, text: str) -> str:
    """The language of a text in a script that several languages share; `code` is the usual one."""
    if code == "ru":
        if re.search("[іїєґ]", text):
            return "uk"
        if len(re.findall("ъ", text)) * 40 > len(text) / 10:
            return "bg"
    if code == "ar":
        if len(re.findall("[ٹڈڑےں]", text)) * 100 > len(text):
            return "ur"
        if len(re.findall("[پچژگی]", text)) * 25 > len(text):
            return "fa"
    return code
