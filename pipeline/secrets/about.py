"""Words that stand behind "the password is" or "type the password" without being part of a secret, in English, German,
Spanish and French."""

from __future__ import annotations

from pipeline.secrets.shapes import ORDINARY_WORDS

_ADJECTIVES = """
    correct empty fine good great hard perfect private public random secret secure simple strong weak super easy long
    short plain old new quick proper
"""
_FUNCTION = """
    am was were being do did does had may might must shall should could would can cannot upon via per onto toward
    towards since till during among around across along against except besides versus than either neither nor whether
    unless although though because while whereas whose whom itself himself herself themselves yourself
    him she he they we us you me my mine today tomorrow yesterday tonight later never ever once twice often usually
    sometimes mostly mainly probably maybe perhaps basically actually literally rather somehow otherwise therefore
    however anyway anyways okay hello hey hi thanks thank please sorry also too only even just still yet few several
    many much more most less least lots lot such every each both half whole enough another other others
"""
_FUNCTION_ELSEWHERE = """
    wie als ob wenn weil dass daß denn aber oder und noch schon nur sehr sein seine seiner seinem ihr ihre ihrem ihren
    euer eure dein deine mein meine unser unsere einer einem einen eines dem den des im am zum zur vom von mit ohne für
    bei beim nach vor aus auf an in um bis seit durch gegen unter über zwischen neben hinter während wegen trotz statt
    hier dort da dann danach sofort wieder immer nie niemals überall anders gleich jetzt nun heute morgen gestern bald
    sonst zuerst zuletzt vorher nachher bereits leider natürlich also auch sogar etwa ungefähr circa genau mindestens
    höchstens maximal minimal jeder jede jedes jedem jeden alle allen aller kein keine keinen dieser diese dieses man
    ich du er wir sie es mich dich sich uns euch ihm ihn wird werden wurde worden war waren hat haben hatte kann können
    muss müssen soll sollte darf dürfen will ja nein bitte mal doch halt eben so zu zweimal dreimal einmal
    el los las unos unas lo al del de en con sin por para según sobre entre hasta desde hacia contra tras que quien
    cual cuyo donde cuando como si porque pero sino ni o u y e muy más menos tan tanto también tampoco ya aún todavía
    siempre nunca jamás aquí allí ahí ahora luego después antes hoy mañana ayer casi sólo solo solamente todo toda todos
    todas cada otro otra otros otras mismo misma mi mis tu tus su sus nuestro nuestra vuestro se le les me te nos ser
    son era fue está están estaba ha han había hay puede pueden debe deben
    le du des au aux à avec sans pour par sur sous dans entre vers chez depuis pendant avant après selon dès jusque
    jusqu que qui quoi dont où quand comme si parce mais ou et donc car ne pas plus moins très trop aussi encore déjà
    toujours jamais ici là maintenant puis ensuite désormais partout ailleurs aujourd hui hier demain tout toute tous
    toutes chaque autre autres même mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces je
    il elle nous vous ils elles on se sont était sera été avoir être ont peut doit environ au-delà
"""
_PREDICATES = """
    worth sensitive required necessary aware wide side open closed active inactive ready due done gone known unknown
    unique expired invalid valid identical equal different common standard default optional mandatory temporary
    permanent visible hidden available unavailable similar own part stuff knowledge practice practise news matter
    science surgery luck gossip nonsense rubbish garbage overkill trivia hygiene paranoia theater theatre madness
    torture hell dead folklore bureaucracy etiquette wissenschaft hexerei glückssache unsinn ciencia brujería sorcier
    problem kept shown sent set made given lost wrong right true false off unchanged leaked
    gültig ungültig pflicht bestandteil teil aktiv inaktiv leer falsch richtig geheim sicher lang kurz bekannt
    unverändert identisch notwendig groß klein
    válida válido distinta distinto importante obligatoria obligatorio correcta incorrecta segura secreta corta larga
    parte igual paciencia
    valide invalide obligatoire unique identique faux correct incorrecte secret confidentiel personnel inconnu
    inchangé facultatif
"""
_BESIDE_ONE = """
    password passwords passwort kennwort contraseña passphrase passcode pin pins code codes key keys token tokens user
    users username name names account accounts login logon sign-in policy policies email e-mail mail address phone
    number company server security manager managers generator vault hint hints reset recovery setup guide tip tips help
    rule rules field fields box boxes form dialog prompt page screen tab button menu window link app application
    extension plugin browser database file files list protection prompt-box strength checker meter expiry expiration
    requirement requirements length hash hashes encryption algorithm protocol enterprise standard history change
    benutzer benutzername konto anmeldung feld maske manager richtlinie zeichen ziffer ziffern
    usuario cuenta campo gestor política nombre correo utilisateur compte champ gestionnaire politique nom courriel
"""
_ORDERS = """
    press click tap hit select choose pick open go type enter confirm save submit check wait see look read note watch
    scroll hold close start stop copy paste write use log sign continue proceed remember repeat try let make take get
    give put do ask call drücken drücke klicken klicke tippen tippe wählen wähle bestätigen speichern öffnen warten
    siehe pulsa pulse haz haga clic elige elija abre abra espera guarda véase cliquez clique appuyez tapez choisissez
    ouvrez attendez validez voir voyez
"""
_NOUNS = """
    spring string king ring wing swing morning evening lightning viking wedding darling duckling sterling red bed
    shed sled fly butterfly july jelly belly dolly holly table cable bible olive station cement monument avocado pig
    wig bar shaft dad
"""
_COUNTED = """
    step page slide rule number no nr part option point item chapter section field line row column version level
    attempt problem mistake breach thing day task type class tier round room port channel question reason minimum
    min least maximum max exactly about almost approximately roughly over under character
    characters release build phase stage
    office windows python java outlook exchange sharepoint android
    episode lesson module exercise example topic category unit video clip priority cell plan quarter season volume set
    figure table appendix article paragraph minute hour week month year policy
    lektion übung beispiel thema folge lección ejercicio ejemplo tema unidad leçon exercice exemple sujet
    schritt seite folie regel nummer teil punkt kapitel abschnitt feld zeile stufe versuch frage typ fehler anhang
    paso página regla número punto opción capítulo sección campo línea versión nivel intento mínimo máximo
    étape règle numéro partie chapitre champ ligne niveau essai environ diapositive almeno
"""
FUNCTION_ELSEWHERE = frozenset(_FUNCTION_ELSEWHERE.split())
"""Function words of German, Spanish and French, which may be ordinary words of English."""
ADJECTIVES = frozenset(_ADJECTIVES.split())
"""Words that describe a password and may also stand before the nouns of one: "correct horse battery staple"."""
NOUNS = frozenset(_NOUNS.split())
"""Nouns and colours that end as predicates do."""
COUNTED = frozenset(_COUNTED.split())
"""Words that a number follows without being a secret: "step 3"."""
NOT_IN_A_SECRET = (
    frozenset((ORDINARY_WORDS + _FUNCTION + _FUNCTION_ELSEWHERE + _PREDICATES + _BESIDE_ONE + _ORDERS).split())
    - ADJECTIVES
)
"""Function words, predicates, orders, and what else is beside a password: no secret of several words has them."""
