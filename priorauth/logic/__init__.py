"""Verdicts, findings, gaps and ranges of days. Nothing here knows medicine."""
