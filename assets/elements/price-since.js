// <price-since symbol from at [call]>: what became of a price since then, in percent, follows the
// market; [data-move] says it, [data-standing] whether a call is right so far.
import { signed } from "../numbers.js";

const WAYS = { 1: "up", 0: "flat", "-1": "down" };

class PriceSince extends HTMLElement {
  connectedCallback() {
    this.hear = ({ detail: { event } }) => event.type === "quote" && event.symbol === this.getAttribute("symbol") && this.show(event);
    document.addEventListener("alley:event", this.hear);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
  }

  show({ price, time }) {
    const from = Number(this.getAttribute("from"));
    const move = this.querySelector("[data-move]");
    if (!(from > 0) || !move || Date.parse(time) <= Date.parse(this.getAttribute("at"))) return;
    const way = Math.sign(Number(price) - from);
    move.textContent = `${signed(((Number(price) / from - 1) * 100).toFixed(2).replace(/^-0\.00$/, "0.00"))} %`;
    for (const each of this.querySelectorAll("[data-way]")) each.className = `${each.dataset.way}${WAYS[way]}`;
    const standing = this.querySelector("[data-standing]");
    if (standing) standing.textContent = standing.dataset.standing + this.standing(way);
  }

  standing(way) {
    if (!way) return "unchanged so far";
    return (way > 0) === (this.getAttribute("call") === "up") ? "right so far" : "wrong so far";
  }
}
customElements.define("price-since", PriceSince);
