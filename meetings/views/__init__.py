"""The pages of meetings, by what they are about. The page of one meeting is composed in copsite/pages/meeting.py."""
