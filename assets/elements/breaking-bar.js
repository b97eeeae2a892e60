import { freshPage } from "../fresh.js";

// <breaking-bar>: what stands in the page at first, what breaks while it is open, and a way to
// close each for good. A bar that arrives live is laid over the foot, so nothing read is moved.
const KEY = "closed-breaking";
const KEPT = 50; // closed ids remembered; older alerts have long expired
const closed = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const told = (bar) => {
  const words = [...bar.querySelectorAll("strong, a, span")].map((each) => each.textContent.trim());
  return [...words, bar.querySelector("a")?.href, Date.parse(bar.dataset.expires)].join("\n");
};

class BreakingBar extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-live", "polite");
    for (const bar of this.children) this.makeClosable(bar);
    document.addEventListener("alley:event", ({ detail }) => detail.event.type.startsWith("breaking") && this.hear(detail.event));
    document.addEventListener("alley:reset", () => this.anew());
  }

  // Too much was missed: what stands over the page now.
  async anew() {
    const { page } = await freshPage();
    if (!page) return;
    const fresh = [...page.querySelectorAll("breaking-bar > .breaking")].filter(({ id }) => !closed().includes(id.replace("breaking-", "")));
    const there = new Map(fresh.map((bar) => [bar.id, told(bar)]));
    for (const bar of [...this.children]) if (there.get(bar.id) !== told(bar)) bar.remove();
    for (const bar of fresh) if (!document.getElementById(bar.id)) this.lay(document.adoptNode(bar));
  }

  hear(event) {
    document.getElementById(`breaking-${event.id}`)?.remove();
    if (event.type !== "breaking" || closed().includes(String(event.id))) return;
    const bar = Object.assign(document.createElement("div"), { className: "breaking", id: `breaking-${event.id}` });
    const level = Object.assign(document.createElement("strong"), { className: "breaking-level", textContent: event.level });
    const text = document.createElement(event.url ? "a" : "span");
    text.textContent = event.text;
    if (event.url) text.href = event.url;
    bar.append(level, text);
    if (event.expires) bar.dataset.expires = event.expires;
    this.lay(bar);
  }

  lay(bar) {
    bar.classList.add("breaking-live");
    this.append(bar);
    this.makeClosable(bar);
  }

  makeClosable(bar) {
    const left = bar.dataset.expires ? new Date(bar.dataset.expires) - Date.now() : Infinity;
    if (left <= 0) return bar.remove();
    if (left < 2 ** 31) setTimeout(() => bar.remove(), left);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "breaking-close", textContent: "×" });
    button.setAttribute("aria-label", "Close this breaking news");
    button.addEventListener("click", () => this.close(bar));
    bar.append(button);
  }

  close(bar) {
    const id = bar.id.replace("breaking-", "");
    localStorage.setItem(KEY, JSON.stringify([...closed(), id].slice(-KEPT)));
    bar.remove();
    document.getElementById("main").focus();
    if (document.body.dataset.reader) this.tell(id);
  }

  // Closed on the reader's other devices too; where that fails it is closed here.
  tell(id) {
    const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" };
    fetch(`/api/v1/breaking/${id}/closed`, { method: "PUT", headers, keepalive: true }).catch(() => {});
  }
}
customElements.define("breaking-bar", BreakingBar);
