import { freshPage } from "../fresh.js";

// <live-part id data-on="portfolio" data-key="7" [data-quotes]>: made anew from the page itself when
// this reader changes the thing elsewhere, or (data-quotes) when a price on it ticks. Whoever is
// typing in it is asked first. `data-on` may name several.
const PATIENCE = 5_000; // prices tick every second; the sums need not

function touched(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const options = [...field.options];
  return options.some((one) => one.defaultSelected) && options.some((one) => one.selected !== one.defaultSelected);
}

class LivePart extends HTMLElement {
  connectedCallback() {
    this.hear = ({ detail: { event, topic } }) => {
      const [kind] = event.type.split(".");
      if (this.dataset.on.split(" ").includes(kind) && (!this.dataset.key || String(event.id) === this.dataset.key)) this.changed(event);
      else if (this.hasAttribute("data-quotes") && topic.startsWith("quotes:")) this.ticked();
    };
    this.anew = () => this.changed({});
    document.addEventListener("alley:event", this.hear);
    document.addEventListener("alley:reset", this.anew);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    document.removeEventListener("alley:reset", this.anew);
    clearTimeout(this.timer);
  }

  // Somebody is at one of its fields, or has left something in one that is not sent yet.
  get isBusy() {
    const at = this.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    return at || [...this.querySelectorAll("input:not([type=hidden]), textarea, select")].some(touched);
  }

  changed(event) {
    if (!this.isBusy) return this.refresh();
    if (this.querySelector(":scope > .live-note")) return;
    const note = Object.assign(document.createElement("p"), { className: "note live-note" });
    const show = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Show" });
    note.setAttribute("role", "status");
    note.append(`Changed${event.by ? ` on ${event.by}` : " elsewhere"}. `, show);
    show.addEventListener("click", () => this.refresh());
    this.prepend(note);
  }

  // How to find the focused element again among fresh ones: by its number, or its place in a row.
  focused() {
    const held = document.activeElement;
    if (!this.contains(held)) return "";
    if (held.id) return `#${CSS.escape(held.id)}`;
    const row = held.closest("[data-symbol]");
    const kind = held.classList[0] ? `.${CSS.escape(held.classList[0])}` : held.localName;
    return row && `[data-symbol="${CSS.escape(row.dataset.symbol)}"] ${kind}`;
  }

  ticked() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (!this.isBusy && !document.hidden) this.refresh();
    }, PATIENCE);
  }

  async refresh() {
    const { page, status } = await freshPage();
    if (!page) return status === 404 && location.reload();
    const fresh = page.getElementById(this.id);
    if (!fresh) return;
    const focused = this.focused();
    const open = [...this.querySelectorAll("details")].map((one) => one.open);
    this.replaceChildren(...document.adoptNode(fresh).childNodes);
    this.querySelectorAll("details").forEach((one, place) => (one.open = open[place] ?? one.open));
    if (focused) this.querySelector(focused)?.focus();
    for (const held of document.querySelectorAll('input[name="version"]')) {
      const now = page.querySelector('input[name="version"]');
      if (now && !this.contains(held)) held.value = now.value;
    }
    document.dispatchEvent(new CustomEvent("alley:refreshed", { detail: { id: this.id } }));
  }
}
customElements.define("live-part", LivePart);
