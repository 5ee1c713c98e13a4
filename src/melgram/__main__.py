"""``python -m melgram`` is the command ``melgram``."""

from melgram.cli.main import main

main()
