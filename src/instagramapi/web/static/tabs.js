// Remembers which language a reader wants to see samples in, and shows it on every page.
const KEPT = "sample";

export function rememberTabs(part) {
  const wanted = localStorage.getItem(KEPT);
  for (const group of part.querySelectorAll("[data-switch]")) {
    const choices = [...group.querySelectorAll('input[type="radio"]')];
    const choice = choices.find((each) => each.value === wanted);
    if (choice) choice.checked = true;
    group.addEventListener("change", (event) => localStorage.setItem(KEPT, event.target.value));
  }
}
