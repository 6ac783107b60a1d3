"""Trials of medicines held against what a policy asks of them."""
