"""Words everyone uses: no torch, no I/O, no clock."""
