"""The pages of invitations to a date, by who opens them."""
