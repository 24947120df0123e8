"""Speed as ratios, each measured against a floor in the same run. Not tests: see `make bench`."""
