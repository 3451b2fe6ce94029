// Runs before the first paint, so that a dark page never flashes white. The cookie says what the
// visitor chose; without one, the system decides.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
  const apply = () => {
    const theme = chosen() ?? (dark.matches ? "dark" : "light");
    root.classList.toggle("dark", theme === "dark");
    root.classList.toggle("light", theme === "light");
  };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("submit", (event) => {
    if (!event.target.matches(".theme-form")) return;
    event.preventDefault();
    const next = root.classList.contains("dark") ? "light" : "dark";
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
    apply();
  });
})();
