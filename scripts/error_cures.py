"""What to do about an error whose message does not say it: by the words of the message, else by its class."""

from __future__ import annotations

import re

CURES = {
    "DatasetError": "Change the file at the place that is named, or the option that says how it is read.",
    "DatasetNotFound": "Put the data into one of the places that are listed, or choose a bundled dataset.",
    "BackendError": "Install the backend, or choose an installed one with `--backend`.",
    "UnknownName": "Use the suggested name, or one that `zoo list` prints.",
    "SettingError": "Give the option or setting that is named a value as described.",
    "DeclarationError": "Change the declaration at each path that is listed below the message.",
    "UsageError": "Change the command: `zoo help COMMAND` describes its options.",
    "TrainingFailed": "Try a smaller learning rate, and look at the run with `zoo runs show`.",
    "Interrupted": "`zoo resume last` continues the run.",
    "WrongValue": "Give the setting a value as described.",
    "ZooError": "Look at what is named: a file, a folder, or a plugin. `--debug` shows the traceback.",
}
"""What to do about the messages of a class without a cure of their own."""
DAMAGED_RUN = "Restore the folder from a copy, or remove it with `zoo runs remove RUN` and train again."
SITUATIONS = {
    r"not UTF-8|not a text in UTF-8": "Save the file as UTF-8: `iconv -f latin1 -t utf-8 FILE > NEW`.",
    r"is not a column of": "Name one of the columns that are listed; `head -1 FILE` shows those of a CSV.",
    r"not TOML": 'Correct the line that is named. Texts have quotes, as in `name = "hidden"`.',
    r"no run to (draw|report on)|argument RUN": "Name a run: `zoo runs` lists them.",
    r"no complete epoch": "Train it further: `zoo resume RUN`.",
    r"was interrupted": "Continue it: `zoo resume last`.",
    r"by another process": "Wait until the other process has finished, or choose another name.",
    r"no command is called": "`zoo help` lists the commands.",
    r"no check is called|no distribution called|can't be (imported|constructed)|<what> can't be loaded": (
        "`zoo plugins` lists what is installed, and `zoo check NAME` says what fails."
    ),
    r"not a supported data file|<path> is not a file": (
        "Name a table such as `.csv`, an `.npz` file, or a folder of images."
    ),
    r"<url>": "Check the address and the network with `curl -I URL`, and run the command again.",
    r"<short> has other weights|one is missing|weights of <source>": "Average again: `zoo average RUN...`.",
    r"of another model|not match its layers|no weights of": (
        "Name weights of the same model: `zoo list weights`, and `zoo runs` for your own."
    ),
    r"takes (numbers|texts), and": "Choose a model for the data: `zoo list model` says what each is for.",
    r"record|plan in|checkpoint|state (of|after)|<sweep>|was altered|outcomes|<plan>|not what zoo writes": (
        DAMAGED_RUN
    ),
    r"can't be (read|shown)": "Check the path with `ls -l PATH`: the file exists, and you may read it.",
    r"can't be (written|made|removed|renamed|watched)": (
        "`ls -ld FOLDER` shows who may write there; choose another with `-o` or `--runs-dir`."
    ),
    r"has changed": "Restore the data as it was, or train again: `zoo train`.",
    r"which the training data has|not in the training data": (
        "Give the file the columns and the categories of the data that the run was trained on."
    ),
    r"not a readable|is not valid (CSV|<)|not an array|not a NumPy": (
        "Open the file in the program that wrote it, and save it again."
    ),
    r"is empty|has no examples": "Name a file with examples.",
    r"of memory|too much memory": "Take smaller inputs, a smaller model, or fewer examples at a time.",
    r"built|the rule of|Keras can't run|not finite in": (
        "`zoo show MODEL` shows the shapes: change the layer that is named. `--debug` shows the traceback."
    ),
    r"runs are more than|no combinations": "Change the numbers of models, optimizers, values and `--seeds`.",
    r"^has |safetensors|is truncated": "Copy the file again, or write it with Keras: `model.save(PATH)`.",
}
"""What to do about messages with such words, the first that fits."""


def cure(message: str, kind: str) -> str:
    """What to do about a message of a class."""
    return next((text for words, text in SITUATIONS.items() if re.search(words, message)), CURES[kind])
