"""Where notices come from: one function for each table of facts, `read(readers, now)`."""

from collections.abc import Callable, Iterator
from datetime import datetime

from pages.notices.items import Notice
from pages.notices.readers import Readers
from pages.notices.sources import steps, texts

SOURCES: tuple[Callable[[Readers, datetime], Iterator[Notice]], ...] = (texts.read, steps.read)
