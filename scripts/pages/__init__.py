"""Pages whose blocks are run: what the comment before a block says, and what a run fills in.

    <!-- file: mine.toml -->                a file, written to the folder of the page; not changed
    <!-- output of: zoo list -->            the output of a command
    <!-- trained output of: zoo train … --> the same for a training, updated only on demand
    <!-- tree of: zoo.errors -->            the tree in the docstring of a module
    <!-- run -->                            commands or Python, also without output, run only on demand
    <!-- run: ZOO_TRAIN_EPOCHS=1 -->        the same with variables of the environment
    <!-- not run: it needs a GPU -->        what is not run, and why
    <!-- command: train -->                 what .ci/run runs
    <!-- layers -->                         what tests/test_layers.py reads
    <!-- prepare: touch new.csv -->         a command before the next block, which the page does not show
    <!-- prepare 3f9a: zoo train … -->      the same; the page calls the run that it makes 3f9a

A `console` block has each command after a `$`, and its output; a `text` block has output alone. The blocks of
a page run in order in one folder, and Python blocks in one process.
"""
