// The indicators of a ChartSpec: the library's name for each, whether it lies among the prices, the
// server's name of each value, the usual parameters, and what is shown otherwise than by the library.

const values = (titles) => Object.entries(titles).map(([key, title]) => ({ key, title, type: "line" }));

// Wilder's levels, as the server's pictures have them; the lines themselves are the library's.
const guides = (...levels) => ({ ctx, bounding, yAxis, chart }) => {
  ctx.strokeStyle = chart.getStyles().crosshair.horizontal.line.color;
  ctx.setLineDash([2, 4]);
  for (const level of levels) {
    const y = Math.round(yAxis.convertToPixel(level)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(0, y);
    ctx.lineTo(bounding.width, y);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  return false;
};

export const INDICATORS = {
  SMA: { words: "Moving average (SMA)", name: "MA", over: true, keys: { ma1: "sma" }, usual: [20], shown: { shortName: "SMA", figures: values({ ma1: "" }) } },
  EMA: { words: "Exponential average (EMA)", name: "EMA", over: true, keys: { ema1: "ema" }, usual: [20], shown: { shortName: "EMA", figures: values({ ema1: "" }) } },
  BOLL: { words: "Bollinger bands", name: "BOLL", over: true, keys: { up: "up", mid: "mid", dn: "dn" }, usual: [20, 2], shown: { shortName: "Bollinger", figures: values({ up: "upper: ", mid: "middle: ", dn: "lower: " }) } },
  VWAP: { words: "VWAP (0: by session)", name: "VWAP", over: true, keys: { vwap: "vwap" }, usual: [0] },
  VOLUME: { words: "Volume", name: "VOL", over: false, keys: { volume: "volume" }, usual: [], shown: { shortName: "" } },
  RSI: { words: "Relative strength (RSI)", name: "RSI", over: false, keys: { rsi1: "rsi" }, usual: [14], shown: { shortName: "RSI", figures: values({ rsi1: "" }), precision: 2, minValue: 0, maxValue: 100, draw: guides(30, 70) } },
  MACD: { words: "MACD", name: "MACD", over: false, keys: { dif: "dif", dea: "dea", macd: "macd" }, usual: [12, 26, 9] },
  ATR: { words: "Average true range (ATR)", name: "ATR", over: false, keys: { atr: "atr" }, usual: [14] },
  OBV: { words: "On-balance volume (OBV)", name: "OBV", over: false, keys: { obv: "obv" }, usual: [] },
};
