// Prices on the page follow the market: `quote` events change every [data-quote] of their symbol, at
// most once a frame. A price that nothing follows says so by itself at its [data-stale-at], so that
// a page kept by a cache, or cut off from the network, is as honest as a fresh one.
import { shown, signed } from "../numbers.js";

const waiting = new Map();
const LOOK = 5_000;

function changed({ change, change_percent }, both) {
  const percent = change_percent == null ? null : `${signed(change_percent)} %`;
  if (!both) return percent ?? "–";
  if (change == null) return "";
  return `${signed(change)} (${percent ?? "percent not meaningful"})`;
}

function apply(place, quote) {
  const say = (selector, words) => {
    const found = place.querySelector(selector);
    if (found && words != null && found.textContent !== words) found.textContent = words;
    return found;
  };
  const price = say(".quote-price", shown(quote.price));
  if (price) price.value = quote.price;
  const change = place.querySelector(".quote-change");
  if (change) change.textContent = changed(quote, change.dataset.quoteChange === "both");
  say("[data-quote-label]", quote.label);
  say("[data-quote-badge]", quote.badge);
  for (const [name, on] of [["is-up", quote.change > 0], ["is-down", quote.change < 0], ["is-flat", quote.change == 0]])
    place.classList.toggle(name, on);
  if (quote.stale_at) place.dataset.staleAt = quote.stale_at;
  age(place, quote.stale);
}

function age(place, stale) {
  place.classList.toggle("is-stale", stale);
  const words = place.querySelector("[data-quote-stale]");
  if (words) words.hidden = !stale;
}

function show() {
  for (const [symbol, quote] of waiting)
    for (const place of document.querySelectorAll(`[data-quote="${CSS.escape(symbol)}"]`)) apply(place, quote);
  waiting.clear();
}

document.addEventListener("alley:event", ({ detail: { event } }) => {
  if (event.type !== "quote") return;
  if (!waiting.size) requestAnimationFrame(show);
  waiting.set(event.symbol, event);
});

setInterval(() => {
  if (document.hidden) return;
  for (const place of document.querySelectorAll("[data-stale-at]")) age(place, Date.parse(place.dataset.staleAt) <= Date.now());
}, LOOK);
