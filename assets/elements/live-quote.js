// Prices on the page follow the market: `quote` events change every [data-quote] of their symbol,
// at most once a frame.
const waiting = new Map();

const show = () => {
  for (const [symbol, quote] of waiting)
    for (const place of document.querySelectorAll(`[data-quote="${CSS.escape(symbol)}"]`)) apply(place, quote);
  waiting.clear();
};

function apply(place, quote) {
  const price = place.querySelector(".quote-price");
  const change = place.querySelector(".quote-change");
  const label = place.querySelector("[data-quote-label]") ?? place.querySelector(".quote-badge .visually-hidden");
  if (price && Number(price.value) !== Number(quote.price)) {
    price.value = quote.price;
    price.textContent = Number(quote.price).toLocaleString("en", { maximumFractionDigits: 4 });
  }
  if (change && quote.change_percent != null) {
    const percent = Number(quote.change_percent);
    change.textContent = `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(2)} %`;
    place.classList.toggle("is-up", percent > 0);
    place.classList.toggle("is-down", percent < 0);
  }
  if (label && quote.label) label.textContent = quote.label;
}

document.addEventListener("alley:event", ({ detail: { event } }) => {
  if (event.type !== "quote") return;
  if (!waiting.size) requestAnimationFrame(show);
  waiting.set(event.symbol, event);
});
