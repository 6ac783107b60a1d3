"""What is known of one patient: frozen facts with stable ids, partial dates and strict codes."""
