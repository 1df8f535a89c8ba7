"""The Celery application. Rows in the database are the queue: a task is a hint, and a beat sweep finds what is due."""

import os

from celery import Celery
from celery.signals import worker_process_init

from kit import paper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copsite.settings.demonstration")

app = Celery("copsite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def warm_up(**kwargs):
    """Make each process of a worker ready for its first PDF. The threads of `make run` begin with it when one is asked for."""
    paper.warm_up()
