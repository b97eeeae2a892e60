// The indicators of a ChartSpec: the library's name for each, whether it lies among the prices, the
// server's name of each value, and the usual parameters.
export const INDICATORS = {
  SMA: { words: "Moving average (SMA)", name: "MA", over: true, keys: { ma1: "sma" }, usual: [20] },
  EMA: { words: "Exponential average (EMA)", name: "EMA", over: true, keys: { ema1: "ema" }, usual: [20] },
  BOLL: { words: "Bollinger bands", name: "BOLL", over: true, keys: { up: "up", mid: "mid", dn: "dn" }, usual: [20, 2] },
  VWAP: { words: "VWAP (0: by session)", name: "VWAP", over: true, keys: { vwap: "vwap" }, usual: [0] },
  VOLUME: { words: "Volume", name: "VOL", over: false, keys: { volume: "volume" }, usual: [] },
  RSI: { words: "Relative strength (RSI)", name: "RSI", over: false, keys: { rsi1: "rsi" }, usual: [14] },
  MACD: { words: "MACD", name: "MACD", over: false, keys: { dif: "dif", dea: "dea", macd: "macd" }, usual: [12, 26, 9] },
  ATR: { words: "Average true range (ATR)", name: "ATR", over: false, keys: { atr: "atr" }, usual: [14] },
  OBV: { words: "On-balance volume (OBV)", name: "OBV", over: false, keys: { obv: "obv" }, usual: [] },
};
