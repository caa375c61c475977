"""The words by which languages forbid, restrict, permit and oblige, as patterns over folded text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signals:
    """Patterns over folded text, of one language."""

    negation: str
    harmless: str
    """Where a negation forbids nothing: "don't forget to", "why don't you", "no problem"."""
    soft: str
    """In a line: other ways to forbid, which need no negation."""
    condition: str
    """Begins a condition."""
    optional: str
    obligation: str
    said_obligation: str
    split: str
    """Begins a new clause."""


_LANGUAGES: dict[str, Signals] = {
    "en": Signals(
        negation=r"\b(?:not|never|no|nor|neither|none|nothing|nobody|cannot|without|except|unless|avoid\w*|instead of|"
        r"rather than|refrain\w*|don'?t|doesn'?t|didn'?t|won'?t|can'?t|shouldn'?t|mustn'?t|isn'?t|aren'?t|wasn'?t|"
        r"weren'?t|wouldn'?t|couldn'?t|needn'?t|haven'?t|hasn'?t|hadn'?t|ain'?t|dont|doesnt|cant|shouldnt|wont)\b",
        harmless=r"\b(?:(?:do not|don'?t|never|not|dont) (?:forget|worry|hesitate|miss|be afraid|be scared|fail|"
            r"know)\b|"
        r"why (?:don'?t|not)\b|not only\b|not just\b|no (?:problem|worries|matter|wait|doubt|longer|idea|big deal)\b|"
        r"\bno,|(?:,|^)\s*no\b(?=\s*(?:[,.!?]|$))|whether or not|(?:is|are|do|does|did|wo|ca|were|was|have|has)n'?t "
        r"(?:it|they|you|we|that)\b(?=\s*[?,.]|$)|or not\b|if not\b|nothing (?:but|else)|not sure|can'?t wait|"
        r"i (?:do not|don'?t)\b|"
        r"i'?m not|we (?:do not|don'?t) (?:have|need|see|know|care)|doesn'?t matter|not too bad|not bad|"
        r"without (?:any )?"
        r"(?:further ado|problem\w*|issue\w*|doubt))",
        soft=r"\b(?:keep|leave|skip|ignore|remain\w*|stay\w*|avoid\w*|un\w{4,}|disable\w*|only|exclud\w*|omit\w*|"
        r"prevent\w*|instead|refrain\w*|hide|hidden|lack\w*|missing|fail\w*|empty|alone|before|until|deselect\w*|"
        r"optional\w*|"
        r"other than)\b",
        condition=r"\b(?:if|unless|only if|only when|in case|provided|as long as|assuming|except when|except if|"
            r"except|without)\b",
        optional=r"\b(?:optional\w*|if (?:you|you'?d|you would|u) (?:want|like|wish|prefer|feel like|care|choose|"
            r"need)\b|"
        r"if (?:desired|necessary|needed|you'?re interested)|you (?:do not|don'?t|dont) (?:have|need) to|not required|"
        r"not necessary|(?:isn'?t|aren'?t) (?:necessary|required)|feel free|you could also|you might want|"
        r"nice to have)",
        obligation=r"\b(?:must|always|required?|mandatory|essential\w*|under no circumstances)\b",
        said_obligation=r"\b(?:must|always|requir\w*|mandatory|essential\w*|have to|has to|having to|need\w*|got to|"
            r"gotta|"
        r"make sure|be sure|important\w*|never|every|ensure|critical\w*|necessar\w*|crucial\w*|will want|you'?ll want|"
        r"should|no matter what|all)\b",
        split=r"\b(?:and then|and|but|or|so|then|because|since|otherwise|while|although|though|which|when|once|after|"
            r"before|"
        r"if|unless|except|without|instead of|rather than)\b",
    ),
    "de": Signals(
        negation=r"\b(?:nicht|nie|niemals|kein\w*|ohne|ausser|weder|noch nie|nirgend\w*|vermeide\w*|statt|anstatt|"
            r"keinesfalls|nichts)\b",
        harmless=r"\b(?:nicht (?:vergessen|nur|wahr|so)|vergiss nicht|vergessen sie nicht|warum nicht|keine (?:sorge|"
            r"angst|ahnung)|"
        r"kein problem|ohne (?:probleme|weiteres))\b|(?:oder|oder auch) nicht\b",
        soft=r"\b(?:lass\w*|belass\w*|bleib\w*|ignorier\w*|uberspring\w*|vermeid\w*|deaktivier\w*|nur|erst|un\w{4,})\b",
        condition=r"\b(?:wenn|falls|sofern|nur wenn|solange|ausser|es sei denn|vorausgesetzt)\b",
        optional=r"\b(?:optional\w*|wenn (?:du|sie|ihr|man) (?:\w+ )?(?:mochte\w*|will|wollt|wollen|magst|mag)|"
            r"bei bedarf|"
        r"wer (?:mag|mochte|will)|muss (?:man |du )?nicht|wahlweise|nach belieben)\b",
        obligation=r"\b(?:muss\w*|immer|unbedingt|zwingend|erforderlich)\b",
        said_obligation=r"\b(?:muss\w*|immer|unbedingt|zwingend|erforderlich|wichtig\w*|notig|notwendig|sollte\w*|"
            r"soll\w*|alle\w*|auf jeden fall)\b",
        split=r"\b(?:und dann|und|aber|oder|dann|weil|denn|sonst|wahrend|obwohl|wenn|falls|sofern|sobald|nachdem|"
            r"bevor|ohne|statt)\b",
    ),
    "fr": Signals(
        negation=r"\b(?:ne|n'|jamais|aucun\w*|sans|sauf|excepte|evite\w*|pas|ni|rien|au lieu de|plutot que)(?:\b|"
            r"(?<='))",
        harmless=r"\b(?:n'oublie\w* pas|n'hesite\w* pas|pourquoi pas|pas de (?:probleme|souci)|pas seulement|"
            r"n'est ce pas|non seulement)\b",
        soft=r"\b(?:laiss\w*|gard\w*|ignor\w*|evit\w*|seulement|desactiv\w*|que)\b",
        condition=r"\b(?:si|s'il|s'ils|sauf si|a condition|a moins|uniquement si|au cas ou)\b",
        optional=r"\b(?:facultati\w*|optionnel\w*|si (?:vous|tu|on) (?:le )?(?:voul\w*|veu\w*|souhait\w*|prefer\w*)|"
            r"eventuellement|au besoin)\b",
        obligation=r"\b(?:doi\w*|dev\w*|toujours|imperativement|obligatoire\w*)\b",
        said_obligation=r"\b(?:doi\w*|dev\w*|toujours|imperati\w*|obligatoire\w*|faut|faudra|important\w*|"
            r"necessaire\w*|besoin|tou\w*)\b",
        split=r"\b(?:et puis|et|mais|ou|donc|puis|alors|parce que|car|sinon|quand|si|apres|avant|sans)\b",
    ),
    "es": Signals(
        negation=r"\b(?:no|nunca|jamas|ningun\w*|sin|excepto|salvo|evit\w*|tampoco|ni|nada|en lugar de|en vez de)\b",
        harmless=r"\b(?:no (?:olvid\w*|se olvid\w*|te olvid\w*|dud\w*|solo|solamente|hay problema|te preocup\w*|"
            r"se preocup\w*)|por que no|sin problema\w*)\b"
        r"|(?:,|^)\s*no\b(?=\s*[,.?]|$)|\bo no\b",
        soft=r"\b(?:dej\w*|ignor\w*|evit\w*|manten\w*|solo|omit\w*|desactiv\w*)\b",
        condition=r"\b(?:si|a menos que|solo si|en caso de|siempre que|salvo que|excepto)\b",
        optional=r"\b(?:opcional\w*|si (?:lo )?(?:quier\w*|dese\w*|prefier\w*|necesit\w*)|no es necesario|"
            r"no hace falta|de forma opcional)\b",
        obligation=r"\b(?:deb\w*|siempre|obligatori\w*|imprescindible)\b",
        said_obligation=r"\b(?:deb\w*|siempre|obligatori\w*|imprescindible|tien\w* que|hay que|necesit\w*|"
            r"important\w*|necesari\w*|tod\w*)\b",
        split=r"\b(?:y luego|y|pero|o|entonces|luego|porque|ya que|mientras|cuando|si|despues|antes|sin)\b",
    ),
    "it": Signals(
        negation=r"\b(?:non|mai|nessun\w*|senza|tranne|eccetto|evit\w*|ne|niente|nulla|invece di)\b",
        harmless=r"\b(?:non (?:dimentic\w*|solo|preoccup\w*|esit\w*)|perche non|nessun problema)\b|\bo no\b",
        soft=r"\b(?:lasci\w*|ignor\w*|evit\w*|manten\w*|solo|disattiv\w*)\b",
        condition=r"\b(?:se|a meno che|solo se|nel caso|purche)\b",
        optional=r"\b(?:opzional\w*|facoltativ\w*|se (?:vuoi|volete|si vuole|desider\w*|preferi\w*)|eventualmente)\b",
        obligation=r"\b(?:dev\w*|sempre|obbligatori\w*)\b",
        said_obligation=r"\b(?:dev\w*|dov\w*|sempre|obbligatori\w*|bisogna|important\w*|necessari\w*|tutt\w*)\b",
        split=r"\b(?:e poi|e|ma|o|quindi|poi|perche|mentre|quando|se|dopo|prima|senza)\b",
    ),
    "pt": Signals(
        negation=r"\b(?:nao|nunca|jamais|nenhum\w*|sem|exceto|salvo|evit\w*|nem|nada|em vez de)\b",
        harmless=r"\b(?:nao (?:se )?(?:esquec\w*|so|somente|apenas|hesit\w*|preocup\w*)|por que nao|"
            r"sem problema\w*)\b|\bou nao\b",
        soft=r"\b(?:deix\w*|ignor\w*|evit\w*|mant\w*|so|apenas|desativ\w*)\b",
        condition=r"\b(?:se|a menos que|so se|caso|desde que|exceto)\b",
        optional=r"\b(?:opcional\w*|se (?:voce )?(?:quis\w*|quer\w*|desej\w*|prefer\w*))\b",
        obligation=r"\b(?:dev\w*|sempre|obrigatori\w*)\b",
        said_obligation=r"\b(?:dev\w*|sempre|obrigatori\w*|tem que|precis\w*|important\w*|necessari\w*|tod\w*)\b",
        split=r"\b(?:e depois|e|mas|ou|entao|depois|porque|enquanto|quando|se|antes|sem)\b",
    ),
    "nl": Signals(
        negation=r"\b(?:niet|nooit|geen|zonder|behalve|noch|niets|vermijd\w*|in plaats van)\b",
        harmless=r"\b(?:vergeet niet|niet (?:vergeten|alleen)|waarom niet|geen (?:probleem|zorgen))\b|\bof niet\b",
        soft=r"\b(?:laat|negeer|vermijd\w*|alleen|blijf\w*|sla\b.*\bover)\b",
        condition=r"\b(?:als|indien|tenzij|alleen als|mits|behalve)\b",
        optional=r"\b(?:optione\w*|als (?:je|u) (?:\w+ )?wil\w*|eventueel|hoeft niet)\b",
        obligation=r"\b(?:moet\w*|altijd|verplicht)\b",
        said_obligation=r"\b(?:moet\w*|altijd|verplicht|belangrijk\w*|nodig|alle\w*)\b",
        split=r"\b(?:en dan|en|maar|of|dus|dan|omdat|want|terwijl|wanneer|als|nadat|voordat|zonder)\b",
    ),
    "ja": Signals(
        negation=r"ない|ません|なく|ず(?:に|、)|禁止|せずに|以外|ぬ(?:よう)?",
        harmless=r"忘れない|かもしれ(?:ない|ません)|なければ(?:なら|いけ)|ないといけ|じゃない(?:ですか|か)|ではない(?:でしょうか|か)|問題ない|すぎない|しかない",
        soft=r"のみ|だけ|無視|避け|まま|不要",
        condition=r"場合|なら|もし",
        optional=r"任意|オプション|必要に応じ|お好み|してもいい|しても良い",
        obligation=r"必ず|必須|常に",
        said_obligation=r"必ず|必須|常に|なければ|ないといけ|べき|必要|重要|絶対|いつも|全て|すべて",
        split=r"[、]|ので|から|けど|が、|して|したら",
    ),
    "zh": Signals(
        negation=r"不|没|沒|别|別|勿|无|無|禁止|除了|除非|避免",
        harmless=r"不(?:要忘|仅|僅|但|過|过|用担心|用擔心|错|錯|好意思)|别忘|別忘|没(?:问题|事)|沒(?:問題|事)|是不是|对不对|能不能|要不要|有没有|无论|不管",
        soft=r"保持|忽略|跳过|跳過|仅|只|避免",
        condition=r"如果|要是|若|除非|只有|假如|的话",
        optional=r"可选|可選|如果(?:你|您)?(?:想|愿意|需要)|不是必须|不必|选择性",
        obligation=r"必须|必須|一定|务必|總是|总是|始终",
        said_obligation=r"必须|必須|一定|务必|總是|总是|始终|要|需要|得|应该|應該|重要|所有",
        split=r"[，、；]|然后|但是|所以|因为|如果",
    ),
}  # fmt: skip

CARRIES = {
    "en": r"\b(?:if|when|unless|only|in case|where|once|whether|provided that|as long as|depending|otherwise|except|"
    r"without|assuming|until|needed|desired|necessary|optional\w*)\b",
}
OFFERS = {"en": r"\b(?:can|may|could|might|consider|to)\b"}


def signals(language: str | None) -> Signals | None:
    """The patterns of a language; English ones where it isn't known, None where there are none for it."""
    return _LANGUAGES.get((language or "en").split("-")[0])
