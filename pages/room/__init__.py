"""The meeting room: the page used during a meeting, on which nothing entered is lost."""
