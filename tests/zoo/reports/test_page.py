"""The whole page: its contents, and what it must not contain."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.reports.reading import EVIL, Read, headings
from tests.zoo.reports.samples import chapter, record
from zoo.comparison.baselines import Baseline, Baselines
from zoo.reports import Chapter, write


def test_the_sections_of_a_page_are_in_order() -> None:
    """The table of runs, their curves, and the sections of each run."""
    page = write([chapter()])
    assert headings(page) == [
        "relu-dropout with rmsprop on fashion-mnist", "Runs", "Curves",
        "Run 3f9a",
        "Test split", "Most confident errors", "Layers", "Provenance", "Reproduce",
    ]  # fmt: skip
    read = Read(page)
    assert read.open == []
    for said in (
        "Run 3f9a completed in 6.8 s",
        "loss 0.2500  accuracy 0.6667 (95 % confidence interval 0.2077 to 0.9385)",
        "true dog, predicted cat 75.0 %",
        "logits=False (10 units, softmax)",
        "zoo replay 20201122T153012Z-relu-dropout-rmsprop-3f9a",
        "zoo train --plan plan.toml",
        "keras3.15.1",
    ):
        assert said in read.text


def test_the_title_is_on_the_page_once() -> None:
    """A single run's configuration, curves and chapter go without it; each of several runs has it once."""
    title = "relu-dropout with rmsprop on fashion-mnist"
    shown = re.sub(r"<(title|desc)>.*?</\1>", "", write([chapter()]))
    assert Read(shown).text.count(title) == 1
    assert "5 epochs" not in shown
    assert "<p>2 epochs, batch size 32, seed 42</p>" in shown
    assert headings(write([chapter(), chapter("a914")])).count(f"Run a914: {title}") == 1


def test_what_all_runs_share_is_not_a_column() -> None:
    """A single run is shown as rows, so that it is never wider than the window."""
    page = write([chapter(), chapter("a914", optimizer="adam", seed=43)])
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page[page.index('<section id="runs">') :])
    assert heads[:3] == ["Run", "Optimizer", "Seed"]
    assert "<p>All runs: Status completed, Model relu-dropout, Dataset fashion-mnist, " in page
    assert '<tr><th scope="row">Optimizer</th><td>rmsprop</td></tr>' in write([chapter()])


def test_runs_have_their_names_and_changed_settings() -> None:
    """As columns, where they differ."""
    page = write([chapter(name="slow", changes={"epochs": 9}), chapter("a914")])
    runs = page[page.index('<section id="runs">') :]
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', runs)[:3] == ["Run", "Name", "Settings"]
    assert "<td>slow</td><td>epochs 9</td>" in runs


def test_the_mean_of_classes_has_no_sum() -> None:
    """The number of examples is in the heading of the table."""
    page = write([chapter()])
    assert "<caption><span>Metrics by class, 3 " in page
    assert re.findall(r"<tfoot>.*?</tfoot>", page)[0].endswith('<td class="figure"></td></tr></tfoot>')


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No attribute contains an address that a browser would load."""
    read = Read(write([chapter(), chapter("a914")]))
    assert read.all("link", "iframe", "object", "embed", "base", "form") == []
    fetched = [attrs["src"] for _, attrs in read.found if "src" in attrs]
    assert [each[:15] for each in fetched] == ["data:image/png;", "data:image/png;"]
    assert {attrs["href"][0] for _, attrs in read.found if "href" in attrs} == {"#"}
    assert re.findall(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", write([chapter()])) == []


def test_untrusted_text_is_escaped() -> None:
    """Names of plugins, classes and layers, errors and plans never become elements."""
    calm, evil = (
        Chapter(
            record(model=name, optimizer=name, dataset=name, summary=name, error=name, source=name, commit=name,
                   status="failed", versions={name: name}, fingerprint={name: name}, command=["zoo", name],
                   understood=[name], noun=name, caution=name, origins={name: {"name": name, "version": name}}),
            f"plan = '''{name}'''", True, chapter(names=(name, f"{name}2")).evaluation, chapter(names=(name, "x")).errors,
        )
        for name in ("calm", EVIL)
    )  # fmt: skip
    read = Read(write([evil], [EVIL]))
    assert [tag for tag, _ in read.found] == [tag for tag, _ in Read(write([calm], ["calm"])).found]
    assert read.text.count(EVIL) > 20
    assert read.all("script") == ["script"]
    assert not any(name.startswith("on") for _, attrs in read.found for name in attrs)


@given(st.text("<>/\"'&;=!-?[] \n\x00a") | st.text(min_size=1))
def test_any_name_is_escaped(name: str) -> None:
    """For any text, the page has the same elements."""
    read = Read(write([Chapter(record(model=name, dataset=name), reason=name)]))
    assert read.open == []
    assert read.all("script", "img") == ["script"]


def test_a_run_that_can_not_be_evaluated_has_a_reason_on_the_page() -> None:
    """Its other sections are shown."""
    page = write([Chapter(record(), reason="shoes was found in none of 4 places")])
    assert "<p>No evaluation on the test split: shoes was found in none of 4 places.</p>" in page
    assert headings(page)[-4:] == ["Test split", "Layers", "Provenance", "Reproduce"]


def test_a_run_without_an_epoch_has_a_section() -> None:
    """A run that failed before its first epoch has no curves."""
    known: dict[str, Any] = {"status": "failed", "error": "loss became nan", "history": {}, "metrics": {}}
    empty = record(epoch_seconds=[], best_epoch=None, kept_epoch=None, layers=[], **known)
    text = Read(write([Chapter(empty, reason="it has no complete epoch")])).text
    for said in (
        "There is no complete epoch to draw.",
        "0 of 2 epochs complete: loss became nan",
        "no layers",
    ):
        assert said in text


def test_layers_of_a_builder_are_not_drawn_as_a_chain() -> None:
    """A built model may branch, which is not in the record."""
    drawn, left_out = (
        write([Chapter(record(), is_chain=is_chain, reason="-")]) for is_chain in (True, False)
    )
    said = "The record does not contain how the layers are connected."
    assert ("Diagram of 3f9a" in drawn, said in drawn) == (True, False)
    assert ("Diagram of 3f9a" in left_out, said in left_out) == (False, True)


def test_runs_on_different_datasets_have_separate_curves() -> None:
    """Runs on the same data share one picture."""
    chapters = [chapter(), chapter("a914"), chapter("77e0", dataset_digest="sha256:1")]
    regions = re.findall(r'aria-label="(Curves of .*?)"', write(chapters))
    assert regions == ["Curves of relu-dropout (3f9a), relu-dropout (a914)", "Curves of 77e0"]


def test_runs_of_different_tasks_have_separate_curves() -> None:
    """Also on the same data, as accuracy and error can't share an axis."""
    history = {name.replace("accuracy", "mean_absolute_error"): of for name, of in record().history.items()}
    regions = re.findall(
        r'aria-label="(Curves of .*?)"', write([chapter(), chapter("a914", history=history)])
    )
    assert regions == ["Curves of 3f9a", "Curves of a914"]


def test_the_table_has_the_metrics_of_the_kept_epoch() -> None:
    """Without metrics of the kept model, as in an incomplete run; it can differ from the last epoch."""
    page = write([chapter(kept_epoch=1, metrics={}), chapter("a914", kept_epoch=1, metrics={})])
    section = page[page.index('<section id="runs">') : page.index('<section id="curves">')]
    shown = re.sub("<.*?>|[,.] ", " ", section).split()
    assert [each in shown for each in ("0.3651", "0.8738", "0.4046", "0.8589")] == [True, True, False, False]


def test_correct_and_wrong_predictions_have_different_colours() -> None:
    """One of three examples, a dog, is predicted as a cat."""
    cells = re.findall(r'<td class="(right|wrong)"[^>]*>(\d+)</td>', write([chapter()]))
    assert cells == [("right", "1"), ("wrong", "1"), ("right", "1")]


def test_the_same_runs_give_the_same_page() -> None:
    """The page does not depend on the time."""
    assert write([chapter()]) == write([chapter()])


def test_many_notes_are_collapsed() -> None:
    """A few are shown above the table of runs; the others are folded."""
    page = write([chapter(), chapter("a914")], [f"sentence {at}" for at in range(6)])
    shown = "".join(f"<p>sentence {at}</p>" for at in range(4))
    rest = "<details><summary>2 more about these runs</summary><p>sentence 4</p><p>sentence 5</p></details>"
    assert shown + rest in page


def test_baselines_on_the_same_data_are_below_the_runs() -> None:
    """They are shown once, for any number of runs."""
    row = Baseline("SGDClassifier", {"max_iter": 5}, (0.81, 0.83), 4.5)
    found = Baselines("fashion-mnist", "sha256:1a", "accuracy", 60_000, "images", "1.9.1", (row,))
    page = write([replace(chapter(number), baselines=found) for number in ("3f9a", "a914")])
    assert page.count("Baselines on fashion-mnist") == 2  # as the label of the region, and as its heading
    assert "0.8200 ± 0.0141" in page
