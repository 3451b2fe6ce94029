// Buttons with `data-copy` copy that text; `data-copy-from` copies what an element shows.
export function showCopyButtons(part) {
  for (const button of part.querySelectorAll("[data-copy], [data-copy-from]")) {
    if (!navigator.clipboard || !button.hidden) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const source = button.dataset.copyFrom;
  const text = source ? document.getElementById(source).textContent : button.dataset.copy;
  await navigator.clipboard.writeText(text);
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = "Copied";
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (label.textContent = before), 1500);
}
