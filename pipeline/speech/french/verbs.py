"""French verbs as people instruct with them: what a word is a form of, and its imperative with "vous".

The forms in -ez are an open class: at the beginning of a clause, where a statement would have its subject, hardly
anything else ends so. Verbs in -er are open too; irregular ones of the others are listed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.speech.lexicon import word_set

_VOUS = dict(
    pair.split(":")
    for pair in word_set("""
        faire:faites défaire:défaites refaire:refaites dire:dites mettre:mettez remettre:remettez
        permettre:permettez soumettre:soumettez transmettre:transmettez prendre:prenez reprendre:reprenez
        apprendre:apprenez ouvrir:ouvrez rouvrir:rouvrez couvrir:couvrez recouvrir:recouvrez découvrir:découvrez
        offrir:offrez tenir:tenez maintenir:maintenez retenir:retenez obtenir:obtenez venir:venez revenir:revenez
        sortir:sortez partir:partez servir:servez dormir:dormez courir:courez cueillir:cueillez
        accueillir:accueillez bouillir:bouillez écrire:écrivez inscrire:inscrivez décrire:décrivez lire:lisez
        relire:relisez cuire:cuisez conduire:conduisez réduire:réduisez produire:produisez introduire:introduisez
        traduire:traduisez construire:construisez déduire:déduisez éteindre:éteignez peindre:peignez
        repeindre:repeignez atteindre:atteignez joindre:joignez rejoindre:rejoignez plaindre:plaignez
        craindre:craignez suivre:suivez poursuivre:poursuivez vivre:vivez coudre:cousez découdre:décousez
        moudre:moulez résoudre:résolvez dissoudre:dissolvez boire:buvez voir:voyez revoir:revoyez prévoir:prévoyez
        recevoir:recevez aller:allez croire:croyez savoir:sachez avoir:ayez être:soyez extraire:extrayez
        distraire:distrayez interrompre:interrompez rompre:rompez battre:battez débattre:débattez rabattre:rabattez
        vaincre:vainquez conclure:concluez inclure:incluez exclure:excluez acquérir:acquérez fuir:fuyez frire:frites""")
)
"""Infinitives and their imperatives with "vous", if the rules don't give them."""
_TU = dict(
    pair.split(":")
    for pair in word_set("""
        fais:faire va:aller mets:mettre remets:remettre prends:prendre reprends:reprendre lis:lire relis:relire
        écris:écrire inscris:inscrire dis:dire éteins:éteindre rejoins:rejoindre joins:joindre peins:peindre
        attends:attendre descends:descendre rends:rendre tends:tendre étends:étendre tords:tordre fends:fendre
        suspends:suspendre réduis:réduire introduis:introduire traduis:traduire construis:construire cuis:cuire
        tiens:tenir maintiens:maintenir reviens:revenir sors:sortir sers:servir suis:suivre couds:coudre bats:battre
        choisis:choisir remplis:remplir finis:finir saisis:saisir garnis:garnir vernis:vernir élargis:élargir
        arrondis:arrondir réunis:réunir définis:définir rafraîchis:rafraîchir ralentis:ralentir refroidis:refroidir
        réfléchis:réfléchir aplatis:aplatir nourris:nourrir""")
)
"""Imperatives with "tu" that no rule gives, and their infinitives."""
_WITH_E = word_set("""
    lever enlever soulever relever prélever peser soupeser acheter mener amener emmener ramener semer geler congeler
    décongeler peler marteler modeler crever achever parsemer harceler ciseler haleter""")
"""Verbs whose "è" comes from an "e": "enlève", "enlevez". In others it comes from an "é": "règle", "réglez"."""
_TALK = word_set("""
    voir revoir savoir croire être avoir pouvoir devoir vouloir falloir parler expliquer montrer présenter aborder
    apprendre découvrir comprendre connaître commencer terminer continuer essayer tenter rappeler discuter raconter
    imaginer supposer penser remarquer noter excuser pardonner saluer abonner liker commenter partir venir vivre
    dormir fuir craindre plaindre recevoir rester devenir paraître sembler arriver permettre rencontrer trouver
    retrouver obtenir gagner perdre""")
"""What presenters do with their listeners, and what happens to one."""
_NO_VERB = word_set("""
    chez assez nez rez une cette le la de ce je elle que entre contre comme quelle chaque notre votre toute même
    autre parce presque encore reste existe manque page note ligne table étape exemple vidéo type liste suite mise
    bonne grande petite première seconde deuxième troisième dernière nouvelle simple double semaine minute heure
    pièce mode code titre nombre ordre système problème merde pause règle-là centre membre image forme base marque
    place façade""")
"""Words in -e or -ez at the beginning of a clause that are no imperatives."""
_FORM = re.compile(
    r"(?P<verb>[a-zàâäçéèêëîïôöûùüœ]{2,30})(?P<pronouns>(?:-(?:vous|toi|le|la|les|y|en|nous|moi|lui|leur))*)"
)
FOLLOWED = re.compile(
    r"(?:le|la|les|un|une|des|du|de|d'|l'|ton|ta|tes|votre|vos|son|sa|ses|ce|cet|cette|ces|chaque|tous|toutes?|tout"
    r"|deux|trois|quatre|cinq|\d|sur|dans|à|au|aux|en|avec|bien|jusqu'|Qz\d+zQ|[\"“«])(?:\s|\b|$)",
    re.IGNORECASE,
)
"""How a clause goes on behind an imperative with "tu"."""


@lru_cache(maxsize=4096)
def imperative(word: str) -> tuple[str, bool] | None:
    """(the imperative with "vous" for a word in the place of an imperative, whether it can be nothing else); None if it
    can't be one. It may have pronouns at its end: "connectez-vous", "ouvre-le"."""
    found = _FORM.fullmatch(word.lower().replace("’", "'"))
    if found is None or found["verb"] in _NO_VERB:
        return None
    verb, pronouns = found["verb"], found["pronouns"].replace("-toi", "-vous")
    if verb.endswith("ez") or verb in ("faites", "dites", "défaites", "refaites"):
        return (verb + pronouns, True) if is_deed_form(verb) else None
    infinitive = _infinitive_of_tu(verb)
    if infinitive is None or infinitive in _TALK:
        return None
    return vous_of(infinitive) + pronouns, bool(pronouns)


def is_deed_form(vous: str) -> bool:
    """Whether an imperative with "vous" tells the listener to do something that a guide is about."""
    return vous not in _TALK_FORMS


def is_deed(infinitive: str) -> bool:
    """The same of an infinitive."""
    return infinitive not in _TALK


def vous_of(infinitive: str) -> str:
    """The imperative with "vous" of any verb, by the rules if it isn't listed as irregular."""
    if infinitive in _VOUS:
        return _VOUS[infinitive]
    if infinitive.endswith("er"):
        return infinitive[:-1] + "z"
    if infinitive.endswith("ir"):
        return infinitive[:-1] + "ssez"
    return infinitive[:-2] + "ez"


_TALK_FORMS = {vous_of(verb) for verb in _TALK} | {"pouvez", "devez", "voulez", "savez", "avez", "êtes", "connaissez"}


def from_nous(word: str) -> str | None:
    """The imperative with "vous" for a verb in the first person plural: "cliquons", "nous ouvrons". None for others."""
    low = word.lower()
    if not low.endswith("ons") or len(low) < 5 or low in ("allons", "avons", "sommes", "devons", "pouvons", "voulons"):
        return None
    vous = re.sub(r"(?:(?<=g)e)?ons$", "ez", low)
    vous = {"faisez": "faites", "disez": "dites"}.get(re.sub("ç(?=ez$)", "c", vous), re.sub("ç(?=ez$)", "c", vous))
    return vous if is_deed_form(vous) else None


def from_vous(word: str) -> str | None:
    """The imperative for a verb behind "vous" that isn't a question or a state: "vous cliquez"."""
    found = imperative(word) if word.lower().endswith("ez") or word.lower() in ("faites", "dites") else None
    return found[0] if found else None


def from_tu(word: str) -> str | None:
    """The same for a verb behind "tu": "tu cliques", "tu mets"."""
    low = word.lower()
    infinitive = _infinitive_of_tu(low if low in _TU else low.removesuffix("s"))
    return vous_of(infinitive) if infinitive and infinitive not in _TALK and low not in ("as", "vas") else None


def from_on(word: str) -> str | None:
    """The imperative with "vous" for a verb behind "on": "on clique", "on met". None if the verb isn't known so."""
    low = word.lower()
    tu = {"met": "mets", "remet": "remets", "fait": "fais", "prend": "prends", "attend": "attends", "rend": "rends"}
    tu |= {"descend": "descends", "tient": "tiens", "revient": "reviens", "sort": "sors", "suit": "suis"}
    base = tu.get(low) or (low[:-1] + "s" if low.endswith("it") and low[:-1] + "s" in _TU else low)
    infinitive = _infinitive_of_tu(base)
    return vous_of(infinitive) if infinitive and infinitive not in _TALK and low not in ("a", "va") else None


def _infinitive_of_tu(verb: str) -> str | None:
    """The infinitive of an imperative with "tu"; None if it isn't one."""
    if verb in _TU:
        return _TU[verb]
    if verb in ("ouvre", "rouvre", "couvre", "recouvre", "offre"):
        return verb[:-1] + "ir"
    if not verb.endswith("e") or len(verb) < 4:
        return None
    stem = verb[:-1]
    stem = re.sub(r"(?<=[aou])i$", "y", stem)
    stem = re.sub(r"(?:(?<=pp)|(?<=j))e(ll|tt)$", lambda m: "e" + m[1][0], stem)
    if grave := re.search(r"è(?=[^aeiouy]{1,3}$)", stem):
        plain = f"{stem[: grave.start()]}e{stem[grave.end() :]}er"
        return plain if plain in _WITH_E else f"{stem[: grave.start()]}é{stem[grave.end() :]}er"
    return stem + "er"
