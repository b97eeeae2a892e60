// One live chart on a page: the spec and its prices, and everything that changes them.
import { made } from "../made.js";
import { Keeping } from "./keeping.js";
import { open } from "./kline.js";
import { credit, keyOf, under } from "./notes.js";
import { Readout } from "./readout.js";
import { Table } from "./table.js";
import { reflect, tools } from "./tools.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20 };
const FAR = 7 * 86_400_000; // ms

function asking({ interval, range, adjust, type, scale, tz, compare, indicators }) {
  const stretch = range.from ? `${range.from}/${range.to}` : range; // as ISO 8601 writes an interval
  const query = new URLSearchParams({ interval, range: stretch, adjust, type, scale, tz });
  if (compare.length) query.set("compare", compare.join(","));
  if (indicators.length) query.set("indicators", indicators.map(({ name, params }) => [name, ...params].join(":")).join(","));
  return query;
}

async function prices(spec) {
  const query = asking(spec);
  for (const name of ["type", "scale", "tz"]) query.delete(name); // the same prices for each
  const answer = await fetch(`/api/v1/charts/${encodeURIComponent(spec.symbol)}/window?${query}`);
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.detail);
  return found;
}

function stage(element) {
  const box = made("div", { className: "chart-stage" });
  const canvas = made("div", { className: "chart-canvas", tabIndex: 0 });
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "chart");
  canvas.setAttribute("aria-label", `${element.querySelector("img").alt} Left and right arrows read bar by bar, Home and End the first and last.`);
  const top = made("div", { className: "chart-top" });
  const readout = made("p", { className: "chart-readout" });
  const key = made("p", { className: "chart-key" });
  top.append(readout, key);
  const spoken = made("p", { className: "visually-hidden" });
  spoken.setAttribute("aria-live", "polite");
  const said = made("p", { className: "chart-said" });
  said.setAttribute("role", "status");
  const plot = made("div", { className: "chart-plot" });
  const card = made("div", { className: "chart-card", hidden: true });
  canvas.append(plot);
  box.append(top, canvas, card, said, spoken);
  element.querySelector("picture").after(box);
  return { box, top, key, canvas, plot, readout: new Readout(readout, spoken), said, card };
}

export async function begin(element) {
  let spec = JSON.parse(element.dataset.spec);
  const frozen = element.hasAttribute("data-frozen");
  const unkept = frozen || element.hasAttribute("data-unkept");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const form = element.querySelector("form");
  const keeping = unkept ? null : new Keeping(spec.symbol, document.body.dataset.reader && token, spec, (kept, by) => take(kept, by));
  const asked = frozen || element.hasAttribute("data-asked"); // by the address: that goes first
  const kept = asked ? null : await keeping?.begin();
  if (kept) spec = { ...spec, ...kept, symbol: spec.symbol };
  let answer = frozen ? await (await fetch(element.dataset.frozen)).json() : await prices(spec);
  const parts = stage(element);
  const figure = element.closest("figure"); // the prices' source is in there: it goes along
  const table = new Table(figure?.parentElement.querySelector(".chart-data"), () => ({
    bars: live.seen,
    all: live.bars.length - live.first,
    spec,
    credit: credit(answer.window.main),
  }));
  let place = null;
  let aloud = false;
  const HEARD = {
    cursor(at) {
      place = at ?? live.bars.length - 1;
      parts.readout.show(live.bars, place, spec, aloud);
      aloud = false;
    },
    drawings() {
      spec = { ...spec, drawings: live.drawings() };
      keeping?.change(spec);
    },
    drawn: () => (parts.said.textContent = ""),
    moved: () => table.changed(),
    marker: (marker) => card(parts.card, marker),
  };
  const live = open(parts.plot, { spec, answer, says: (what, about) => HEARD[what](about) });
  element.querySelector("picture").classList.add("visually-hidden");
  element.dataset.live = "";
  after(live.said);

  function after(words) {
    parts.said.textContent = words;
    HEARD.cursor(null);
    live.markers(markers(element));
    parts.key.replaceChildren(...keyOf(answer).map(([symbol, place]) => made("span", { className: `chart-key-${place}`, textContent: symbol })));
    under(figure, answer, asking(spec));
    table.changed();
    if (form) reflect(form, spec);
  }

  // Where several changes follow one another quickly, only the last is shown.
  async function show(wanted) {
    spec = wanted;
    const found = await prices(wanted);
    if (spec !== wanted) return;
    answer = found;
    after(live.show(spec, answer));
  }

  async function take(kept, by) {
    await show({ ...spec, ...kept, symbol: spec.symbol });
    if (by) parts.said.textContent = `${parts.said.textContent} Changed on ${by}.`.trim();
  }

  async function obey(part) {
    const before = spec;
    try {
      await show({ ...spec, drawings: live.drawings(), ...part });
      keeping?.change(spec);
    } catch (error) {
      spec = before;
      parts.said.textContent = error.message;
      if (form) reflect(form, spec);
    }
  }

  const does = {
    draw(kind, text) {
      parts.said.textContent = "Click into the chart to place it; Escape stops.";
      live.draw(kind, text);
    },
    undraw: () => live.undraw(),
    clear: () => obey({ drawings: [] }),
    zoom: live.zoom,
    fit: live.fit,
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : (figure ?? element).requestFullscreen()),
    async reset() {
      await keeping.forget();
      await show(JSON.parse(element.dataset.spec));
    },
  };
  if (form) tools(form, parts.top, () => spec, obey, does);
  form?.querySelector("[data-attach]")?.addEventListener("click", (click) => attach(click, { ...spec, drawings: live.drawings() }, token));

  parts.canvas.addEventListener("keydown", (press) => {
    const to = press.key === "Home" ? live.first : press.key === "End" ? live.bars.length - 1 : (place ?? live.bars.length - 1) + STEPS[press.key];
    if (press.key === "Escape") live.stop();
    if (Number.isNaN(to) || press.shiftKey || press.ctrlKey || press.metaKey || press.altKey) return;
    press.preventDefault();
    aloud = true;
    place = Math.max(0, Math.min(live.bars.length - 1, to));
    live.point(place);
    HEARD.cursor(place);
  });
  const repaint = () => live.theme();
  const themed = new MutationObserver(repaint);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", repaint);
  const heard = ({ detail: { event } }) => event.type === "quote" && event.symbol === spec.symbol && !frozen && moved(event);
  document.addEventListener("alley:event", heard);

  // The line above the chart follows the price, unless the reader is on an older bar.
  function moved(quote) {
    const onLast = place === live.bars.length - 1;
    tick(live, spec, quote, answer.window.main.zone);
    if (onLast) HEARD.cursor(null);
    table.changed();
  }

  return {
    live,
    get spec() { return spec; },
    close() {
      themed.disconnect();
      dark.removeEventListener("change", repaint);
      document.removeEventListener("alley:event", heard);
      keeping?.close();
      live.close();
    },
  };
}

// A quote belongs to the day of the market, or to the stretch of time its interval says.
function tick(live, spec, quote, zone) {
  const close = Number(quote.price);
  const last = live.bars.at(-1);
  const minutes = { "1m": 1, "5m": 5, "15m": 15, "1h": 60 }[spec.interval];
  if (!minutes && spec.interval !== "1d") return;
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(quote.time));
  const length = minutes * 60_000;
  const timestamp = minutes ? Math.floor(Date.parse(quote.time) / length) * length : Date.parse(`${day}T00:00:00Z`);
  const same = timestamp === last.timestamp;
  if (timestamp - last.timestamp > FAR) return; // nothing is known of the time between
  live.tick({
    timestamp,
    open: same ? last.open : close,
    high: same ? Math.max(last.high, close) : close,
    low: same ? Math.min(last.low, close) : close,
    close,
    volume: same ? last.volume : undefined,
    known: same ? last.known : false,
  });
}

function markers(element) {
  return [...document.querySelectorAll("[data-story-time]")].map(({ dataset }) => ({ time: Date.parse(dataset.storyTime), title: dataset.storyTitle, url: dataset.storyUrl, said: dataset.storyMove ?? "" }));
}

function card(place, { time, title, url, said }) {
  const link = made("a", { href: url, textContent: title });
  const when = made("small", { textContent: new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(time) + " UTC" });
  const shut = made("button", { className: "button-plain", type: "button", textContent: "Close" });
  shut.addEventListener("click", () => (place.hidden = true));
  place.replaceChildren(link, when, ...(said ? [made("p", { textContent: said })] : []), shut);
  place.hidden = false;
}

// The link leads to a page that freezes the chart without its drawings; from here they go along.
async function attach(click, spec, token) {
  const link = click.currentTarget;
  if (!token || click.ctrlKey || click.metaKey || click.shiftKey) return;
  click.preventDefault();
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const frozen = await fetch("/api/v1/charts/snapshots", { method: "POST", headers, body: JSON.stringify({ spec }) });
  if (!frozen.ok) return location.assign(link.href);
  const form = new FormData();
  form.set("csrfmiddlewaretoken", token);
  form.set("snapshot", (await frozen.json()).id);
  await fetch(link.href.split("?")[0], { method: "POST", body: form });
  location.hash = "comments";
  location.reload();
}
