// A table or a picture that is wider than its box scrolls inside it. The keyboard can scroll only what it can reach.
const boxes = () => document.querySelectorAll(
  ".md-typeset__scrollwrap, .md-typeset table, .md-typeset p:has(> img:only-child), .md-typeset pre > code, .formula",
);
const reach = (box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};
addEventListener("load", () => { // pictures have their size only now
  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));
  for (const box of boxes()) {
    reach(box);
    resized.observe(box);
  }
});
