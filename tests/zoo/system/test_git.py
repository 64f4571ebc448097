"""The commit of a folder, without running git or anything that a repository names."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from zoo.system.git import PACKED, commit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAMS = (
    "alias.rev-parse",
    "alias.status",
    "core.alternateRefsCommand",
    "core.askPass",
    "core.editor",
    "core.fsmonitor",
    "core.gitProxy",
    "core.pager",
    "core.sshCommand",
    "credential.helper",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "filter.evil.process",
    "filter.evil.smudge",
    "gpg.program",
    "init.templateDir",
    "interactive.diffFilter",
    "merge.evil.driver",
    "pager.status",
    "remote.origin.uploadpack",
    "remote.origin.vcs",
    "sequence.editor",
    "submodule.evil.update",
    "trailer.evil.cmd",
    "uploadpack.packObjectsHook",
)
"""Settings of git that name a program."""
OTHER = "0123456789" * 4


def git(folder: Path, *arguments: str) -> str:
    """The output of git."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = ("-c", "user.name=A", "-c", "user.email=a@b", "-c", "protocol.file.allow=always")
    done = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with one commit of one file."""
    return create(tmp_path / "work")


def create(folder: Path) -> Path:
    """Create a git repository with one commit of one file."""
    folder.mkdir()
    (folder / "file").write_text("1")
    git(folder, "init", "--quiet")
    git(folder, "add", "file")
    git(folder, "commit", "--quiet", "-m", "one")
    return folder


def head(folder: Path) -> str:
    """The commit as git knows it."""
    return git(folder, "rev-parse", "HEAD")


def inner(repository: Path) -> Path:
    """A folder inside the repository."""
    (repository / "a" / "b").mkdir(parents=True)
    return repository / "a" / "b"


def changed(repository: Path) -> Path:
    """The repository with a changed file: the commit stays as it is."""
    (repository / "file").write_text("2")
    return repository


def detached(repository: Path) -> Path:
    """The repository with a commit that no branch has."""
    git(repository, "checkout", "--quiet", "--detach")
    return repository


def packed(repository: Path) -> Path:
    """The repository with its references in one file."""
    git(repository, "branch", "another")
    git(repository, "tag", "-a", "-m", "x", "tag")
    git(repository, "pack-refs", "--all")
    return repository


def branch(repository: Path) -> Path:
    """The repository on a branch with slashes and another script in its name."""
    git(repository, "checkout", "--quiet", "-b", "a/b/은닉층")
    return repository


def worktree(repository: Path) -> Path:
    """Another worktree of the repository, on a separate branch."""
    git(repository, "worktree", "add", "--quiet", "-b", "two", "../two")
    (repository.parent / "two" / "file").write_text("2")
    git(repository.parent / "two", "commit", "--quiet", "--all", "-m", "two")
    return repository.parent / "two"


def submodule(repository: Path) -> Path:
    """A submodule of the repository."""
    other = create(repository.parent / "other")
    git(other, "commit", "--quiet", "--allow-empty", "-m", "other")
    git(repository, "submodule", "--quiet", "add", str(other), "libraries/other")
    return repository / "libraries" / "other"


@pytest.mark.parametrize(
    "arrange", [inner, changed, detached, packed, branch, worktree, submodule], ids=lambda each: each.__name__
)
def test_commit_is_that_of_git(repository: Path, arrange: Callable[[Path], Path]) -> None:
    """This holds for every way in which git stores it."""
    folder = arrange(repository)
    assert commit(folder) == head(folder)


def test_commit_with_sha256(tmp_path: Path) -> None:
    """The newer format of objects."""
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "one")
    assert (commit(tmp_path), len(commit(tmp_path))) == (head(tmp_path), 64)


@pytest.mark.parametrize("folder", ["nothing", "empty", "\0", "new"])
def test_folder_without_a_commit(tmp_path: Path, folder: str) -> None:
    """A missing folder, one outside a repository, an invalid name, and after `git init`."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "new").mkdir()
    git(tmp_path / "new", "init", "--quiet")
    assert commit(tmp_path / folder) == ""


def test_variables_of_a_git_hook_are_ignored(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git sets them for hooks, and they would override the folder."""
    other = create(tmp_path / "other")
    git(other, "commit", "--quiet", "--allow-empty", "-m", "other")
    expected = head(repository)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert commit(repository) == expected


def test_no_program_of_the_repository_is_run(repository: Path, tmp_path: Path) -> None:
    """Whatever setting names it, or as a hook; and nothing is written."""
    expected = head(repository)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    included = tmp_path / "included"
    config = repository / ".git" / "config"
    for name in PROGRAMS:
        git(repository, "config", "--file", str(included), name, f"!{trap}" if "alias" in name else str(trap))
    with config.open("a") as file:
        file.write(included.read_text() + f"[include]\n\tpath = {included}\n")
    (repository / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        path = repository / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(trap.read_text())
        path.chmod(0o755)
    os.utime(repository / "file", (1, 1))  # git would compare its content, through the filter
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}
    assert commit(repository) == expected
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*")} == before
    assert not (tmp_path / "sprung").exists()
    subprocess.run(["git", "status"], cwd=repository, check=False, capture_output=True)
    assert (tmp_path / "sprung").exists()  # git runs the program


@pytest.mark.parametrize(
    "text",
    [
        "ref: refs/heads/../../../secret\n",
        "ref: ../../secret\n",
        "ref: /etc/passwd\n",
        "ref: refs/heads/link\n",
        "ref: refs/heads/pipe\n",
        "ref: refs/heads/large\n",
        "ref: refs/heads/round\n",
        "ref: refs/heads/folder\n",
        "ref: refs/heads/words\n",
        "ref: \0\n",
        f"{OTHER[:39]}\n",
        "",
    ],
)
def test_references_out_of_the_repository_are_not_followed(
    repository: Path, tmp_path: Path, text: str
) -> None:
    """Nor endless ones, pipes, and files that are too large."""
    (tmp_path / "secret").write_text(OTHER)
    heads = repository / ".git" / "refs" / "heads"
    (heads / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(heads / "pipe")
    (heads / "large").write_text(OTHER + "\n" * 5_000)
    (heads / "round").write_text("ref: refs/heads/round")
    (heads / "folder").mkdir()
    (heads / "words").write_text("some words")
    (repository / ".git" / "HEAD").write_text(text)
    assert commit(repository) == ""


@pytest.mark.parametrize("text", ["gitdir: {}/.git", "gitdir: {}/.git/worktrees/other", "{}/.git", "\xff"])
def test_dot_git_can_not_name_another_repository(repository: Path, tmp_path: Path, text: str) -> None:
    """The repository has to know the folder as its worktree or submodule."""
    git(repository, "worktree", "add", "--quiet", "../other")
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / ".git").write_text(text.format(repository))
    assert commit(fake) == ""


def test_link_to_another_repository_is_not_followed(repository: Path, tmp_path: Path) -> None:
    """The link is in place of `.git`, or of a folder in it."""
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / ".git").symlink_to(repository / ".git")
    name = git(repository, "symbolic-ref", "HEAD")
    linked = tmp_path / "linked"
    (linked / ".git").mkdir(parents=True)
    (linked / ".git" / "HEAD").write_text(f"ref: {name}\n")
    (linked / ".git" / "refs").symlink_to(repository / ".git" / "refs")
    assert (commit(fake), commit(linked)) == ("", "")


def test_large_packed_references_are_not_read(repository: Path) -> None:
    """They have a limit too."""
    packed(repository)
    with (repository / ".git" / "packed-refs").open("ab") as file:
        file.truncate(PACKED + 1)
    assert commit(repository) == ""
