"""The meeting room: one page for the two hours, where nothing that is typed is lost."""
