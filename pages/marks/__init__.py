"""Marks while somebody writes: the addresses that the page asks, and keeping a word at a site."""
