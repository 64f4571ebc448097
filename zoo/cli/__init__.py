"""The command `zoo`: the only importer of Click. One command, one file."""

from zoo.cli.group import main

__all__ = ["main"]
