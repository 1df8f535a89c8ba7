"""Issues for commissioners to look through and take away: the list, the public pages, the feed, figures over time."""
