"use strict";
// Table headings become buttons that sort; a field hides the runs that don't contain its words.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const collator = new Intl.Collator("en", { numeric: true });
  const key = (row, at) => row.cells[at].dataset.key ?? row.cells[at].textContent;
  const isEmpty = (text) => text === "" || text === "–";
  const order = (one, other) =>
    isNaN(one) || isNaN(other) ? collator.compare(one, other) : Number(one) - Number(other);

  const sort = (head, at) => {
    const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    const rows = [...body.rows].sort((one, other) => {
      const [a, b] = [key(one, at), key(other, at)];
      if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b); // last in both orders
      return sign * order(a, b);
    });
    body.append(...rows);
  };

  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, at));
    head.append(button);
  });

  const filter = table.classList.contains("runs") && document.querySelector(".filter");
  if (!filter) continue;
  const field = filter.querySelector("input");
  const status = filter.querySelector("[role=status]");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of body.rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    status.textContent = words.length ? `${shown} of ${body.rows.length} runs` : "";
  });
  filter.hidden = false;
}

// What is wider than the window says so; the scrollbar may be invisible until it is used.
for (const region of document.querySelectorAll(".scroll")) {
  const cue = document.createElement("p");
  cue.className = "cue";
  cue.textContent = "Scroll sideways for more.";
  cue.hidden = true;
  region.before(cue);
  new ResizeObserver(() => {
    cue.hidden = region.scrollWidth <= region.clientWidth + 1;
  }).observe(region);
}

// Open folded parts for printing.
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details")) each.open = true;
});
