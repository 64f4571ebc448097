"""The marked blocks of a page, and the page with what they print."""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
from typing import TYPE_CHECKING

from . import python, shell

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(
    r"<!-- prepare(?: (?P<shown>[0-9a-f]{4}))?: (?P<command>.+?) -->\n"
    r"|<!-- (?P<what>file|output of|trained output of|tree of|run|not run|command|layers)"
    r"(?:: (?P<subject>.+?))? -->\n"
    r"(?P<fence>```(?P<language>\w*))\n(?P<content>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
FENCE = re.compile(r"^ *```(?:console|sh|bash|python|text)\b.*?^ *```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ (?P<code>(?:.*\\\n)*.*\n)(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)
"""A command of a console block, which may go on after a backslash, and its output."""
ID = re.compile(r"-([0-9a-f]{4})\b")
"""The end of the name of a run's or a sweep's folder."""


def unmarked(text: str) -> list[str]:
    """Return the blocks of commands, Python and output without a comment that says what they are."""
    return FENCE.findall(BLOCK.sub("", text))


def page_with_outputs(text: str, folder: Path, *, trained: bool) -> str:
    """Return a page with its blocks updated; commands run in `folder`.

    Raises:
        RuntimeError: A command or code fails, and the page shows no error.
    """
    with python.Session(folder) as session:
        page = _Page(folder, session, trained=trained)
        return BLOCK.sub(page.updated, text)


class _Page:
    """The blocks of a page are run one after the other in a folder."""

    def __init__(self, folder: Path, session: python.Session, *, trained: bool) -> None:
        self.folder, self.session, self.trained = folder, session, trained
        self.ids: dict[str, str] = {}

    def updated(self, match: re.Match[str]) -> str:
        """The block with what it prints now."""
        what, content = match["what"], match["content"]
        if what is None:
            if self.trained:
                self._prepare(match["command"], match["shown"])
            return match.group()
        if what == "file":
            path = self.folder / match["subject"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        elif what == "tree of":
            content = _tree(match["subject"])
        elif what == "run" and self.trained:
            content = self._run(match["language"], content, dict(_variables(match["subject"] or "")))
        elif what == "output of" or (what == "trained output of" and self.trained):
            command = match["subject"]
            printed = self._as_shown(self._output(command, trained=what == "trained output of"))
            content = printed if match["language"] == "text" else f"$ {command}\n{printed}"
        start, end = (at - match.start() for at in match.span("content"))
        return match.group()[:start] + content + match.group()[end:]

    def _prepare(self, command: str, shown: str | None) -> None:
        done = shell.run(self._real(command), self.folder, {})
        shell.check(command, done)
        if shown:
            self.ids[shown] = ID.findall(done.stdout)[-1]

    def _output(self, command: str, *, trained: bool) -> str:
        done = shell.run(self._real(command), self.folder, {})
        if "this is a bug in zoo" in done.stderr:
            raise RuntimeError(f"{command}: {done.stderr}")
        return done.stdout if trained else done.both

    def _run(self, language: str, content: str, variables: dict[str, str]) -> str:
        if language == "python":
            self.session.run(self._real(content))
            return content
        if language != "console":
            shell.check(content, shell.run(f"set -e\n{self._real(content)}", self.folder, variables))
            return content
        commands = [*COMMAND.finditer(content)]
        printed = [self._command(each, variables) for each in commands]
        if not any(each["printed"] for each in commands):
            return content
        return "".join(f"$ {each['code']}{new}" for each, new in zip(commands, printed, strict=True))

    def _command(self, match: re.Match[str], variables: dict[str, str]) -> str:
        done = shell.run(self._real(match["code"]), self.folder, variables)
        if "error: " not in match["printed"]:
            shell.check(match["code"], done)
        return self._as_shown(done.messages + done.stdout)

    def _real(self, text: str) -> str:
        """The text with the ids that runs have got in place of those that the page shows."""
        return re.sub(r"\b[0-9a-f]{4}\b", lambda found: self.ids.get(found[0], found[0]), text)

    def _as_shown(self, text: str) -> str:
        shown = {real: name for name, real in self.ids.items()}
        return re.sub(r"\b[0-9a-f]{4}\b", lambda found: shown.get(found[0], found[0]), text)


def _variables(subject: str) -> list[tuple[str, str]]:
    pairs = (each.partition("=") for each in subject.split())
    return [(name, value) for name, _, value in pairs]


def _tree(module: str) -> str:
    """Return the literal block in the docstring of a module."""
    text = inspect.getdoc(importlib.import_module(module)) or ""
    lines = text.partition("\n::\n")[2].strip("\n").splitlines()
    end = next((at for at, line in enumerate(lines) if line and not line.startswith(" ")), len(lines))
    return textwrap.dedent("\n".join(lines[:end])).rstrip() + "\n"
