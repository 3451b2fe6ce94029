// "/" jumps to the search of the docs, as readers expect.
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("find-q");
  if (!box) return;
  event.preventDefault();
  box.focus();
});

// The folded menu stays out of the way; the line of this page is in sight.
document.querySelector('.side [aria-current="page"]')?.scrollIntoView({ block: "nearest" });
