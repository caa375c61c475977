"""Patterns for kinds of English sentences: question, warning, need, result, announcement, chatter."""

from __future__ import annotations

import re


def _one_of(*alternatives: str) -> str:
    """A pattern for any of these."""
    return f"(?:{'|'.join(alternatives)})"


def _pattern(*parts: str) -> re.Pattern[str]:
    """The parts as one pattern that ignores case."""
    return re.compile("".join(parts), re.IGNORECASE)


def _lower_case(*parts: str) -> re.Pattern[str]:
    """The parts as one pattern for a sentence in lower case. A long choice is found three times as fast so, since most
    of it is left out by its first letter."""
    return re.compile("".join(parts))


_REALLY = "(?:very |really |extra |always )?"
_SMALL_TALK_TIME = _one_of("second", "minute", "moment")

QUESTION = _pattern(
    r"\?\s*$|^",
    _one_of("what", "why", "how", "who", "where", "when", "which", "is", "are", "do", "does", "did", "can", "could"),
    r" (?:you|we|i|it|that|this|there|they|the)\b(?!.* is to ).*\?",
)
HARMLESS = _pattern(
    r"\b(?:don't|do not) ",
    _one_of(
        "worry", "have to", "need to", "forget", "know", "think", "(?<!you don't )(?<!you do not )want", "mind", "care",
        "hesitate", "see", "get", "like", "believe", "really", "you", "we", "i", "understand", "remember",
        "necessarily", "even", "be afraid", "panic",
    ),
    r"\b",
)  # fmt: skip
"""A negation that forbids nothing: "don't worry"."""
CONDITION_ALONE = _pattern(
    r"^(?=(?:(?:and|so|but|now|then|also|for example|for instance),? )*(?:if|when|once|in case|let's say|suppose))"
    r"(?!.{12,}\b(?:it|they|you|we|i|there|that|this)(?:'ll|'s|'re| will| would| can| could| get| gets| see| should"
    r"| is| are| opens| has| have| contains) )(?!when \w+ing)(?:(?:and|so|but|now|then|also|for example"
    r"|for instance),? )*(?:if|when|once|in case|(?:let's say|suppose)(?: that)? (?:i|we|you)"
    r"(?= (?:want|need|have|are|would|can't|don't)\b|'))\b[^,;:?]{8,140}\.$"
)
"""A condition that has become a sentence of its own. How it begins is looked at first, since that is soon done."""
AFTERTHOUGHT = _pattern(r"^(?:as long as|unless|provided that|so that|until)\b[^,;:?]{8,140}\.$")
"""A clause that limits the sentence before and has become a sentence of its own."""
INSTEAD = _pattern(
    r"^(?:(?:if|when|unless|once)\b[^,;]{3,80}, )?(?:please )?(?P<not>(?:don't|do not|never|avoid) [^,;]{3,80})[,;] "
    r"(?:(?:but|instead|rather|just|simply|please),? )*(?P<then>.+)$"
)
"""What not to do (`not`), and what to do then (`then`)."""
WARNING = _lower_case(
    rf"^(?:warning|caution|danger|careful|be {_REALLY}careful|watch out|beware)\b|\b",
    _one_of(
        rf"be {_REALLY}careful", "careful not to", "treat (?:it|this|them|that) (?:like|as)",
        "make sure (?:that )?you (?:don't|do not|never)", "make sure not to",
        "(?:can't|cannot|can not) be (?:undone|recovered|restored|reversed)", "shown only once", "only shown once",
        "with (?:some|great|extreme|a lot of) (?:care|caution)",
        "lose (?:all )?(?:your|the|any) (?:data|work|changes|files?)", "permanently (?:delete|remove|lose)",
        "it is dangerous", "it's dangerous", "must not", "mustn't", "under no circumstances", "at your own risk",
        "irreversible",
    ),
    r"\b",
)  # fmt: skip
PROHIBITION = _pattern(
    r"^(?:(?:please|so|and|but|just|also|again) )*",
    _one_of(
        "(?:you|we) (?:should|must|may|want to|'d better)(?: not| never)",
        "(?:you|we) (?:shouldn't|mustn't)", "(?:you|we)(?:'d| would)? never (?:want to|should)",
        "(?:you|we)(?:'re| are) not (?:supposed|allowed|meant) to", "(?:you|we|i)(?: would not|'d not| wouldn't)"
        "(?! (?:say|know|think|be|call|worry|have|believe|mind|expect)\\b)",
        "(?:i|we)(?:'d| would)? never (?=[a-z]+ (?:the|an?|it|them|that|this|those|my|your|anything|over|on|in"
        "|with)\\b)"
        "(?!\\w+(?:ed|ew|ought|ound) )(?!had|did|got|saw|said|went|made|put\\b|understood|knew)",
        "you (?:don't|do not) want (?=(?:that|this|it|them|the|any)\\b)",
        "you (?:don't|do not) want to(?! (?:do (?:that|this|it)|have|just|be)\\b)",
        "never (?!going|been|seen|had|did|ever|mind|really|heard|used"
        "|know)", "don't", "do not", "avoid", "try not to",
        "make sure (?:that )?(?:you |we )?(?:not to|don't|do not|never)",
    ),
    r"\b",
)  # fmt: skip
NOTE = _pattern(
    r"^(?:please )?",
    _one_of(
        "note(?: that|,|:)", "notice that", "keep in mind", "bear in mind", "remember(?: that|,)", "be aware",
        "important:", "one thing to (?:note|remember)", "the important thing",
        "it's (?:important|worth) (?:to (?:note|know|remember|understand)|noting|knowing)",
        "(?:it's|it is) (?:very |really |quite |also )*(?:important|essential|crucial|vital) that",
        r"(?:the|this|that|these|your|both|all|each|every|everything|everybody|everyone|somebody|someone|two|three) "
        r"(?:(?!if\b|that\b|which\b|who\b)[\w'-]+ ){0,5}?(?:must|has to|have to|needs to"
        r"|need to) (?:always |first |also )*(?:be|stay|remain|face|point|sit|come|go|match|fit|touch)\b(?! (?:able"
        r"|honest|fair|said|clear|careful)\b)",
        r"you(?:'ll| always| do)? want (?:the|your|this|both|each|every) (?:[\w'-]+ ){1,4}?(?:facing|pointing|away"
        r"|flat|level|dry|clean|wet|warm|hot|cold|straight|tight|loose|open|closed|up|down|on|off|in|out)\b",
        r"the (?:(?!only|main|next|first|last)\w+ ){1,3}(?:parameters?|arguments?|options?|fields?|settings?|choices?"
        r"|values?|flags?) (?:are|is)(?= (?:the|an?|between|either|\w+,))",
    ),
    r"(?!\w)",
)  # fmt: skip
GIVEN = _pattern(
    r"^(?:your|the|my|our|its) (?:[\w-]+ ){0,2}?(?:user ?names?|passwords?|passcode|pin|login|log-in|account name"
    r"|e-mail address|default code|(?:server|network|room|door|customer) (?:name|code|key|number|address))"
    r" (?:is|are)(?! (?:not|no longer|wrong|important|shown|displayed|needed|required|going|where|why|how)\b)"
    r" \S+(?: \S+){0,18}$"
)
"""What the reader has to enter, and which that is: "your user name is the same as for your e-mail"."""
RESTRICTION = _pattern(
    r"\b(?:(?:will|can|'ll) only(?! (?:imagine|hope|guess|dream|wish|assume)\b)"
    r"|only (?:if|when|once|works)|as long as|by default|this (?:step )?is optional"
    r"|it's not critical|it'll probably take|you (?:can't|cannot|can not)|you (?:can|could) (?:always"
    r"|adjust|change)|as needed)\b"
)
"""Something that limits or permits."""
TIP = _lower_case(
    r"^(?:(?:a|one|another|my) (?:quick |little |good |pro )?tip|pro tip|tip:|if you (?:want|like|prefer|wish))\b",
    r"|\b(?:it's|it is) (?:always |usually |generally )?(?:best|a good idea|good practice|easier|helpful"
    r"|better|useful) (?:to|if)\b|\byou (?:may|might|could)(?: also| well| then| just)? (?:want|like|wish|prefer|care"
    r"|choose) to\b|\b(?:we|i)(?:'d| would)? (?:highly |strongly )?recommend\b|\byou (?:can|could|may"
    r"|might) also\b|\balternatively\b",
)
NOT_NEEDED = _pattern(
    r"^(?:(?:you|we|i) (?:don't|do not) (?:need(?: to)?|have to)|(?:there's |there is )?no need(?: to)?)"
    r" (?!worry|know|care|think|really|do (?:that|this|it|anything))\w+ \w+[ ,]"
)
"""A sentence that says what isn't necessary."""
CONSEQUENCE = _pattern(
    r"^(?:if|when) (?:you|we|i) [^,]+?(?:,| then) (?:the |a |your )?[\w ]{2,30}? (?:will|is going to|is|are)\b|"
    r"^(?:if|unless|when) .+,? (?:it|this|that|the [\w ]{1,200}?|you)(?:'ll| will| won't| can't| would| may| might)\b"
    r"|^if .+\b(?:looks?|is|are|works?) (?:a (?:little )?(?:bit )?)?different",
)
"""What happens under a condition."""
_BE = (
    r"be(?= (?:not )?(?:[\w-]+ed|shown|done|written|sent|built|taken|there|ready|visible|available|empty|full|green|red"
    r"|blue|on|off|\d|in the (?!future)|on the|at the|a (?:new|list|file|message|button|window))\b)"
)
_RESULT_VERBS = _one_of(
    "show", "display", "open", "appear", "pop", "ask", "prompt", "list", "give", "return", "print", "start", "launch",
    "create", "redirect", "take", _BE, "look", "run", "come", "install", "download", "execute", "stop", "load",
    "output", "generate", "say", "contain", "update", "turn", "change", "translate", "get",
)  # fmt: skip
_IT = r"(?:this|that|it|the (?:(?!we\b|you\b|i\b)\w++ ?){1,4}(?<! )|a \w+(?: \w+){0,4}|your \w+(?: \w+){0,3})"
EXPECTED = _pattern(
    r"^(?:(?:and|then|now|so|here|there|next|afterwards) )*",
    _one_of(
        r"(?:you|we)(?:'ll| will| should|'d)(?: (?:now|then|also|be able to|be|have))* "
        r"(?:see(?! how\b)|notice|receive|taken|prompted|presented|asked|redirected|greeted|logged in)",
        r"you(?:'ll| will| should)(?: (?:now|then|also|be able to|be|have))* (?:get|have|find|end up)",
        # Told as it happens: in longer sentences of this kind, something else follows.
        r"(?=.{1,80}$)(?:you|we)(?: (?:now|then|also))* (?:see|get) (?:a|an|the|your)",
        r"(?=.{1,80}$)(?:you|we)(?:'re| are)(?: (?:now|then|also))* (?:taken|prompted|presented|asked|redirected"
        r"|greeted|logged in)",
        rf"{_IT}(?:(?:'ll| will| should(?! be (?:obvious|familiar|clear|fine|straightforward|enough))| is going to"
        rf"| are going to)(?: (?:now|then|also|automatically|just|basically))*| (?:now|then)) {_RESULT_VERBS}",
        "(?:this|that|it|which) (?:opens|displays|brings|shows|prints|returns|outputs|launches|gives (?:you|us))",
        r"(?:the|a) \w+(?: \w+){0,3} (?:appears|opens|pops up|comes up|shows up|is displayed|is shown|starts)",
    ),
    r"\b",
)  # fmt: skip
"""What appears or happens after an instruction."""
_TO_START = r"before (?:you|we) (?:begin|start|get started|can start|do (?:this|that|anything))"
BEFORE_BEGINNING = _pattern("^", _TO_START)
PREREQUISITE = _pattern(
    rf"^(?:(?:{_TO_START}|(?:in order )?to [a-z]+|first|to follow along|for this|to get started"
    rf"|as a prerequisite)[^,]{{0,40}}?,? )?(?:please )?",
    _one_of(
        r"you(?:'ll| will|'d| would)?(?: (?:also|first|just"
        r"|both))* need(?: to have)?(?: access to)? (?!to\b|not\b)(?=\w)",
        r"make sure (?:that )?(?:you|you've|you already) (?:have|know|are|installed|got)\b",
        r"(?:you|we) (?:should|must|need to|have to|'ll need to) (?:already |first )?have (?:a|an|the|your|access"
        r"|installed|at least|some)\b",
        "(?:the )?(?:prerequisites|requirements) (?:are|is)",
        "(?:you|we)'ll want to have ",
    ),
)
"""What listeners must have or know."""
_OCCASION = _one_of(
    "video", "tutorial", "screencast", "session", "lesson", "guide", "episode", "workshop", "recording", "demo",
    "walkthrough", "module", "lecture", "training",
)  # fmt: skip
_PRESENTING = _one_of(
    "take a look at", "look(?:ing)? at", "walk(?:ing)? (?:you )?through", "show(?:ing)? you",
    "go(?:ing)? (?:over|through)",
    "learn(?:ing)?", "explain(?:ing)?", "see(?:ing)?", "cover(?:ing)?", "demonstrat(?:e|ing)",
    "talk(?:ing)? (?:about|through)",
    "discuss(?:ing)?", "understand(?:ing)?", "tell you", "teach(?:ing)? you", "explor(?:e|ing)", "find(?:ing)? out",
)  # fmt: skip
DEFINED = _pattern(
    r"^(?:so |and |now |basically )*(?:\w+ing(?: \w+){0,3}|(?:the |a |an |this |that "
    r"|what )?[\w-]+(?: \w+){0,3}) means?(?: that)? (?:if|when|you|we|it|the)\b"
    r"|\bnot (?:doing|going to do) (?:that|this|it)\b|^(?:you|we|i)(?:'re| are|'m| am) not (?:going to|doing)\b"
)
"""What a term means, or what isn't done now."""
HABIT = _pattern(
    r"^(?:(?:i|we)'ve always|i(?:'ve)? (?:usually|normally|typically|generally)"
    r"|(?:i|we)(?:'ve)? (?:often|sometimes|personally|rarely|don't really|do not really|used to|would have"
    r"|could have))\b"
)
"""A habit of the speaker, or what was or might be done. It tells nobody to do the same."""
TRIAL = _pattern(
    r"^(?:if|when|once) (?P<who>we|you|i)(?: (?:now|then|just|also|actually)){0,4} (?P<does>(?:(?!\b(?:want|need|like"
    r"|wish|have to|don't|can't|didn't|get lost)\b)[^,])+?)",
    r"(?:, (?:then )?| then | (?=(?:we|you|i)(?:'ll| will| can| should) (?:now |then |also ){0,4}(?:be able to )?see))",
    r"(?P<seen>(?:we|you|i)(?:'ll| will| can| should|'re going to)?(?: (?:now|then|also|be able to|actually)){0,4} ",
    r"(?:see|notice|get(?! (?:started|going|to))|(?<!can )(?<!also )find)\b(?! how\b).{8,})$",
)
"""What a presenter does (`does`) and what then appears (`seen`)."""
SHOWS = _pattern(
    r"\b(?:if|when|once) (?:we|i|you)(?:'ll)?(?: (?:now|then|just|also|actually)){0,2} (?:run|click|type|open|press"
    r"|select|choose|scroll|hit|enter|exit|save|submit|copy|paste|refresh|reload|drag|add|put|pull|push|turn|close|cut"
    r"|pour|print|create|edit|write|go (?:to|into|back))\b"
    r"|\b(?:let's|let me)(?: (?:now|just|first|then|also|quickly)){0,2} (?:look|see|try|check|go|do|show|take a look"
    r"|have a look)\b"
)
"""Words of somebody who shows something while talking."""
TOPIC = _pattern(
    rf"\b(?:in (?:this|today's) (?:\w+ )?{_OCCASION}\w*|today"
    rf"|this {_OCCASION} (?:will )?(?:shows?|explains?|demonstrates?|covers?))\b[\s,]*+",
    r"(?:(?:i|we|you)(?:'ll|'m| will|'re| are| am| want| would like|'d like)?(?: (?:be"
    r"|going))?(?: to)?(?: be)?[\s,]*+)?",
    rf"(?:{_PRESENTING}\s++)?(?:the (?:process|steps|basics) (?:of|to|for)\s++)?(?:how (?:to|you can|we can|you)\s++)?",
    r"(?P<what>.+)",
)
"""The announcement of what (`what`) the whole recording is about."""
SHOWING = _pattern(
    r"\b(?:i'm|we're|i am|we are) going to (?:show you|look at|take a look at|cover|go through|walk (?:you )?through)"
    r" (?P<what>(?:a|an|the|some|how to) .+)"
)
"""A sentence that says what the recording shows."""
HOW_TO = _pattern(
    r"\b(?:show|teach|tell|walk|take|explain|understand|demonstrate|learn|see|look at|covers?|about|go over)\b.{0,25}?"
    r"\bhow (?:to|you can|we can)\s++(?P<what>.+)"
)
GOAL = _pattern(
    r"^(?:(?:so|now|and|okay|then|next|alright|all right|first)[,\s]+)*",
    _one_of(
        r"(?:now )?(?:that .{0,60}?, )?(?:we|you)(?: can|'re ready to|'re going to| are going to|'ll| will)"
        r"(?: now| then| finally)?", "let's(?: now| go ahead and)?",
        r"the next thing (?:we|you|i)(?:'ll| will|'re going to)? (?:do )?is(?: to)?", "it's time to", "time to",
        "how do (?:you|we|i)", "how to",
    ),
    r"\s+(?P<what>",
    _one_of(
        "create", "set up", "install", "configure", "add", "build", "make", "deploy", "connect", "register", "publish",
        "find", "change", "remove", "delete", "update", "import", "export", "define", "write", "test", "turn", "use",
        "prepare", "enable", "upload",
    ),
    r"\b.+)$",
)  # fmt: skip
"""The announcement of what (`what`) the next sentences achieve."""
CHATTER = _lower_case(
    r"\b",
    _one_of(
        "subscribe", "like button", "thumbs up", "leave (?:a|me|your) comment", "comments? (?:section|below)",
        "sponsor", "patreon", "discord", "see you (?:in the )?next",
        "thanks? (?:you )?for (?:watching|joining|listening)", "my screen", "can you (?:hear|see)", "you're on mute",
        "unmute", "raise your hand", "in the chat", "bear with me", f"give me a {_SMALL_TALK_TIME}", "hang on",
        "hold on", f"(?:just|give me) one {_SMALL_TALK_TIME}", "lunch", "bathroom",
        "(?:grab|get|have|for) (?:a )?coffee", "come around and help", r"\d+.minutes? break",
        "(?:coffee|short|quick|little) break", "running? (?:a bit |a little )?late", "(?:want|like) to follow along",
        "use your imagination", "(?:proper|good) read", "(?:thank|thanks to) (?:all|everyone|everybody|our|my)",
        "(?:skills|what) you(?:'ve| have)? (?:just )?learned", "you(?:'ve| have)? (?:also |just )?learned", "a recap",
        "let's recap",
        r"(?:give|have|got) (?:you |them )?(?:about "
        r"|another )?\w+ minutes", "ask (?:me )?(?:a )?questions?",
        "(?:have|got|are there|if there are|for) any(?: more| other| further)? questions",
        "^any (?:more )?questions",
        # Who does what in this call, and how it is told.
        r"why don't you\b.{1,200}? and (?:then )?i(?:'ll| will)",
        r"i(?:'ll| will| can) (?:just |then |now )?read (?:it|that|this|them|these|those)"
        r" (?:(?:out|off|back|aloud|again)|to (?:him|her|them|you|everyone|everybody))",
    ),
    r"\b",
)  # fmt: skip
"""Phrases about watching, listening, breaks and the call itself. A sentence with one tells the reader nothing."""
MORE_INFORMATION = _pattern(
    r"\b(?:you'll|you will|you can|to) (?:also )?(?:find (?:out )?(?:much )?more|learn more"
    r"|read more) (?:information |details )?(?:about|on)\b|"
    r"^for (?:more|further|additional) (?:information|details?|info)\b"
    r"|\bvisit (?:our|my|the) (?:developer )?(?:website|documentation|docs|site|page)\b"
)
ABOUT_RECORDING = _pattern(
    r"\b(?:the|this|next|last|previous|another|a later|our|in a) (?:video|lecture|episode|tutorial|slide|chapter)s?\b"
    r"|\bin the description\b|\blinks? (?:below|above)\b|\bshow notes\b|\bmy (?:channel|website|blog)\b"
    r"|\b(?:small |quick )?demo\b"
)
IDIOM = _pattern(
    r"^(?:keep (?:going(?!.* until\b)|trying|at it|plugging|it up)|take it (?:up|a step|from|away|easy)"
    r"|call it (?:quits|a day)"
    r"|bring it back|sleep on it|go (?:and )?(?:see|read)\b|get a good|give it (?:a (?:try|go|shot|second|minute)"
    r"|your)|wrap (?:it |this )?up|start wrapping|try for|update (?:the|this|these) (?:instructions?|example|slides?)"
    r"|change my\b|put (?:that|it|this) in your back|go with (?:it|that)|go (?:straight|right) into|run with it"
    r"|make sense|get to the (?:end|point)|do (?:the|a) (?:rest|recap|couple|few|bit)|go through|run through"
    r"|let (?:it|that|this) sink)\b"
)
"""The beginning of a phrase about the talk itself, or about nothing in particular."""
ABOUT_LISTENERS = _pattern(r"\b(?:questions?|workshop|exercise|everyone|everybody|folks|guys)\b")
CORRECTION = _pattern(
    r"^(?:(?:oh|ah|uh|um|and|but|well),?\s+)*",
    _one_of(
        "no,? wait", "wait,? no", "wait,? sorry", "sorry,? (?:no|i mean|that(?:'s| is)|it(?:'s| is))", "i meant?",
        "correction", "scratch that", "actually,? no", "no,? actually", "make that", "or rather", "no,? sorry",
        "sorry,? not", r"actually, just (?=\S*+$)(?=\S*[\d./:_]\w)",
    ),
    r"\b",
)  # fmt: skip
"""The beginning of a sentence that corrects the one before it."""
TURNED_TO = _pattern(
    r"^(?:(?:so|now|and|okay|then|next|alright),? )*(?:let's|we'll|we will|we're going to)(?: now| also| next)? "
    r"(?:(?:take a (?:quick |closer )?)?look at|move on to|turn to|get to|go on to|talk about) (?P<verb>[a-z-]+ing)\b"
    r"(?P<what> .+)$"
)
"""The next thing to do, said as a topic: "let's now take a look at loading raw text files"."""
FIRST_OF_SEVERAL = _pattern(
    r"^(?:(?:so|now|and|then|okay|well),? )*(?:(?:we|i|you)(?:'ll| will)?(?: just)? |let's )?(?:first(?:ly)?,? )?"
    r"(?:start|begin)(?: off| out)? (?:by|with) [a-z]+ing\b"
)
"""The beginning of a sentence with the first of several instructions."""
STARTING = _pattern(
    r"\b(?:let's (?:get (?:right |straight )?(?:into it|started|going|to it)|dive (?:right )?in|begin|start"
    r"|jump (?:right )?in|hop (?:right )?in)|without further ado)\b|^(?:(?:so|now|okay) )*how (?:do|can) (?:you|we"
    r"|i)\b|^(?:so |to begin|to get started|starting with)\b.*\b(?:let's|first|start)"
)
"""A sentence that ends an introduction and begins the work."""
WEAK_OBJECT = _pattern(
    r"^(?:all of (?:it|that|this|them|these|those)\b|over\b|it|that|this|them|these|those|so|one|ones|something"
    r"|anything|everything|stuff|things?|on|ahead|a (?:bit|little|lot)|\W)*$"
)
"""What follows a verb and says nothing: "it", "something", "a bit"."""
TYPED = re.compile(
    r"^(?:in |out )?(?P<what>(?:sudo |git |npm |npx |pip3? |conda |docker |kubectl |cd |mkdir |python3? |apt(?:-get)? "
    r"|brew |curl |make |cargo |nix ).+)$"
)
"""What follows a verb if it is a command line (`what`)."""
