"use strict";
// What is wider than the window scrolls: it can be focused then, so that the keyboard scrolls it, too.
const watching = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const each of document.querySelectorAll(".md-typeset table, .md-typeset pre > code")) watching.observe(each);
