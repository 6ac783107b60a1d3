"""Other formats to cases."""
