"""The keys under which JSON files have what was said, by whom and when: those that known tools use, and others that
say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.readers import json_values as values


def bare_key(key: Any) -> str:
    """A key in lower case, without what separates its words: "start_time", "startTime" and "Start-Time" are one key."""
    return re.sub(r"[_\W]", "", str(key)).lower()


def _spelled(known: Iterable[str], others: str) -> tuple[str, ...]:
    """Bare keys, each once, in the order in which they are preferred."""
    return tuple(dict.fromkeys(map(bare_key, (*known, *others.split()))))


TEXT_KEYS = _spelled(
    values.TEXT,
    """
    words punct phrase phrases said speech subtitle txt transcripttext segmenttext runs utf8 alternatives lexical
    itn token snippet
    """,
)
START_KEYS = _spelled(
    values.START_KEYS,
    """
    startseconds startsec startmillis startmilliseconds starts startat startsat starttimecode timein tcin in
    beginoffset begins bg starttimestamp offsetmillisecond offsetms offsetseconds timestampms timems timecode tc t
    s position seek createdat date
    """,
)
END_KEYS = _spelled(
    values.END_KEYS,
    """
    endseconds endsec endmillis endmilliseconds ends endat endsat endtimecode timeout tcout out stop stoptime
    finish ed e
    """,
)
LENGTH_KEYS = _spelled(
    values.LENGTH_KEYS,
    """
    durationmillisecond durationseconds durationsec captionduration length durationmillis durationms d
    """,
)
SPEAKER_KEYS = _spelled(
    (),
    """
    speakername speakerdisplayname displayname personname participantname speakerdesignation username realname
    fullname speaker speakers speakerlabel participant person participantrole participanttype attendee who
    voice speakertag speakerid contributor contributorid participantid author actor role channel channeltag
    channellabel channelid mediachannel user userid from name label source
    """,
)
"""The last ones can mean something else."""
