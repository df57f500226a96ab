"""`python -m multitrainer` is `multitrainer`."""

from multitrainer.cli import main

main()
