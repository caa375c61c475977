"""Lists of English words by their role in an instruction, and the base forms of verbs."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.speech.lexicon import word_set

ACTION_VERBS = word_set("""
    accept access acknowledge activate add adjust align allow alter anchor answer append apply approve archive
    arrange ask assemble assign attach authenticate authorize bake bend blend block boil book boot bring browse
    brush build bump bundle calculate call cancel capture carry cast center change charge check choose chop clamp
    clean clear click clip clone close collapse collect combine comment commit compare compile complete compose
    compress concatenate configure confirm connect contact continue convert cook cool copy count cover create crop
    crumble customize cut dab debug declare decrease define delete deploy describe deselect designate destroy detach
    determine develop dial diff dig dim disable discard disconnect dismiss display divide do dock double-click
    download draft drag drain draw drill drive drop dry dump duplicate edit eject empty enable encrypt end enlarge
    enroll ensure enter erase evaluate execute exit expand experiment explore export expose extend extract fasten
    fetch file fill filter find finish fit fix flash flip fold follow force format forward freeze fry generate get
    give glue go grab grant grate grill grind group grow handle hang heat hide highlight hit hold hook hover
    identify implement import include increase indent initialize inject insert inspect install integrate invite
    invoke isolate iterate join jump keep knead label launch lay leave left-click let lift limit link list load
    locate lock log loop loosen lower mail maintain make manage map mark mask match measure melt merge mention
    migrate minimize maximize mix modify monitor mount mouse move multiply mute name navigate note notify number
    obtain open order organize orient outline overlay override overwrite pack paint park parse pass paste pause peel
    perform pick pin ping place plan plant play pleat plot plug point polish populate position post pour power
    practice prefix prepare press preheat preserve preview print proceed process produce promote protect provide
    provision prune publish pull pump purchase push put query quit raise read reactivate rearrange rebase reboot
    rebuild receive recompile reconnect record recover redeploy redirect redo reduce refer refresh register
    reinstall reject relaunch release reload remove rename render reopen repair repeat replace reply report request
    resend reset resize resolve restart restore retrieve return reuse revert review revise revoke rewind right-click
    rinse roast roll rotate round run sand save scale scan schedule scrape screw scroll seal search season secure
    select send separate serve set shake shape share shift show shrink shut sign simplify simulate skip sleep slice
    slide slip snap snip solder solve sort specify spin split spray spread sprinkle squeeze stage stamp start stash
    step stick stir stop store stow strain stretch strip submit subscribe subtract supply swap swipe switch sync
    synchronize tag take tap tape tar tear terminate test thread tie tighten tilt toggle touch trace track train
    transfer transform translate transpose treat trigger trim triple-click troubleshoot try tuck tune turn twist
    type unblock uncheck undo uninstall unlock unpack unplug unscrew unselect unwrap unzip update upgrade upload use
    utilize validate verify view visit wait warm wash watch weigh wipe wire withdraw wrap write zip zoom fork whisk
    lookup login logout simmer drizzle garnish chill marinate rub toss spoon whack crush mash rest secure ssh cd
    grep chmod dockerize containerize instantiate import pip dial inflate deflate lubricate degrease drape saute
    sauté sift soak broil refrigerate microwave puree unroll grease scoop beat dissolve skim mince dice braise steam
    poach baste crack thaw""")
"""Verbs that can begin an instruction."""

TALK_VERBS = word_set("""
    talk speak say tell mention discuss explain cover learn show share introduce present demonstrate describe walk
    dive touch see look think believe guess hope wish know understand remember recall wonder assume imagine suppose
    mean thank welcome apologize repeat answer ask question wait continue proceed skip jump focus wrap spend love
    hate feel hear listen notice realize appreciate agree disagree argue comment cheer quit stay stop finish begin
    start get come emphasize highlight point summarize recap review read explore happen elaborate chat meet join
    clarify consider contrast demo interact deal preface pray reiterate revisit tackle trust""")
"""Verbs that, after "I will" or "we are going to", say what the speaker does with the listeners and not with a
thing."""

STATE_VERBS = word_set("""
    be is are was were been being am have has had having seem seems appear belong contain consist cost depend
    deserve exist fit hear know lack like love matter mean need own possess prefer realize recognize remember
    resemble see think believe understand want wish wonder hope guess expect become became find hate feel care enjoy
    tend happen try end do did does live stand mind worry get got work call started came""")
"""Verbs that describe how things are, in the present tense after "I" or "we"."""

VAGUE_VERBS = word_set("do go get have take make try see look give let keep come put be say stick press hold")
"""Verbs that say nothing without a clear object."""

VERBS_OR_NOUNS = word_set("""
    access address answer block book boot bundle call cast center change charge check clip comment commit contact
    copy count cover crop cut debug diff display draft drag draw drill drive drop dump duplicate edit end exit
    export extract file fill filter finish fit fix flash flip fold force format forward freeze fry grant grill group
    handle hang heat highlight hit hold hook import increase insert install invite issue join jump label launch lay
    leave lift limit link list load lock log loop mail map mark mask match measure melt merge mix monitor mount
    mouse move mute name note number open order outline overlay override pack paint park pass paste pause pick pin
    ping place plan plant play plot plug point polish post power practice prefix press preview print process produce
    progress pull pump purchase push query quit raise read rebase reboot record reduce release reload repair repeat
    reply report request reset rest return reuse review rewind rinse roast roll round run sand save scale scan
    schedule scrape screw scroll seal search season set shake shape share shift show shrink shut sign slice slide
    slip snap solder sort spin split spray spread squeeze stage stamp start stash stay step stick stir stop store
    strain stretch strip submit supply swap swipe switch sync tag take tap tape tar tear test thread tie tilt toggle
    touch trace track train transfer transform treat trigger trim try tuck tune turn twist type update upgrade
    upload use view visit wait wash watch wipe wire work wrap zip zoom debug go show fork rest dock back complete
    clean clear cool dry dim double empty lower secure warm separate lookup login logout read close right""")
"""Verbs that are also nouns or adjectives. At the start of a sentence, the words after them decide."""

FINITE_VERBS = word_set("""
    is are was were will would can could should must may might has have had does did do allows lets gives means
    makes shows takes needs works becomes seems comes goes gets happens refers provides requires enables returns
    isn't aren't wasn't won't can't doesn't didn't contains includes consists tells says looks uses helps causes""")
"""Verb forms that can follow a noun but not an imperative."""

AFTER_IMPERATIVE = word_set("""
    a an the this that these those your my our his her its their it them him us me you each every all any both some
    one two three four five six seven eight nine ten several another either no more up down in out on off to from
    into onto over with through at by for back forward away around along until again as of about under below above
    across between inside outside next here there and or then via using against only just""")
"""Words that show, after a word that may be a noun, that it is an imperative."""

FUNCTION_WORDS = word_set("""
    a an the this that these those your my our his her its their it them him us me you i we they he she one ones thing
    things stuff something anything everything here there now then so and or but if of to in on at for from with by as
    into onto up down out off over again also just is are was were be been being do does did done have has had will
    would can could should may might must shall not no yes okay ok right well too very really way like what which who
    when where how why some any all each every both other same such more most much many lot bit little good great first
    through back away around along together under above below between inside outside near without within until
    next last go going get got take make let want need use try s t ll re ve d m 'll 're 've 'd 'm 's n't
    """)
"""Words without content of their own, ignored when sentences are compared."""

SHELL_COMMANDS = word_set("pip ssh grep chmod")
"""Commands that people use like verbs: "pip install it"."""

BROAD_VERBS = word_set("""
    go get make put take use provide work try have leave keep start give come run find say plan move bring hold do
    let see look set follow meet share handle reach think fold""")
"""Verbs that people use for everything, so that they hardly show that a transcript holds a procedure."""

GOAL_VERBS = word_set("""
    create set install configure add build make deploy connect register publish find change remove delete update
    import export define write test turn prepare enable upload resize save apply duplicate convert implement manage
    learn understand initialize customize design organize develop record debug move transfer migrate secure optimize
    improve fix extend replace restore recover clone generate stop download store push""")
"""Verbs that can name what several instructions achieve together."""

HANDLING_VERBS = word_set("""
    click double-click right-click left-click tap press type enter select choose pick drag drop scroll go navigate
    open close paste copy check uncheck tick hover expand collapse log sign cut tear wrap tape slip fold pull push
    put place slide hold release switch call name give pass specify provide""")
"""Verbs for work with the hands or a mouse."""

TANGIBLE_THINGS = word_set("""
    git commit branch repository repo button menu tab terminal command folder file directory install package page
    dashboard setting option window icon box field key tape bag screen tool template code line script function
    screwdriver pan plug password account login link website browser download zip click cursor layer image column
    row table cell module library environment url token switch hose valve cable breakpoint test server database
    notebook pull push merge screw bolt oil pot bowl oven dough flour knife glue paper cloth wire board battery""")
"""Things that hands or a mouse can hold, in the singular."""


STATE_PROGRESSIVES = word_set("work look go get do try leave plan find reach keep have live wait")
"""Verbs whose -ing form describes how things are: "we are working with"."""

PRESENTING_VERBS = word_set("""
    show demonstrate explain describe present introduce cover share discuss highlight showcase help study offer""")
"""Verbs that say, after "I" or "we", what is presented."""

HABIT_VERBS = word_set("use try keep put set let cut hit shut work plan spend read ask")
"""Verbs that say, after a plain "I", what the speaker usually does, or that may be in the past tense."""

FREQUENCY_ADVERBS = word_set("usually often generally typically normally personally sometimes still")
"""Adverbs of a habit that the listener need not have."""

CLAUSE_VERBS = word_set("make ensure check verify confirm see say let note assure pretend suppose hope find")
"""Verbs whose object can be a whole clause."""

CLAUSE_OPENERS = word_set("""
    that which what where how if whether when who because , and so until as sure or whatever wherever you we i it
    they before after once while but than like""")
"""Words that begin another clause or phrase."""

ADVERBS = word_set("""
    then now just also simply first next only basically actually probably always really still again all both quickly
    usually typically normally finally maybe perhaps kinda definitely certainly essentially obviously additionally
    subsequently immediately either eventually gonna ever often sometimes generally afterwards already at""")
"""Adverbs that can come between a subject and its verb."""


ROLE = (
    r"(?:accountant|accounting|admin|administrator|agent|analyst|applicant|approver|assistant|auditor"
    r"|baker|bank|board|bookkeeper|buddy|buyer|candidate|caregiver|caretaker|carpenter|cashier|chef"
    r"|child|claimant|class|cleaner|clerk|client|committee|compliance|controller|cook|coordinator|courier|crew|couple|customer"
    r"|dentist|department|designer|desk|director|dispatch|dispatcher|doctor|driver|electrician"
    r"|employee|engineer|facilities|finance|foreman|front desk|guard|guest|hire|host|housekeeper"
    r"|housekeeping|inspector|instructor|janitor|landlord|lawyer|legal|librarian|logistics|maintenance"
    r"|manager|marketing|mechanic|midwife|notary|nurse|office|officer"
    r"|operations|operator|other person|owner|parent|partner|person"
    r"|paramedic|patient|payroll|pharmacist|physician|pilot|planner|porter|principal|procurement"
    r"|purchasing|radiographer|receptionist|recruiter|registrar|representative|requester|reviewer|sales"
    r"|secretary|security|shift lead|specialist|staff|student|supervisor|supplier|surgeon|surveyor"
    r"|teacher|team|team lead|technician|teller|tenant|therapist|trainer|treasurer|underwriter|vendor"
    r"|vet|waiter|warehouse|welder)"
)
"""People and departments, who do things. A browser or a pump does too, but nobody follows a guide for it."""


NEGATIONS = ("not", "n't", "never", "cannot")
"""Words that negate a verb."""


def base_of_gerund(word: str) -> str | None:
    """The base form of the verb in an -ing form; None if the verb isn't known.

    >>> base_of_gerund("clicking"), base_of_gerund("creating"), base_of_gerund("setting"), base_of_gerund("ceiling")
    ('click', 'create', 'set', None)
    """
    if word == "tying":
        return "tie"
    if not word.endswith("ing"):
        return None
    stem = word[:-3]
    undoubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    for verb in (stem, stem + "e", undoubled):
        if verb in ACTION_VERBS or verb in ("forget", "begin"):
            return verb
    return None


_IRREGULAR = {
    "bound": "bind", "bent": "bend", "built": "build", "chosen": "choose", "cut": "cut", "done": "do",
    "drawn": "draw", "driven": "drive", "fed": "feed", "found": "find", "frozen": "freeze", "given": "give",
    "held": "hold", "hidden": "hide", "hung": "hang", "hit": "hit", "kept": "keep", "laid": "lay", "left": "leave",
    "let": "let", "lit": "light", "made": "make", "overwritten": "overwrite", "put": "put", "quit": "quit",
    "read": "read", "rebuilt": "rebuild", "run": "run", "sent": "send", "set": "set", "shown": "show", "shut": "shut",
    "split": "split", "spread": "spread", "stuck": "stick", "swapped": "swap", "taken": "take", "thrown": "throw",
    "spun": "spin", "sewn": "sew", "worn": "wear", "torn": "tear", "undone": "undo", "written": "write",
}  # fmt: skip
"""Irregular past participles and their base forms."""


def base_of_participle(word: str) -> str | None:
    """The base form of the verb in a past participle; None if the verb isn't known.

    >>> [base_of_participle(word) for word in ("added", "placed", "written", "red")]
    ['add', 'place', 'write', None]
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith("ed"):
        return None
    stem = word[:-2]
    undoubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    spelt = stem[:-1] + "y" if stem.endswith("i") else stem
    return next((verb for verb in (stem, stem + "e", undoubled, spelt) if verb in ACTION_VERBS), None)


def base_of_third_person(word: str) -> str | None:
    """The base form of a verb in the third person; None if the word isn't one.

    >>> [base_of_third_person(word) for word in ("files", "pushes", "copies", "fixes", "press")]
    ['file', 'push', 'copy', 'fix', None]
    """
    if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return None
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:ss|sh|ch|x|zz|[^aeiou]o)es$", word) else word[:-1]


_CONTENT = re.compile(r"[^\W_](?:[\w'-]*\w)?")


def content_words(text: str) -> frozenset[str]:
    """The content words of a text, in lower case and without plural endings."""
    return frozenset(_stem(w) for w in _CONTENT.findall(text.lower()) if w not in FUNCTION_WORDS and len(w) > 1)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word
