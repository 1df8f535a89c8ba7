"""Where words are: the register of a case's words, and what removes or withdraws them."""
