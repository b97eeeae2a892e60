// <watch-order data-src data-version data-said>: rows are put in order by their handle, by pointer or
// by key; what became of it is said in the element `data-said`, which a live refresh leaves alone.
// Without it, or where the server says no, the buttons of the form do the same.
class WatchOrder extends HTMLElement {
  connectedCallback() {
    for (const grip of this.querySelectorAll(".watch-grip")) grip.hidden = false;
    const help = this.querySelector("#watch-help");
    if (help) help.hidden = false;
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointerdown", (event) => this.grab(event));
  }

  say(words) {
    document.getElementById(this.dataset.said).textContent = words;
  }

  rows() {
    return [...this.querySelectorAll("tbody tr[data-symbol]")];
  }

  key(event) {
    const row = event.target.closest(".watch-grip")?.closest("tr");
    const rows = this.rows();
    const place = rows.indexOf(row);
    const target = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (!row || target === undefined) return;
    event.preventDefault();
    this.put(row, Math.max(0, Math.min(rows.length - 1, target)));
    row.querySelector(".watch-grip").focus();
    this.save();
  }

  put(row, place) {
    const others = this.rows().filter((one) => one !== row);
    if (others[place]) others[place].before(row);
    else others.at(-1)?.after(row);
    this.say(`Row ${place + 1} of ${others.length + 1}`);
  }

  grab(event) {
    const grip = event.target.closest(".watch-grip");
    if (!grip || event.button) return;
    const row = grip.closest("tr");
    event.preventDefault();
    grip.focus();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("is-dragged");
    const follow = ({ clientY }) => {
      const others = this.rows().filter((one) => one !== row);
      const place = others.findIndex((one) => clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
      this.put(row, place < 0 ? others.length : place);
    };
    const drop = () => {
      grip.removeEventListener("pointermove", follow);
      row.classList.remove("is-dragged");
      this.save();
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  }

  save() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), 250);
  }

  async send() {
    const token = this.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(this.dataset.src, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, "If-Match": `"${this.dataset.version}"` },
      body: JSON.stringify({ symbols: this.rows().map((row) => row.dataset.symbol) }),
    });
    const told = await answer.json();
    this.say(answer.ok ? "Order kept." : told.detail);
    if (answer.ok) this.dataset.version = told.version;
    else this.closest("live-part")?.refresh();
  }
}
customElements.define("watch-order", WatchOrder);
