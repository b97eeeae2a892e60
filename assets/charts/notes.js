// What stands under a live chart, kept true when its toolbar changes it: whose prices they are, what
// is left out and why, the address of the same chart as a picture.
const note = (textContent) => Object.assign(document.createElement("p"), { className: "note", textContent });
export const credit = ({ kind, source, adjustment }) => [kind, source, adjustment].filter(Boolean).join(" · ");

export function leftOut({ left_out: others, not_drawn: indicators }) {
  return [
    ...others.map(({ symbol, name, reason }) => `${name} (${symbol}) is not drawn: ${reason}.`),
    ...indicators.map(({ reason }) => `${reason}.`),
  ];
}

export function credits({ main, compared }) {
  return [`${credit(main)}. `, ...compared.filter(({ bars }) => bars.length).map((series) => `${series.symbol}: ${credit(series)}. `)].join("");
}

// The colours of what is drawn: each symbol with its place.
export function keyOf({ window: { main, compared }, left_out: others }) {
  if (!compared.length) return [];
  const missing = others.map(({ symbol }) => symbol);
  return [main, ...compared].map(({ symbol }, place) => [symbol, place]).filter(([symbol]) => !missing.includes(symbol));
}

// `query` asks for the chart as it is now; drawings are not part of it.
export function under(figure, answer, query) {
  const place = figure?.querySelector("[data-left-out]");
  if (place) place.replaceChildren(...leftOut(answer).map(note));
  const whose = figure?.querySelector("[data-credits]");
  if (whose) whose.textContent = credits(answer.window);
  const picture = figure?.querySelector("[data-picture]");
  if (picture) picture.search = query;
}
