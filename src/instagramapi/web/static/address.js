// The answer to a form says with `data-address` which page it is: a reload then shows that page,
// and does not send the form again.
export function settleAddress(page) {
  const settled = page.querySelector("[data-address]");
  if (settled) history.replaceState(null, "", settled.dataset.address);
}
