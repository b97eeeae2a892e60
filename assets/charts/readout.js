// What the crosshair is on, in words: a line above the chart, and politely for screen readers.
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 8 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const plain = (value) => number.format(value).replace("-", "−");
const SPOKEN_AFTER = 350; // ms of rest, so that holding a key down does not speak every bar

export function timeOf(bar, spec) {
  const daily = ["1d", "1w", "1mo"].includes(spec.interval);
  const how = daily ? { dateStyle: "medium", timeZone: "UTC" } : { dateStyle: "medium", timeStyle: "short", timeZone: spec.tz };
  return new Intl.DateTimeFormat("en-GB", how).format(bar.timestamp);
}

export function parts(bar, before, spec) {
  const found = [["", timeOf(bar, spec)]];
  if (bar.known) found.push(["O", plain(bar.open)], ["H", plain(bar.high)], ["L", plain(bar.low)]);
  found.push([bar.known ? "C" : "Close", plain(bar.close)]);
  if (before && before.close > 0) {
    const percent = (bar.close / before.close - 1) * 100;
    found.push(["", `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(2)} %`, percent < 0 ? "down" : "up"]);
  }
  if (before && before.close <= 0) found.push(["", "percent not meaningful"]);
  if (bar.volume) found.push(["Vol", short.format(bar.volume)]);
  return found;
}

export class Readout {
  constructor(shown, spoken) {
    Object.assign(this, { shown, spoken });
  }

  show(bars, place, spec, aloud) {
    const bar = bars[place];
    if (!bar) return;
    const found = parts(bar, bars[place - 1], spec);
    this.shown.replaceChildren(...found.map(([name, value, way]) => {
      const item = Object.assign(document.createElement("span"), { className: way ? `is-${way}` : "" });
      if (name) item.append(Object.assign(document.createElement("b"), { textContent: name }), " ");
      item.append(value);
      return item;
    }));
    clearTimeout(this.later);
    if (aloud) this.later = setTimeout(() => (this.spoken.textContent = spokenOf(bar, bars[place - 1], spec)), SPOKEN_AFTER);
  }
}

function spokenOf(bar, before, spec) {
  const words = { O: "open", H: "high", L: "low", C: "close", Close: "close", Vol: "volume" };
  return parts(bar, before, spec).map(([name, value]) => (name ? `${words[name]} ${value}` : value)).join(", ");
}
