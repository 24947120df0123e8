"""The JSON interface's own house rules: deny by default, one shape of error."""
