"""Recognises pages that are in the way of a page: a login, a captcha, a “not found” with status 200, an app without
text."""

from __future__ import annotations

import re

_LOGIN_HOSTS = re.compile(
    r"^(accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|[\w-]+\.okta\.com|[\w-]+\.auth0\.com|"
    r"id\.atlassian\.com|(login|signin|sso|auth|idp|accounts)\..+)$"
)
_LOGIN_PATHS = re.compile(
    r"/(log[-_]?in|sign[-_]?in|signin|sso|saml2?|oauth2?/authorize|adfs|cas/login|ServiceLogin)\b", re.I
)
_LOGIN_WORDS = re.compile(
    r"\b(log ?in|sign ?in|anmelden|einloggen|se connecter|connexion|iniciar sesión|accedi|entrar|"
    r"ログイン|登录|로그인)\b",
    re.I,
)
_CAPTCHA = re.compile(
    r"cf-turnstile|challenge-platform|cf-browser-verification|cf_chl_|g-recaptcha|recaptcha/api|h-captcha|hcaptcha\.com|"
    r"px-captcha|datadome|_Incapsula_Resource|awswaf|arkoselabs",
    re.I,
)
_CAPTCHA_WORDS = re.compile(
    r"just a moment|attention required|are you (a )?(robot|human)|verify(ing)? (that )?you are (a )?human|"
    r"checking your browser|unusual traffic|prove you.re not a robot|security check|request unsuccessful",
    re.I,
)
_NOT_FOUND = re.compile(
    r"\b404\b|page (was |could )?n[o']t (be )?found|not found|page (doesn.?t|does not|no longer) exist|"
    r"nothing (was )?found here|"
    r"(can.?t|couldn.?t|cannot) find (the|that|this|your) page|seite (wurde )?nicht gefunden|page introuvable|"
    r"página no encontrada|pagina non trovata|ページが見つかりません|页面不存在|找不到页面",
    re.I,
)
_NEEDS_SCRIPTS = re.compile(
    r"(enable|activate|turn on|requires?|need|without|activer|aktivier\w{0,20})\W+(\w+\W+){0,5}java ?script|"
    r"java ?script\W+(\w+\W+){0,4}(enabled|required|aktiviert|activé|disabled)",
    re.I,
)
_FEW_WORDS = 150
"""A page with more words isn't only a wall."""


def by_status(status: int, host: str) -> str | None:
    """Why an answer with this status isn't a page, for a person; None for 200."""
    match status:
        case 200:
            return None
        case 401 | 407:
            return "The page asks for a login."
        case 403:
            return (
                f"{host} doesn't let Script2Doc read this page (403). It may require a login or block automated access."
            )
        case 404:
            return "There is no page at this address (404)."
        case 410:
            return "The page is gone (410)."
        case 429:
            return f"{host} is getting too many requests (429). Try again later."
        case 451:
            return "The page is blocked for legal reasons (451)."
    if 500 <= status < 600:
        return f"{host} had a server error ({status}). Try again later."
    return f"{host} answered with status {status} instead of a page."


def is_login_address(url: str) -> bool:
    """Whether a redirect to this URL means that the page needs a login."""
    match = re.match(r"https?://([^/:?#]+)[^/?#]*([^?#]*)", url)
    return bool(match and (_LOGIN_HOSTS.match(match[1].lower()) or _LOGIN_PATHS.search(match[2])))


def in_the_way(source: str, title: str, heading: str, text: str, password_asked: bool) -> str | None:
    """Why this HTML isn't the page that was meant, for a person; None if it is. `text` is what was found in it."""
    words = len(text.split()) + sum(1 for c in text if c > "\u2e80") // 2
    start = f"{title}\n{heading}"
    if words <= _FEW_WORDS:
        if _CAPTCHA_WORDS.search(f"{start}\n{text[:600]}") and (_CAPTCHA.search(source) or words < 80):
            return "The page checks that its reader is a person (a captcha)."
        if _CAPTCHA.search(source) and words < 40:
            return "The page checks that its reader is a person (a captcha)."
        if password_asked or (_LOGIN_WORDS.search(start) and words < 60):
            return "The page asks for a login."
        if _NOT_FOUND.search(start) or (words < 60 and _NOT_FOUND.search(text)):
            return "The site says that this page doesn't exist."
    if words < 30:
        if re.search(r"<script\b", source, re.I) or _NEEDS_SCRIPTS.search(source):
            return "The page is built by scripts in the browser, so there is no text in what its server sends."
        if words < 5:
            return "No text was found on the page."
    elif words < 60 and _NEEDS_SCRIPTS.search(text):
        return "The page is built by scripts in the browser, so there is no text in what its server sends."
    return None
