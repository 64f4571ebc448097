"""Lessons: pages whose blocks are run as a notebook, and show what they print.

A comment before a block says what it is. Blocks may be indented, in a tab or an answer::

    <!-- run -->                  a console block with one command after a `$`, or a python block
    <!-- trains -->               the same for a training: its decimal numbers may differ a little
    <!-- prints -->               a text block with what the Python block above prints
    <!-- file: mine.toml -->      a file, written to the current folder
    <!-- picture: curves.svg -->  an image on the next line, copied from a file that a command wrote
    <!-- not run: REASON -->      a block that is not run, and why
"""
