"""A second source for a patient: what it adds, what it tells otherwise, and the chart's file with all of that in it."""
