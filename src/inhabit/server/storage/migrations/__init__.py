"""Schema upgrades, oldest first: every file in `versions` is one step, and none is ever changed again."""
