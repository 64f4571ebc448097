// A table or a picture that is wider than its box scrolls inside it. The keyboard can scroll only what it can reach.
document$.subscribe(() => {
  const boxes = document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset p:has(> img:only-child), .md-typeset pre > code, .formula");
  const reachable = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));
  boxes.forEach((box) => reachable.observe(box));
});
