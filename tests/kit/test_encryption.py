"""A secret is stored encrypted, for one purpose, with keys that can be replaced."""

import pytest
from cryptography.fernet import InvalidToken
from django.test import override_settings

from kit.encryption import decrypt, encrypt

OLD, NEW = "an old key of this installation", "a new key of this installation"


def test_a_secret_reads_back_and_is_not_in_what_is_stored():
    stored = encrypt("JBSWY3DPEHPK3PXP", purpose="codes")

    assert decrypt(stored, purpose="codes") == "JBSWY3DPEHPK3PXP"
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert encrypt("JBSWY3DPEHPK3PXP", purpose="codes") != stored


def test_a_secret_of_one_purpose_is_none_of_another():
    with pytest.raises(InvalidToken):
        decrypt(encrypt("secret", purpose="codes"), purpose="something else")


def test_a_new_key_reads_what_the_key_before_wrote_while_that_is_listed():
    with override_settings(SECRET_KEY=OLD):
        stored = encrypt("secret", purpose="codes")

    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD]):
        assert decrypt(stored, purpose="codes") == "secret"
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[]), pytest.raises(InvalidToken):
        decrypt(stored, purpose="codes")
