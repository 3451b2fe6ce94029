// Passkeys: a button with `data-passkey` asks the server for a challenge, the browser for a
// signature, and hands that in. Without a script, or without passkeys, the button stays hidden.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const readable = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

function options(asked) {
  const key = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) {
    key.user = { ...asked.user, id: bytes(asked.user.id) };
    key.excludeCredentials = readable(asked.excludeCredentials);
  } else {
    key.allowCredentials = readable(asked.allowCredentials);
  }
  return { publicKey: key };
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = credential.response[name];
    if (value) response[name] = text(value);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function post(url, fields = {}) {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  // The session ended, or wants proof: that is a page of its own.
  if (answer.redirected) return location.assign(answer.url);
  const content = await answer.json().catch(() => ({ error: "The server gave no answer. Try again." }));
  if (!answer.ok) throw new Error(content.error);
  return content;
}

async function use(button) {
  const isNew = "new" in button.dataset;
  const question = await post(button.dataset.ask);
  if (!question) return;
  const asked = options(question);
  const credential = isNew
    ? await navigator.credentials.create(asked)
    : await navigator.credentials.get(asked);
  const name = button.form ? new FormData(button.form).get("passkey_name") : "";
  const done = await post(button.dataset.passkey, {
    credential: written(credential),
    next: button.dataset.next ?? "",
    ...(isNew ? { name } : {}),
  });
  const next = new URL(done.next, location);
  // Where only the fragment differs, a browser would load nothing anew.
  if (next.pathname + next.search === location.pathname + location.search) location.reload();
  else location.assign(next);
}

function show(error) {
  const place = document.getElementById("passkey-error");
  // What the browser says when somebody changes their mind is of no use to them.
  place.textContent = error.name === "NotAllowedError" ? "No passkey was used." : error.message;
  place.hidden = false;
}

if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => use(button).catch(show));
  }
}
