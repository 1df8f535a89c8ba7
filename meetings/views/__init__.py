"""The pages of meetings, by what they are about. The page of one meeting is composed in pages/meeting.py."""
