"""Run the `acctlib` command with `python -m acctlib`."""

from acctlib.cli import main

if __name__ == "__main__":
    main()
