"""Words that no password may consist of, because everybody here knows them: those of Copsite, and the names of one's sites."""

import re

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
