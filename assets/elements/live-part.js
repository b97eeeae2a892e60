// <live-part id data-on="portfolio" data-key="7" [data-quotes]>: made anew from the page itself when
// this reader changes the thing elsewhere, or (data-quotes) when a price on it ticks. Whoever is
// typing in it is asked first. `data-on` may name several.
const PATIENCE = 5_000; // prices tick every second; the sums need not

class LivePart extends HTMLElement {
  connectedCallback() {
    this.hear = ({ detail: { event, topic } }) => {
      const [kind] = event.type.split(".");
      if (this.dataset.on.split(" ").includes(kind) && (!this.dataset.key || String(event.id) === this.dataset.key)) this.changed(event);
      else if (this.hasAttribute("data-quotes") && topic.startsWith("quotes:")) this.ticked();
    };
    document.addEventListener("alley:event", this.hear);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    clearTimeout(this.timer);
  }

  get isBusy() {
    return this.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
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
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return answer.status === 404 && location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
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
