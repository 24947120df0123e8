"""Everything that changes a document, its sections and its versions."""
