// Indicators that KLineCharts lacks or defines otherwise, by TA-Lib's definitions: the same numbers
// as alley/markets/charts/indicators.py, which a browser test compares bar by bar.
const typical = (bar) => (bar.high + bar.low + bar.close) / 3;

// An average that begins, as TA-Lib's MACD does, with the mean of the `period` values up to `start`.
function ema(values, period, start) {
  const line = new Array(values.length).fill(null);
  if (start >= values.length) return line;
  let last = 0;
  for (let place = start - period + 1; place <= start; place++) last += values[place];
  last /= period;
  line[start] = last;
  for (let place = start + 1; place < values.length; place++) {
    last += (2 / (period + 1)) * (values[place] - last);
    line[place] = last;
  }
  return line;
}

// Both averages begin at the same bar, the signal line when it has its own period; histogram × 1.
export function macd(bars, [one, two, signal]) {
  const [short, long] = one < two ? [one, two] : [two, one];
  const closes = bars.map((bar) => bar.close);
  const fast = ema(closes, short, long - 1);
  const slow = ema(closes, long, long - 1);
  const dif = closes.map((_, place) => (fast[place] === null ? null : fast[place] - slow[place]));
  const known = dif.slice(long - 1);
  const dea = [...new Array(Math.min(long - 1, bars.length)).fill(null), ...ema(known, signal, signal - 1)];
  return bars.map((_, place) =>
    (dea[place] ?? null) === null ? {} : { dif: dif[place], dea: dea[place], macd: dif[place] - dea[place] });
}

// The first bar's volume counts: TA-Lib begins with it, KLineCharts with nothing.
export function obv(bars) {
  let sum = 0;
  return bars.map((bar, place) => {
    const before = place ? bars[place - 1].close : -Infinity;
    sum += Math.sign(bar.close - before) * (bar.volume ?? 0) || 0;
    return { obv: sum };
  });
}

// Wilder: the first is a mean of true ranges, then each counts 1 in `period`.
export function atr(bars, [period]) {
  const ranges = bars.map((bar, place) => {
    const before = bars[place - 1]?.close ?? bar.close;
    return Math.max(bar.high - bar.low, Math.abs(bar.high - before), Math.abs(bar.low - before));
  });
  let last = null;
  return bars.map((_, place) => {
    if (place < period) return {};
    last = place === period
      ? ranges.slice(1, period + 1).reduce((sum, range) => sum + range, 0) / period
      : (last * (period - 1) + ranges[place]) / period;
    return { atr: last };
  });
}

// From the first bar of each of the market's days (0), or over the last `period` bars.
export function vwap(bars, [period], zone) {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone || "UTC", dateStyle: "short" });
  let begun = 0;
  let today = null;
  return bars.map((bar, place) => {
    if (period) begun = place - period + 1;
    else if (day.format(bar.timestamp) !== today) [begun, today] = [place, day.format(bar.timestamp)];
    if (begun < 0) return {};
    let [worth, total] = [0, 0];
    for (let at = begun; at <= place; at++) {
      worth += typical(bars[at]) * (bars[at].volume ?? 0);
      total += bars[at].volume ?? 0;
    }
    return total > 0 ? { vwap: worth / total } : {};
  });
}
