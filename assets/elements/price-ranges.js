// <price-ranges symbol day price>: the day's range and the year's follow the price while the page is
// open; a new day is asked of the server, which knows the close before it.
import { freshPage } from "../fresh.js";
import { shown } from "../numbers.js";

const AGAIN = 30_000; // a page from a cache may be of the day before
const dated = (day) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(Date.parse(day));

class PriceRanges extends HTMLElement {
  connectedCallback() {
    this.hear = ({ detail: { event } }) => event.type === "quote" && event.symbol === this.getAttribute("symbol") && this.move(event);
    document.addEventListener("alley:event", this.hear);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    clearTimeout(this.later);
  }

  move({ price, time }) {
    const day = time.slice(0, 10);
    if (day > this.getAttribute("day")) return this.turn();
    if (day < this.getAttribute("day")) return;
    for (const span of this.querySelectorAll("[data-span]")) this.widen(span, price, day);
    const [low, high] = ["low", "high"].map((end) => Number(this.querySelector(`[data-span=year] [data-${end}]`)?.value));
    this.querySelector("circle")?.setAttribute("cx", high > low ? ((Number(price) - low) / (high - low)) * 100 : 50);
  }

  widen(span, price, day) {
    for (const [end, beyond] of [["low", (known) => price < known], ["high", (known) => price > known]]) {
      const place = span.querySelector(`[data-${end}]`);
      if (!beyond(Number(place.value))) continue;
      place.value = price;
      place.textContent = shown(price);
      const when = place.parentElement.querySelector("small");
      if (when) when.textContent = dated(day);
    }
  }

  turn() {
    this.later ??= setTimeout(() => (this.later = null), AGAIN);
    if (this.asked === this.later) return;
    this.asked = this.later;
    freshPage().then(({ page }) => {
      const fresh = page?.querySelector("price-ranges");
      if (!fresh) return;
      this.setAttribute("day", fresh.getAttribute("day"));
      this.replaceChildren(...document.adoptNode(fresh).childNodes);
    });
  }
}
customElements.define("price-ranges", PriceRanges);
