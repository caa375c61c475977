"""The words with which languages forbid, restrict, permit and require, as patterns over folded text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PolarityPatterns:
    """The patterns of one language, over folded text."""

    negation: str
    harmless: str
    """A negation that forbids nothing: "don't forget to", "why don't you", "no problem"."""
    soft: str
    """In a guide's line: other ways to forbid, without a negation."""
    condition: str
    """The beginning of a condition."""
    optional: str
    obligation: str
    said_obligation: str
    split: str
    """The beginning of a new clause."""


def _any(words: str) -> str:
    """A pattern for any of these words, which are separated by spaces. `_` stands for a space inside one of them."""
    return r"\b(?:" + "|".join(words.split()).replace("_", " ") + r")\b"


_LANGUAGES: dict[str, PolarityPatterns] = {
    "en": PolarityPatterns(
        negation=_any(
            r"not never no nor neither none nothing nobody cannot without except unless avoid\w* instead_of "
            r"rather_than refrain\w* prevent\w* don'?t doesn'?t didn'?t won'?t can'?t shouldn'?t mustn'?t isn'?t "
            r"aren'?t wasn'?t weren'?t wouldn'?t couldn'?t needn'?t haven'?t hasn'?t hadn'?t ain'?t dont doesnt cant "
            r"shouldnt wont forbidden prohibited stay_away last_thing_(?:you|we|they)"
        ),
        harmless=(
            r"\b(?:(?:do not|don'?t|never|not|dont) (?:forget|worry|hesitate|miss|be afraid|be scared|fail|"
            r"know)\b|why (?:don'?t|not)\b|not only\b|not just\b|but not least\b|"
            r"no (?:problem|worries|matter|wait|doubt|longer|"
            r"idea|big deal)\b|(?:that|which) you (?:no longer|don'?t|do not) (?:want|need)\b|"
            r"(?:don'?t|do not) (?:want|need) as (?:many|much)\b|\bno,|(?:,|^)\s*no\b(?=\s*(?:[,.!?]|$))|"
            r"whether or not|(?:is|are|do|does|did|wo|ca|"
            r"were|was|have|has)n'?t (?:it|they|you|we|that)\b(?=\s*[?,.]|$)|or not\b|if not\b|nothing (?:but|"
            r"else)|not sure|can'?t wait|i (?:do not|don'?t)\b|i'?m not|we (?:do not|don'?t) (?:have|need|see|"
            r"know|care)|doesn'?t matter|not too bad|not bad|without (?:any )?(?:further ado|problem\w*|issue\w*|"
            r"doubt))"
        ),
        soft=_any(
            r"keep leave skip ignore remain\w* stay\w* avoid\w* un\w{4,} disable\w* only exclud\w* omit\w* prevent\w* "
            r"instead refrain\w* hide hidden lack\w* missing fail\w* empty alone before until deselect\w* optional\w* "
            r"other_than"
        ),
        condition=_any(
            r"if unless only_if only_when in_case provided as_long_as assuming except_when except_if except without"
        ),
        optional=(
            r"\b(?:optional\w*|if (?:you|you'?d|you would|u) (?:want|like|wish|prefer|feel like|care|choose|"
            r"need)\b|if (?:desired|necessary|needed|you'?re interested)|you (?:do not|don'?t|dont) (?:have|"
            r"need) to|not required|not necessary|(?:isn'?t|aren'?t) (?:necessary|required)|feel free|"
            r"you could also|you might want|nice to have)"
        ),
        obligation=_any(r"must always required? mandatory essential\w* under_no_circumstances"),
        said_obligation=_any(
            r"must always requir\w* mandatory essential\w* have_to has_to having_to need\w* got_to gotta make_sure "
            r"be_sure make_(?:it|them|this|that|these|those) important\w* "
            r"never every ensure critical\w* necessar\w* crucial\w* will_want you'?ll_want should "
            r"no_matter_what all"
        ),
        split=_any(
            r"and_then and but or so then because since otherwise while although though which when once after before "
            r"if unless except without instead_of rather_than "
            # An instruction begins a new clause, also in captions without commas.
            r"(?<!if_)(?<!unless_)(?<!when_)(?<!once_)(?<!that_)(?<!what_)(?<!where_)(?<!as_)(?<!how_)(?<!don't_)"
            r"(?<!last_thing_)you_(?:can|have|need|should|must|will|just|want|could|might|may|would)"
        ),
    ),
    "de": PolarityPatterns(
        negation=_any(
            r"nicht nie niemals kein\w* ohne ausser weder noch_nie nirgend\w* niemand\w* vermeide\w* statt "
            r"anstatt keinesfalls nichts verboten untersagt unterlass\w* hute\w*_(?:sich|dich|euch)"
        ),
        harmless=(
            r"\b(?:nicht (?:vergessen|nur|wahr|so)|vergiss nicht|vergessen sie nicht|warum nicht|keine (?:sorge|"
            r"angst|ahnung)|kein problem|ohne (?:probleme|weiteres))\b|(?:oder|oder auch) nicht\b"
        ),
        soft=_any(r"lass\w* belass\w* bleib\w* ignorier\w* uberspring\w* vermeid\w* deaktivier\w* nur erst un\w{4,}"),
        condition=_any(r"wenn falls sofern nur_wenn solange ausser es_sei_denn vorausgesetzt"),
        optional=_any(
            r"optional\w* wenn_(?:du|sie|ihr|man)_(?:\w+_)?(?:mochte\w*|will|wollt|wollen|magst|mag) bei_bedarf "
            r"wer_(?:mag|mochte|will) muss_(?:man_|du_)?nicht wahlweise nach_belieben"
        ),
        obligation=_any(r"muss\w* immer(?!_(?:wieder|noch|mehr|weiter)) unbedingt zwingend erforderlich"),
        said_obligation=_any(
            r"muss\w* immer unbedingt zwingend erforderlich wichtig\w* notig notwendig sollte\w* soll\w* alle\w* "
            r"auf_jeden_fall"
        ),
        split=_any(
            r"und_dann und aber oder dann weil denn sonst wahrend obwohl wenn falls sofern sobald nachdem bevor ohne "
            r"statt"
        ),
    ),
    "fr": PolarityPatterns(
        negation=(
            r"\b(?:ne|n'|jamais|aucun\w*|sans|sauf|excepte|evite\w*|pas|ni|rien|interdit\w*|au lieu de|"
            r"plutot que)(?:\b|(?<='))"
        ),
        harmless=_any(
            r"n'oublie\w*_pas n'hesite\w*_pas pourquoi_pas pas_de_(?:probleme|souci) pas_seulement n'est_ce_pas "
            r"non_seulement"
        ),
        soft=_any(r"laiss\w* gard\w* ignor\w* evit\w* seulement desactiv\w* que"),
        condition=_any(r"si s'il s'ils sauf_si a_condition a_moins uniquement_si au_cas_ou"),
        optional=_any(
            r"facultati\w* optionnel\w* si_(?:vous|tu|on)_(?:le_)?(?:voul\w*|veu\w*|souhait\w*|prefer\w*) "
            r"eventuellement au_besoin"
        ),
        obligation=_any(r"doi\w* dev\w* toujours imperativement obligatoire\w*"),
        said_obligation=_any(
            r"doi\w* dev\w* toujours imperati\w* obligatoire\w* faut faudra important\w* necessaire\w* besoin tou\w*"
        ),
        split=_any(r"et_puis et mais ou donc puis alors parce_que car sinon quand si apres avant sans"),
    ),
    "es": PolarityPatterns(
        negation=_any(
            r"no nunca jamas ningun\w* nadie sin excepto salvo evit\w* tampoco ni nada prohibid\w* "
            r"en_lugar_de en_vez_de"
        ),
        harmless=(
            r"\b(?:no (?:olvid\w*|se olvid\w*|te olvid\w*|dud\w*|solo|solamente|hay problema|te preocup\w*|"
            r"se preocup\w*)|por que no|sin problema\w*)\b|(?:,|^)\s*no\b(?=\s*[,.?]|$)|\bo no\b"
        ),
        soft=_any(r"dej\w* ignor\w* evit\w* manten\w* solo omit\w* desactiv\w*"),
        condition=_any(r"si a_menos_que solo_si en_caso_de siempre_que salvo_que excepto"),
        optional=_any(
            r"opcional\w* si_(?:lo_)?(?:quier\w*|dese\w*|prefier\w*|necesit\w*) no_es_necesario no_hace_falta "
            r"de_forma_opcional"
        ),
        obligation=_any(r"deb\w* siempre obligatori\w* imprescindible"),
        said_obligation=_any(
            r"deb\w* siempre obligatori\w* imprescindible tien\w*_que hay_que necesit\w* important\w* necesari\w* "
            r"tod\w*"
        ),
        split=_any(r"y_luego y pero o entonces luego porque ya_que mientras cuando si despues antes sin"),
    ),
    "it": PolarityPatterns(
        negation=_any(r"non mai nessun\w* senza tranne eccetto evit\w* ne niente nulla vietat\w* proibit\w* invece_di"),
        harmless=r"\b(?:non (?:dimentic\w*|solo|preoccup\w*|esit\w*)|perche non|nessun problema)\b|\bo no\b",
        soft=_any(r"lasci\w* ignor\w* evit\w* manten\w* solo disattiv\w*"),
        condition=_any(r"se a_meno_che solo_se nel_caso purche"),
        optional=_any(r"opzional\w* facoltativ\w* se_(?:vuoi|volete|si_vuole|desider\w*|preferi\w*) eventualmente"),
        obligation=_any(r"dev\w* sempre obbligatori\w*"),
        said_obligation=_any(r"dev\w* dov\w* sempre obbligatori\w* bisogna important\w* necessari\w* tutt\w*"),
        split=_any(r"e_poi e ma o quindi poi perche mentre quando se dopo prima senza"),
    ),
    "pt": PolarityPatterns(
        negation=_any(r"nao nunca jamais nenhum\w* ninguem sem exceto salvo evit\w* nem nada em_vez_de"),
        harmless=(
            r"\b(?:nao (?:se )?(?:esquec\w*|so|somente|apenas|hesit\w*|preocup\w*)|por que nao|sem problema\w*)\b|"
            r"\bou nao\b"
        ),
        soft=_any(r"deix\w* ignor\w* evit\w* mant\w* so apenas desativ\w*"),
        condition=_any(r"se a_menos_que so_se caso desde_que exceto"),
        optional=_any(r"opcional\w* se_(?:voce_)?(?:quis\w*|quer\w*|desej\w*|prefer\w*)"),
        obligation=_any(r"dev\w* sempre obrigatori\w*"),
        said_obligation=_any(r"dev\w* sempre obrigatori\w* tem_que precis\w* important\w* necessari\w* tod\w*"),
        split=_any(r"e_depois e mas ou entao depois porque enquanto quando se antes sem"),
    ),
    "nl": PolarityPatterns(
        negation=_any(r"niet nooit niemand geen zonder behalve noch niets vermijd\w* in_plaats_van"),
        harmless=r"\b(?:vergeet niet|niet (?:vergeten|alleen)|waarom niet|geen (?:probleem|zorgen))\b|\bof niet\b",
        soft=_any(r"laat negeer vermijd\w* alleen blijf\w* sla\b.{0,200}\bover"),
        condition=_any(r"als indien tenzij alleen_als mits behalve"),
        optional=_any(r"optione\w* als_(?:je|u)_(?:\w+_)?wil\w* eventueel hoeft_niet"),
        obligation=_any(r"moet\w* altijd verplicht"),
        said_obligation=_any(r"moet\w* altijd verplicht belangrijk\w* nodig alle\w*"),
        split=_any(r"en_dan en maar of dus dan omdat want terwijl wanneer als nadat voordat zonder"),
    ),
    "ja": PolarityPatterns(
        negation=r"ない|ません|なく|ず(?:に|、)|禁止|せずに|以外|ぬ(?:よう)?",
        harmless=r"忘れない|かもしれ(?:ない|ません)|なければ(?:なら|いけ)|ないといけ|じゃない(?:ですか|か)|ではない(?:でしょうか|か)|問題ない|すぎない|しかない",
        soft=r"のみ|だけ|無視|避け|まま|不要",
        condition=r"場合|なら|もし",
        optional=r"任意|オプション|必要に応じ|お好み|してもいい|しても良い",
        obligation=r"必ず|必須|常に",
        said_obligation=r"必ず|必須|常に|なければ|ないといけ|べき|必要|重要|絶対|いつも|全て|すべて",
        split=r"[、]|ので|から|けど|が、|して|したら",
    ),
    "zh": PolarityPatterns(
        negation=r"不|没|沒|别|別|勿|无|無|禁止|除了|除非|避免",
        harmless=r"不(?:要忘|仅|僅|但|過|过|用担心|用擔心|错|錯|好意思)|别忘|別忘|没(?:问题|事)|沒(?:問題|事)|是不是|对不对|能不能|要不要|有没有|无论|不管",
        soft=r"保持|忽略|跳过|跳過|仅|只|避免",
        condition=r"如果|要是|若|除非|只有|假如|的话",
        optional=r"可选|可選|如果(?:你|您)?(?:想|愿意|需要)|不是必须|不必|选择性",
        obligation=r"必须|必須|一定|务必|總是|总是|始终",
        said_obligation=r"必须|必須|一定|务必|總是|总是|始终|要|需要|得|应该|應該|重要|所有",
        split=r"[，、；]|然后|但是|所以|因为|如果",
    ),
}

CARRIES = {
    "en": _any(
        r"if when unless only in_case where once whether provided_that as_long_as depending otherwise except without "
        r"assuming until needed desired necessary optional\w*"
    ),
}
"""What makes a line conditional."""
OFFERS = {
    "en": _any(r"can may could might consider to"),
}
"""What leaves it to the reader whether to do something."""


def patterns_for(language: str | None) -> PolarityPatterns | None:
    """The patterns of a language. English ones if the language isn't known; None if there are none for it."""
    return _LANGUAGES.get((language or "en").split("-")[0])
