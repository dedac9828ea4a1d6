"""`python -m tenure.interfaces.cli` is `tenure`."""

from tenure.interfaces.cli import main

main()
