"""Lists of German words by their role in an instruction."""

from __future__ import annotations

from pipeline.speech.lexicon import phrase_of, word_set, words_of

SUBJECTS = word_set("ich wir sie ihr du man")
"""Pronouns that can be the subject of an instruction, in lower case."""
MODALS = {
    **dict.fromkeys(
        ("muss", "müssen", "musst", "müsst", "müsste", "müssten", "soll", "sollen", "sollte", "sollten"), 1.0
    ),
    **dict.fromkeys(("will", "wollen", "möchte", "möchten", "werde", "werden", "würde", "würden"), 0.7),
    **dict.fromkeys(("kann", "können", "kannst", "könnt", "könnte", "könnten", "darf", "dürfen"), 0.55),
}
"""How surely each modal verb instructs, from 0 to 1."""
SIE_FORMS = {"habe": "haben", "bin": "sind", "kann": "können", "muss": "müssen", "will": "wollen", "soll": "sollen"}
"""Verb forms after "ich", and the same verbs after "Sie" if their ending doesn't give it away."""
STATE_VERBS = words_of("german", "vocabulary.STATE_VERBS")
"""Verbs that describe how things are, or what the speaker does together with the listeners."""
ACTION_VERBS = words_of("german", "vocabulary.ACTION_VERBS")
"""Verbs that can be an instruction, in the infinitive."""
GOAL_VERBS = words_of("german", "vocabulary.GOAL_VERBS")
"""Verbs that can name what several instructions achieve together."""
HANDLING_VERBS = words_of("german", "vocabulary.HANDLING_VERBS")
"""Verbs for work with the hands or a mouse."""
SEPARABLE_PREFIXES = words_of("german", "vocabulary.SEPARABLE_PREFIXES")
"""Prefixes that are separated from their verb in a main clause."""
AUXILIARIES = word_set("ist sind wird werden hat haben") | MODALS.keys()
"""Verbs that come with an infinitive or participle. A clause with one of them isn't a bare infinitive phrase."""
AFTER_IMPERATIVE = words_of("german", "vocabulary.AFTER_IMPERATIVE")
"""Words that can follow an imperative."""
ARTICLES = word_set("die das den dem ein eine einen einem alle alles euren eure diese diesen dieses")
"""Articles and other words that begin an object."""
PREPOSITIONS = word_set("in im am auf aus mit von vom zu zum zur für bei nach vor über unter durch um und oder ins an")
FUNCTION_WORDS = words_of("german", "vocabulary.FUNCTION_WORDS")
"""Words without content of their own."""
TANGIBLE_THINGS = phrase_of("german", "vocabulary.TANGIBLE_THINGS")
"""Things that hands or a mouse can hold."""
