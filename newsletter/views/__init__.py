"""The pages of the newsletter: making an issue, the archive, subscriptions."""
