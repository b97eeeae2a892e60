// Readers who are signed in can read without a network what they opened last and what they saved.
// The worker is site/static/site/offline-worker.js; a bar says when a page is shown from memory.
async function prepare() {
  const signedIn = Boolean(document.body.dataset.reader);
  const known = await navigator.serviceWorker.getRegistration("/");
  if (!signedIn) return known?.active?.postMessage({ forget: true });
  await navigator.serviceWorker.register("/offline-worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const saved = [...document.querySelectorAll(".saved-title a")].map((link) => link.pathname);
  active.postMessage({ keep: [...new Set(["/saved/", ...saved])] });
}

function tell() {
  document.querySelector(".offline-bar")?.remove();
  if (navigator.onLine) return;
  const words = "No connection: this is the page as it was when it was last open here.";
  const bar = Object.assign(document.createElement("p"), { className: "note warning offline-bar", textContent: words });
  bar.setAttribute("role", "status");
  document.querySelector("main")?.prepend(bar);
}

if ("serviceWorker" in navigator && window.isSecureContext) window.addEventListener("load", () => prepare().catch(() => {}));
window.addEventListener("online", tell);
window.addEventListener("offline", tell);
tell();
