"""`manage.py encrypt_again`: the secrets of the second step, encrypted with the present key, after SECRET_KEY was changed."""

from django.core.management.base import BaseCommand

from members.actions.second_steps import encrypt_again


class Command(BaseCommand):
    """Encrypts secrets again, so that the key before is no longer needed for them."""

    help = "Encrypt the secrets of authenticator apps and backup codes with the present key. Repeating does no harm."

    def handle(self, *args, **options):
        number = encrypt_again()
        self.stdout.write(f"Secrets encrypted with the present key: {number}")
