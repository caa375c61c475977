"""Reads languages without rules of their own: finds sentences that instruct, and leaves them as they were said."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline import unspaced_scripts
from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, LanguageRules, Reading, literals
from pipeline.transcript import count_words

MOST_SENTENCE_WORDS = 60
"""A longer sentence isn't read. In scripts without spaces, a character counts as a word."""
MOST_TITLE_WORDS = 8
MOST_TITLE_CHARACTERS = 20
"""The longest title in a script without spaces."""
FEWEST_UNKNOWN_WORDS = 6
"""In a language whose instructing words aren't known, only a sentence with at least this many words may instruct."""
KNOWN_WEIGHT, UNKNOWN_WEIGHT = 0.8, 0.5
"""The weight (0 to 1) of a sentence with a word that instructs, and of one in a language whose words aren't known."""

_INSTRUCTING = {
    "it": r"\b(?:clicca(?:te)?|seleziona(?:te|re)?|scegli(?:ere|ete)?|apri(?:re|te)?|inserisci|inserire"
    r"|premi|premere|vai|andate|aggiung\w+|salva(?:re|te)?|copia(?:re|te)?|dobbiamo|devi|dovete|bisogna)\b",
    "pt": r"\b(?:clique|selecione|escolha|abra|digite|pressione|vá|adicione|salve|copie|cole|instale|crie"
    r"|você (?:deve|precisa|pode|vai)|vamos|temos que)\b",
    "nl": r"\b(?:klik|selecteer|kies|open|voer|druk|ga naar|voeg|sla|kopieer|plak|installeer|maak"
    r"|je (?:moet|kunt|gaat)|u (?:moet|kunt))\b",
    "pl": r"\b(?:kliknij|wybierz|otwórz|wpisz|naciśnij|przejdź|dodaj|zapisz|skopiuj|wklej|zainstaluj|utwórz"
    r"|należy|musisz|trzeba)\b",
    "ru": r"\b(?:нажмите|нажимаем|выберите|выбираем|откройте|открываем|введите|вводим|перейдите|переходим"
    r"|добавьте|добавляем|сохраните|скопируйте|вставьте|установите|создайте|нужно|необходимо)\b",
    "ja": r"(?:してください|して下さい|クリック(?:し|する)|押し(?:て|ます)"
    r"|選択し(?:て|ます)|入力し(?:て|ます)|開いて|インストールし)",
    "zh": r"(?:点击|点选|选择|打开|输入|按下|安装|保存|复制|粘贴|點擊|選擇|打開|輸入|安裝|儲存|複製)",
    "ko": r"(?:클릭|선택하|누르|입력하|열어|설치하|저장하|복사하|하세요|하십시오)",
    "ar": r"(?:انقر|اضغط|اختر|افتح|أدخل|ادخل|احفظ|انسخ|الصق|ثبّت|قم ب)",
    "tr": r"\b(?:tıklayın|seçin|açın|girin|basın|gidin|ekleyin|kaydedin|kopyalayın|yapıştırın|yükleyin|oluşturun)\b",
    "sv": r"\b(?:klicka|välj|öppna|skriv|tryck|gå till|lägg till|spara|kopiera|klistra|installera|skapa"
    r"|du (?:ska|måste|kan))\b",
    "uk": r"\b(?:натисніть|виберіть|оберіть|відкрийте|введіть|перейдіть|додайте|збережіть|скопіюйте|вставте"
    r"|встановіть|створіть|потрібно)\b",
    "cs": r"\b(?:klikněte|vyberte|otevřete|zadejte|stiskněte|přejděte|přidejte|uložte|zkopírujte|vložte"
    r"|nainstalujte|vytvořte|musíte)\b",
}
"""Words with which people instruct, by ISO 639-1 code."""
_FORBIDDING = {
    "it": r"(?:^|[,;:.] )(?:ma )?non \w+(?:ate|ete|ite|are|ere|ire)\b|\battenzione\b",
    "pt": r"(?:^|[,;:.] )(?:mas )?(?:não|nunca) \w+(?:e|em|a|am)\b|\bcuidado\b",
    "nl": r"\b(?:nooit|let op)\b",
    "ru": r"\b(?:никогда|не \w+йте|осторожно)\b",
    "ja": r"(?:しないで|注意)",
    "zh": r"(?:不要|注意|请勿)",
}
"""Words with which people forbid or warn, by ISO 639-1 code."""


@cache
def _patterns(code: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The patterns that instruct and that forbid in a language; None if its words aren't known."""
    instructing, forbidding = _INSTRUCTING.get(code), _FORBIDDING.get(code)
    return (
        re.compile(instructing, re.IGNORECASE) if instructing else None,
        re.compile(forbidding, re.IGNORECASE) if forbidding else None,
    )


class Verbatim(LanguageRules):
    """Gives sentences back as they were said. If the words with which a language instructs aren't known, every sentence
    of 6 to 60 words may be an instruction."""

    def __init__(self, language: str) -> None:
        self._language = language

    def read(self, sentence: str) -> Reading:
        return _reading_of(self._language, sentence)

    def without_fillers(self, sentence: str) -> str:
        return sentence.strip()

    def title(self, phrase: str) -> str:
        phrase = phrase.strip().rstrip(".!?。！？")
        if unspaced_scripts.are_in(phrase):
            clause = re.split(r"[、，,]", phrase)[0]
            return clause if len(clause) <= MOST_TITLE_CHARACTERS else clause[:MOST_TITLE_CHARACTERS] + "…"
        words = phrase.split()
        return " ".join(words[:MOST_TITLE_WORDS]) + ("…" if len(words) > MOST_TITLE_WORDS else "")

    def content_words(self, text: str) -> frozenset[str]:
        return _content_words(text)

    def instruction_to_run(self, code: str) -> str:
        return code


def _content_words(text: str) -> frozenset[str]:
    """Words of four letters or more in lower case; pairs of characters in a script without spaces."""
    if unspaced_scripts.are_in(text):
        squeezed = "".join(each for each in text if each.isalnum() or unspaced_scripts.is_unspaced(each))
        return frozenset(squeezed[i : i + 2] for i in range(len(squeezed) - 1))
    return frozenset(w for w in re.findall(r"\w{4,}", text.lower()))


@lru_cache(maxsize=2048)
def _reading_of(language: str, sentence: str) -> Reading:
    masked = literals.mask(sentence)
    codes = masked.codes(masked.text)
    text = sentence.strip()
    if text.endswith(("?", "？", "؟")):
        return Reading(question=True, codes=codes)
    length = count_words(text)
    instructing, forbidding = _patterns(language)
    if length > MOST_SENTENCE_WORDS or length < 2:
        return Reading(codes=codes)
    if forbidding and forbidding.search(text):
        return Reading(aside=Aside(CautionKind.WARNING, text), codes=codes)
    if instructing is None:
        if length < FEWEST_UNKNOWN_WORDS:
            return Reading(codes=codes)
        weight = UNKNOWN_WEIGHT
    elif instructing.search(text):
        weight = KNOWN_WEIGHT
    else:
        return Reading(codes=codes)
    instruction = Instruction(
        text, "", weight, _content_words(text), evidence=weight, code=codes[0] if len(codes) == 1 else None
    )
    return Reading(instructions=(instruction,), codes=codes)
