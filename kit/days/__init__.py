"""Days and hours as people write them: reading them, the fields for them, showing them back, bank holidays."""
