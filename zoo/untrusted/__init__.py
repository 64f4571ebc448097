"""Check an untrusted `.keras` file before Keras is imported.

Such a file is a ZIP archive with the description of a model in JSON and its weights in HDF5; none of it
is trusted. `archive` extracts the members, `described` reads the JSON, `check` checks the description
against the classes and names in `allowed`. Only the standard library is needed for this.

The checked description contains only Keras's own classes, which run no code of the file.
docs/explanation/security.md describes what is guaranteed, and what is not.
"""

from zoo.untrusted.refusal import NotLoaded
from zoo.untrusted.scan import Checked, scan

__all__ = ["Checked", "NotLoaded", "scan"]
