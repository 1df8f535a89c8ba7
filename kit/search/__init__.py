"""Searching: the words of rows in one form, kept in one table, and found by the same SQL on every database.

`words` takes a text apart, `trade` and `spellings` say which words are one, `index` keeps the words of rows, and
`finding` asks for them. What is searched is said by the apps above, as a `Source`; who may read a row is their question
too, asked in the same query.
"""
