"""Passwords that are refused: common ones, also with digits and signs around them, and those made of words that everybody
here knows.
"""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kit.fold import fold

WORDS = {
    "copsite", "community", "communities", "of", "practice", "cop", "meeting", "meetings", "facilitator", "broker",
    "commissioner", "programme", "site", "health", "social", "care", "council", "password", "passphrase", "passwort",
    "secret", "welcome", "letmein", "changeme", "qwerty", "login", "signin", "admin", "winter", "spring", "summer",
    "autumn", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
}  # fmt: skip
LEFT = 6  # letters that have to be left without these words, digits and signs
NO_LETTERS = re.compile(r"[\W\d_]")
PARTS = re.compile(r"\w+")


class CommonValidator(CommonPasswordValidator):
    """Refuse the common passwords of Django's list, also with digits and signs around them or twice over.

    Few of the list are as long as a password here has to be: "iloveyou" is no less common as "iloveyou2026!".
    """

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError for a password of the list, and for "Sunshine-2026!" or "dragondragon"."""
        super().validate(password, user)
        letters = NO_LETTERS.sub("", fold(password))
        once = next(
            (letters[:size] for size in range(4, len(letters)) if _is_repeated(letters, size)), letters
        )
        if once in self.passwords:
            raise ValidationError(self.get_error_message(), code="password_too_common")


def _is_repeated(letters: str, size: int) -> bool:
    """Return whether `letters` are their first `size`, two or three times over."""
    return letters in (letters[:size] * 2, letters[:size] * 3)


class KnownWordsValidator:
    """Refuse a password in which little is left once the words that everybody here knows are taken out of it."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError for "Copsite-2026!" or "Communities of practice 1"."""
        rest = folded = fold(password, capitals=False)
        for word in sorted(WORDS | names_around(user), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if rest != folded and len(NO_LETTERS.sub("", rest)) < LEFT:
            raise ValidationError(self.get_help_text(), code="known_words")

    def get_help_text(self) -> str:
        """Return the sentence for a password that is refused."""
        return "This password is made of words that others here would guess. Use three other words."


def names_around(user) -> set[str]:
    """Return the words in the names of the programmes and sites that `user` belongs to, in small letters."""
    if user is None or user.pk is None:
        return set()
    sites = list(user.standing.own_sites)
    named = [part for site in sites for part in (site.place, site.code, site.programme.name)]
    return {word for name in named for word in PARTS.findall(fold(name, capitals=False)) if len(word) > 2}
