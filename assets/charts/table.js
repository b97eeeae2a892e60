// The table under a live chart: the bars in sight, the newest first, as they stand. Filled when it
// is open, and again when the reader or the market moves.
import { made } from "../made.js";
import { plain, shown } from "../numbers.js";

const ROWS = 60;
const DAILY = ["1d", "1w", "1mo"];

function words(rows, seen, all) {
  const whole = seen === all ? `${all} bars` : `${seen} bars in sight (${all} in all)`;
  return `${rows < seen ? `The last ${rows} of ${seen === all ? "" : "the "}${whole}` : `The ${whole}`} as a table`;
}

export class Table {
  // `seen()`: the bars in sight with how many the chart has in all.
  constructor(details, seen) {
    Object.assign(this, { details, seen });
    details?.addEventListener("toggle", () => this.changed());
  }

  changed() {
    if (this.details) this.frame ??= requestAnimationFrame(() => this.show());
  }

  show() {
    this.frame = null;
    const { bars, all, spec, credit } = this.seen();
    const rows = bars.slice(-ROWS).reverse();
    this.details.querySelector("summary").textContent = words(rows.length, bars.length, all);
    if (!this.details.open) return;
    const columns = this.columns(rows, spec);
    this.details.querySelector("caption").textContent = credit;
    this.details.querySelector("thead").replaceChildren(made("tr", {}, ...columns.map(([name]) => made("th", { scope: "col", textContent: name }))));
    this.details.querySelector("tbody").replaceChildren(...rows.map((bar) => made("tr", {}, ...columns.map(([, value], place) => made(place ? "td" : "th", { ...(place ? {} : { scope: "row" }), textContent: value(bar) })))));
  }

  columns(rows, spec) {
    const number = (name) => (bar) => (bar[name] === undefined ? "–" : shown(plain(bar[name])));
    const ranged = ["open", "high", "low"].map((name) => [name[0].toUpperCase() + name.slice(1), (bar) => (bar.known ? number(name)(bar) : "–")]);
    return [
      DAILY.includes(spec.interval) ? ["Day", day] : ["Time (UTC)", (bar) => `${day(bar)} ${new Date(bar.timestamp).toISOString().slice(11, 16)}`],
      ...(rows.some(({ known }) => known) ? ranged : []),
      ["Close", number("close")],
      ...(rows.some(({ volume }) => volume !== undefined) ? [["Volume", number("volume")]] : []),
    ];
  }
}

const day = ({ timestamp }) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(timestamp);
