"""What is recorded: values, vocabularies and the record classes."""
