"""Web pages saved as one file, Confluence's Word export and e-mails: all are MIME messages. -> their page or text, or
the transcript that is attached."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy, default
from itertools import count

from pipeline.readers.documents.content import Content, Unreadable
from pipeline.readers.documents.members import transcript_among

MOST_PARTS = 500
"""So many parts of a message are looked at."""
MOST_PARSED = 5_000
"""With more parts, nobody has sent it."""


def read(data: bytes, read_file: Callable[[bytes], Content]) -> Content:
    """The content of a message. `read_file` reads the bytes of a file that is in it. Raises Unreadable."""
    message = message_from_bytes(data, _parts(), policy=default)
    parts = [part for part, _ in zip(message.walk(), range(MOST_PARTS), strict=False) if not part.is_multipart()]
    attached = {name: part for part in parts if (name := part.get_filename())}
    chosen = transcript_among(attached, "e-mail") if attached else None
    if chosen:
        inside = read_file(_bytes(attached[chosen.name]))
        inside.member = inside.member or chosen.member
        return inside
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    texts = [part for part in parts if part.get_content_type() == "text/plain" and not part.get_filename()]
    saved = message.get_content_type() == "multipart/related" or "snapshot-content-location" in message
    best = max(pages if saved or not texts else texts, key=lambda part: len(_bytes(part)), default=None)
    if best is None:
        raise Unreadable(
            "NotATranscript",
            "There's no text in this e-mail. Save the transcript that is attached to it, and use that.",
        )
    content = read_file(_text(best).encode())
    content.title = content.title or (str(message["subject"])[:300] if message["subject"] and not saved else None)
    content.mail = not saved
    return content


def _parts() -> Callable[..., EmailMessage]:
    """Makes the parts of one message. Raises Unreadable where there are too many."""
    numbers = count(1)

    def part(policy: EmailPolicy) -> EmailMessage:
        if next(numbers) > MOST_PARSED:
            raise Unreadable(
                "BrokenTranscript",
                "This e-mail has too many parts. Save the transcript that is attached to it, and use that.",
            )
        return EmailMessage(policy)

    return part


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: Message) -> str:
    data = _bytes(part)
    charset = part.get_content_charset() if isinstance(part, EmailMessage) else None
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace")
