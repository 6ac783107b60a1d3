"""Payers' PDF forms: what fields they have, what stands in them, and where the rest continues."""
