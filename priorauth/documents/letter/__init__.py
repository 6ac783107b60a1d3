"""A letter's content as Word and as PDF: the same words in both."""
