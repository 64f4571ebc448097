"""Somebody else's `.keras` file: what is looked at before Keras is imported, and what is refused.

Such a file is a ZIP archive with a description of a model in JSON, and its weights in HDF5. Nothing in
it is believed. `archive` takes the members out of it, `described` reads the JSON, `check` walks
through what it describes, `allowed` has all that it may name. The standard library is enough for that.

What is left of the description names classes of Keras's own that run no code of the file's.
docs/explanation/security.md says what follows from this, and what doesn't.
"""

from zoo.untrusted.refusal import NotLoaded
from zoo.untrusted.scan import Checked, scan

__all__ = ["Checked", "NotLoaded", "scan"]
