"""Signing: the prescriber's own, by a digital signature or in ink; and what a signed file is worth."""
