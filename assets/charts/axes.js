// How times and prices are written on the axes of a live chart, and the scales the library lacks.
import { registerYAxis } from "klinecharts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LARGE = 1e9; // from here on a price in full leaves a phone no room for the chart
const WHOLE = 1e5; // from here on nobody reads the cents
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 6 });
let base = 1; // the first shown price of the chart whose axis is being measured

registerYAxis({ name: "prices", displayValueToText: (value, places) => (Math.abs(value) < LARGE ? value.toFixed(places) : short.format(value)) });

// Percent of the first shown price, like the server's pictures: the library's own measures from
// whatever bar happens to be at the left edge.
registerYAxis({
  name: "fromFirst",
  minSpan: () => 0.01,
  displayValueToText: (value) => `${value > 0 ? "+" : ""}${value.toFixed(1)} %`.replace("-", "−"),
  valueToRealValue: (value) => (value / base - 1) * 100,
  realValueToValue: (value) => (value / 100 + 1) * base,
  createRange: ({ chart, defaultRange: range }) => {
    base = chart.alleyBase ?? 1;
    const [from, to] = [range.from, range.to].map((value) => (value / base - 1) * 100);
    return { ...range, realFrom: from, realTo: to, realRange: to - from, displayFrom: from, displayTo: to, displayRange: to - from };
  },
});

export const AXES = { linear: "prices", log: "logarithm", percent: "fromFirst" };

// Words that the edge would cut through are left out.
export const uncut = ({ bounding, defaultTicks }) => defaultTicks.filter(({ coord, text }) => Math.min(coord, bounding.width - coord) >= text.length * 3.2);

export function decimals(bars) {
  const places = (number) => (String(number).split(".")[1] ?? "").length;
  const closes = bars.slice(-200).map(({ close }) => close);
  if (Math.max(...closes.map(Math.abs)) >= WHOLE) return 0;
  return Math.min(8, Math.max(2, ...closes.map(places)));
}

// `2022`, `Jan 2022`, `6 Jan`, `14:30`; the crosshair says it in full.
export function dated({ dateTimeFormat, timestamp, template, type }) {
  const found = Object.fromEntries(dateTimeFormat.formatToParts(timestamp).map(({ type: part, value }) => [part, value]));
  const day = `${Number(found.day)} ${MONTHS[found.month - 1]}`;
  const clock = `${found.hour}:${found.minute}`;
  if (type !== "xAxis") return template.includes("HH") ? `${day} ${found.year}, ${clock}` : `${day} ${found.year}`;
  if (template.includes("HH")) return template.includes("MM") ? `${day} ${clock}` : clock;
  if (template === "YYYY") return found.year;
  return template === "YYYY-MM" ? `${MONTHS[found.month - 1]} ${found.year}` : template.includes("YYYY") ? `${day} ${found.year}` : day;
}
