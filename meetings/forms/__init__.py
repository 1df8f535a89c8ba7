"""The forms of meetings, by what they are about."""
