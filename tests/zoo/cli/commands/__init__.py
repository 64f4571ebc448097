"""Tests of `zoo.cli.commands`."""
