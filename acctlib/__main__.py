"""`python -m acctlib` is `acctlib`."""

from acctlib.cli import main

if __name__ == "__main__":
    main()
