"""`python -m inhabit`: the same as the `inhabit` command, wherever the environment lies."""

from __future__ import annotations

from inhabit.cli.main import main

if __name__ == "__main__":
    main(prog_name="inhabit")
