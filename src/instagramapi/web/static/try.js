// Try it: sends the form without leaving the page. A pasted key is only ever in the field and in
// the header of the request to this server; it is stored nowhere.
const form = document.getElementById("try-form");
const key = document.getElementById("try-key");
const cost = document.getElementById("try-cost");
const isPasted = form.dataset.mode === "pasted";

for (const part of form.querySelectorAll("[data-needs-script]")) part.hidden = false;

function isLive() {
  if (isPasted) return !key.value.trim().startsWith("ig_test_");
  return key.selectedOptions[0].dataset.live === "true";
}

function showCost() {
  const credits = Number(form.dataset.credits);
  if (isPasted && !key.value.trim()) cost.textContent = "Paste a key to see what it costs";
  else if (!isLive()) cost.textContent = "Sandbox · free";
  else if (credits === 0) cost.textContent = "Live request · free";
  else cost.textContent = `Live request · uses ${credits} credit${credits === 1 ? "" : "s"}`;
}

// What is in the form, with names as the API knows them.
function parameters() {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (name.startsWith("p.") && value) sent.append(name.slice(2), value);
  return sent;
}

async function askByPastedKey() {
  const sent = parameters();
  const path = form.dataset.path.replace(/\{(\w+)\}/, (_, name) => {
    const value = sent.get(name) ?? "";
    sent.delete(name);
    return encodeURIComponent(value);
  });
  const answer = await fetch(`${path}?${sent}`, {
    headers: { authorization: `Bearer ${key.value.trim()}` },
    credentials: "omit",
    cache: "no-store",
  });
  const headers = Object.fromEntries(answer.headers);
  const text = await answer.text();
  // Lists may be asked for as CSV or as lines of JSON.
  const isJson = headers["content-type"] === "application/json";
  const body = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return { status: answer.status, headers, body };
}

async function askByChosenKey() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { accept: "application/json" },
  });
  if (answer.redirected || !answer.headers.get("content-type").startsWith("application/json")) {
    throw new Error("You are no longer signed in, or may not do this. Load the page again.");
  }
  return answer.json();
}

// Colours JSON as the server does in its examples; it makes text nodes, never HTML.
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

function colour(place, text) {
  place.replaceChildren();
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, string, colon, number, word] = found;
    const part = document.createElement("b");
    part.className = `j-${colon ? "name" : string ? "text" : number ? "number" : "word"}`;
    part.textContent = string ?? number ?? word;
    place.append(text.slice(end, found.index), part, colon ?? "");
    end = found.index + whole.length;
  }
  place.append(text.slice(end));
}

function show({ status, headers, body }) {
  const badge = document.getElementById("try-status");
  badge.textContent = status;
  badge.className = `badge tag tag-${status < 300 ? "ok" : status < 500 ? "warn" : "bad"}`;
  const told = [
    ["credits charged", headers["x-credits-charged"]],
    ["remaining", headers["x-credits-remaining"]],
    ["cache", headers["x-cache"]],
    ["request", headers["x-request-id"]],
  ];
  const facts = told.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`);
  document.getElementById("try-facts").textContent = facts.join(" · ");
  colour(document.getElementById("try-body"), body);
  document.getElementById("try-result").hidden = false;
}

key.addEventListener("input", showCost);
showCost();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const send = document.getElementById("try-send");
  send.disabled = true;
  form.setAttribute("aria-busy", "true");
  try {
    show(await (isPasted ? askByPastedKey() : askByChosenKey()));
  } catch (error) {
    show({ status: 0, headers: {}, body: error.message });
  } finally {
    send.disabled = false;
    form.removeAttribute("aria-busy");
  }
});
