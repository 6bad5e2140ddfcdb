"""An operator's report: a scenario read from a small file, answered, and laid out as one page."""
