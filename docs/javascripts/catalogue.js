"use strict";
// The table of the catalogue: its headings sort, a field filters by words, and a list filters by kind.
for (const table of document.querySelectorAll(".catalogue table")) {
  const [heads, body] = [[...table.tHead.rows[0].cells], table.tBodies[0]];
  const collator = new Intl.Collator("en", { numeric: true });
  const text = (row, at) => row.cells[at].textContent.trim();
  const number = (shown) => parseFloat(shown.replaceAll(",", ""));
  const isRight = (head) => getComputedStyle(head).textAlign === "right";

  const compare = (one, other, isNumber, sign) => {
    if (one === "–" || other === "–") return (one === "–") - (other === "–"); // last in both orders
    return sign * (isNumber ? number(one) - number(other) : collator.compare(one, other));
  };
  const sort = (head, at) => {
    const isNumber = isRight(head);
    const first = isNumber ? "descending" : "ascending"; // of numbers, the largest are wanted first
    const now = head.getAttribute("aria-sort");
    const next = now === null ? first : now === "ascending" ? "descending" : "ascending";
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    const sign = next === "ascending" ? 1 : -1;
    body.append(...[...body.rows].sort((a, b) => compare(text(a, at), text(b, at), isNumber, sign)));
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, at));
    head.scope = "col";
    head.append(button);
  });

  for (const row of body.rows) { // on a narrow screen, a row is a card, whose figures say what they are
    [...row.cells].forEach((cell, at) => {
      cell.dataset.title = heads[at].textContent.trim();
      cell.classList.toggle("none", text(row, at) === "–");
    });
  }

  const bar = document.createElement("form");
  bar.className = "catalogue-filter";
  bar.setAttribute("role", "search");
  bar.setAttribute("aria-label", "Filter the catalogue");
  bar.innerHTML =
    '<label>Filter <input type="search" autocomplete="off" spellcheck="false"></label>' +
    '<label>Kind <select><option value="">all</option></select></label><span role="status"></span>';
  const [field, choice, status] = ["input", "select", "span"].map((tag) => bar.querySelector(tag));
  for (const kind of new Set([...body.rows].map((row) => text(row, 1)))) choice.add(new Option(kind));

  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of body.rows) {
      const content = row.textContent.toLowerCase();
      const isKind = !choice.value || text(row, 1) === choice.value;
      row.hidden = !isKind || !words.every((word) => content.includes(word));
      shown += !row.hidden;
    }
    status.textContent = `${shown} of ${body.rows.length} names`;
  };
  bar.addEventListener("input", filter);
  bar.addEventListener("submit", (event) => event.preventDefault());
  table.closest(".catalogue").prepend(bar);
  filter();
}
