"""A letter that somebody edited in Word, taken back: what was changed, what that does to its facts, what it says."""
