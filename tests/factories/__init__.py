"""Ordinary valid things, one file per app. Exceptions are traits; keep the default what anyone would expect."""
