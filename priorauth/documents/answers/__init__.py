"""Answer sheets: what is typed into a payer's portal or said on the telephone, ready to be copied."""
