"""The words that announce a secret, as parts of patterns, and those between them and the secret."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a secret is; its mask is this word in angle brackets."""

    PASSWORD = "password"  # noqa: S105 (a kind)
    PASSPHRASE = "passphrase"  # noqa: S105 (a kind)
    PIN = "pin"
    CODE = "code"
    KEY = "key"
    CARD = "card-number"

    @property
    def mask(self) -> str:
        return f"<{self.value}>"


_TO_COME_IN = (
    r"access|entry|door|gate|alarm|safe|lock|unlock|locker|garage|meeting|building|guest|visitor|staff|keypad|entrance"
    r"|disarm(?:ing)?|elevator|lift|lock ?box|key ?box|cabinet|voicemail|override|vault"
)
_WIFI = r"(?:wi-?fi|wlan|hotspot)"
_DOORS = r"(?:door|gate|alarm|safe|lock|locker|garage|building|keypad|elevator|lift|lock ?box|key ?box|cabinet|vault)\b"
_DOORS_ELSEWHERE = (
    r"(?:(?:haus)?tür|tor|alarmanlage|tresor|safe|schließfach|schranke|puerta|alarma|portón|caja fuerte|garaje|taquilla"
    r"|porte|alarme|portail|coffre|garage|casier)\b"
)
NOUNS: dict[Kind, str] = {
    Kind.PASSPHRASE: r"pass ?phrase|(?:recovery|seed) phrase",
    Kind.PASSWORD: (
        r"pass ?word|passwd|pwd|pass(?=\s?[:=])"
        r"|pass ?wort|kennwort|contrase[ñn]a|clave|mot de passe|parola d'ordine|senha|palavra-passe"
        rf"|wachtwoord|hasło|lösenord|adgangskode|{_WIFI}[- ]?(?:pass|code)"
        rf"|código (?:de(?:l| la)? )?{_WIFI}|code (?:du )?{_WIFI}"
    ),
    Kind.PIN: r"pin(?:[- ](?:code|number|nummer|kode))?|code pin|código pin|geheimzahl|pincode",
    Kind.CODE: (
        r"pass ?code|passkey|(?:security|verification|confirmation|one[- ]time|two[- ]factor|2fa|auth(?:entication)?"
        rf"|login|log-in|{_TO_COME_IN}) code|cv[vc]2?(?: code| number)?|combination(?= (?:to|of|for|is)\b)"
        rf"|code(?= (?:to|for|of|on|at) (?:the|our|your|my|this) (?:[\w-]{{1,20}} ){{0,2}}{_DOORS})"
        r"|code(?= (?:für|zum|zur|von|vom|am|an) (?:(?:die|der|das|den|dem|unser\w*) )?(?:[\w-]{1,20} )?"
        rf"{_DOORS_ELSEWHERE})"
        r"|(?:zugangs|zutritts|sicherheits|bestätigungs|(?:haus)?tür|tor|alarm|gäste|gast|besucher|tresor|schließfach)"
        r"[- ]?code"
        rf"|código de (?:acceso|seguridad|verificación|entrada|invitados?|(?:el |la )?{_DOORS_ELSEWHERE})"
        r"|code (?:d['’](?:accès|entrée)|de sécurité|(?:des? )?(?:invités?|visiteurs?)|(?:du |de (?:la |l['’]))?"
        rf"{_DOORS_ELSEWHERE})"
        r"|codice di (?:accesso|sicurezza)|código de acesso|toegangscode"
    ),
    Kind.CARD: (
        r"(?:credit |debit |bank )?card number|(?:credit |debit |bank )?card(?= is\b|:)|kartennummer"
        r"|kreditkartennummer|número de (?:la )?tarjeta|numéro de (?:la )?carte|numero (?:di|della) carta"
        r"|número do cartão|kaartnummer|numer karty"
    ),
    Kind.KEY: (
        r"(?:api|secret|access|private|encryption|licen[cs]e|product|activation|account|service|master|network|wi-?fi"
        r"|wpa|signing|shared|recovery|webhook)(?: api| access| secret| signing)?[- ](?:key|secret|token)(?: id)?"
        r"|(?:api|access|bearer|auth|authentication|authorization|session|refresh|personal access|bot|app)[- ]token"
        r"|client secret|api-?schlüssel|lizenzschlüssel|produktschlüssel|zugangsschlüssel|netzwerkschlüssel"
        r"|clave (?:de )?(?:api|acceso|licencia)|clé (?:d')?(?:api|accès|licence)|chiave (?:api|di accesso|di licenza)"
        r"|chave (?:de )?(?:api|acesso)|api-?sleutel|klucz api"
    ),
}
"""What is secret, by kind."""
IS = (
    r"(?:(?:is|was|has been) (?:re)?(?:set|changed) to|is(?: gonna be| going to be)?|are|was"
    r"|would be|will be|should be|has to be|must be|equals?|colon|reads|goes"
    r"|ist|lautet|heißt|sind|wäre|doppelpunkt|es"
    r"|será|est|sera|è|sarà|é|to jest|jest|är|er)"
)
"""A verb between the noun and the secret, which then may be any word with a secret's shape."""
PREFIX = r"(?:\s(?:ein|an|eingeben|eintippen))?"
"""The part of a German verb behind what is typed in: "gebt die PIN ein, die lautet …"."""
NAMES_IT = r"lautet|heißt|equals?|colon|reads|goes"
"""A verb behind which a plain word is the secret: "das Passwort lautet Sonnenblume"."""
BESIDE = (
    r"(?:here|just|simply|currently|now|still|also|always|actually|again|set to|like|uh|um|so|well"
    r"|all (?:lower|upper)[ -]?case|hier|jetzt|einfach|aktuell|auch|immer|ähm|also|ahora|simplemente|siempre|pues"
    r"|ici|maintenant|toujours|simplement|euh|ora|sempre|agora)"
)
"""Words that may stand beside that verb."""
WHAT_FOR = r"(?:to|for|of|on|at|in|für|zum|zur|von|vom|am|im|de|del|de la|para|du|pour|per|di|do|da|voor|van|do)"
"""How a phrase begins that says what the secret is for: "the passcode for the meeting"."""
EXAMPLE = r"\b(?:such as|for example|for instance|e\.g\.|don't use|do not use|never use|avoid|zum Beispiel|z\.\s?B\.)"
"""In front of a secret: it is only an example."""
FIELD = r"(?:\s(?:field|box|prompt|line|feld))?"
USE = (
    r"(?:(?:(?:i|you|we)(?:['’](?:m|re|ll))?\s)?(?:type(?: in)?|typing(?: in)?|enter|entering|use|using|put(?: in)?"
    r"|putting in|write|choose|set|pick|key in)|with|mit|gib|gebt|geben sie|tippe?|tippen sie"
    r"|verwenden? sie|nimm|nehmt|usa|use|escribe|escriba|escriban|introduce|introduzca|pon|ponga|con|avec|tapez|entrez"
    r"|saisissez|utilisez)"
)
AS = r"(?:as|for|als|como|comme|come)"
THE = r"(?:the|this|that|your|my|our|a|an|its|das|dein|ihr|mein|unser|la|el|tu|su|le|votre|notre|il|o)"
USER_NAME = r"(?:user ?name|log-?in|user ?id|benutzername[n]?|usuario|nom d'utilisateur|nome utente)"
_WHERE = r"(?: (?:to|on|at|into|am|im|beim|auf|en|al|à|au|sur) (?:[\w-]{1,20} ){0,2}[\w-]{1,20})?"
LOG_IN = (
    rf"(?:(?:logg?|sign)(?:ing)? ?(?:in|on){_WHERE} (?:as|with|using)|connect as|user"
    rf"|(?:meld|logg?)\w* (?:dich|euch|sie sich|ich mich|man sich){_WHERE} (?:als|mit)"
    rf"|(?:inici\w{{1,4}} sesión|entr(?:a|e|en|o|amos)|acced\w{{1,4}}){_WHERE} (?:con|como)"
    rf"|connect\w{{1,4}}-(?:vous|toi){_WHERE} (?:avec|comme|en tant que)"
    r"|(?:log-?in|credentials|anmeldedaten|zugangsdaten) (?:is|are|sind|lauten))"
)
AND = r"(?:and|und|y|et|e|with|mit)"
SLASH = r"(?:slash|forward slash|colon|schrägstrich|doppelpunkt|barra|dos puntos|deux[- ]points)"
"""A mark that is said between a name and its password."""
KEY_MARK = r"(?:star|hash|pound|asterisk|stern(?:chen)?|raute|asterisco|almohadilla|étoile|dièse|[*#])"
"""A key of a keypad that goes with the digits of a code."""
