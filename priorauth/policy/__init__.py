"""Payers' coverage policies: what a file may say, how it is loaded, and how each criterion is judged."""
