// The indicators of a ChartSpec for KLineCharts: its own where they equal TA-Lib's, ours elsewhere.
import { registerIndicator } from "klinecharts";
import { atr, macd, obv, vwap } from "./formulas.js";

const ours = (name, figures, calc, more = {}) =>
  registerIndicator({ name, shortName: name, figures, calc: (bars, { calcParams, extendData }) => calc(bars, calcParams, extendData?.zone), ...more });
const line = (key, title = "") => ({ key, title, type: "line" });
const histogram = {
  key: "macd",
  title: "histogram: ",
  type: "bar",
  baseValue: 0,
  styles: ({ data: { current }, defaultStyles: { bars: [bar] } }) => {
    const color = (current?.macd ?? 0) >= 0 ? bar.upColor : bar.downColor;
    return { style: "fill", color, borderColor: color };
  },
};

const column = {
  key: "volume",
  title: "Volume: ",
  type: "bar",
  baseValue: 0,
  styles: ({ data: { current }, defaultStyles: { bars: [bar] } }) => ({ style: "fill", color: current?.rose ? bar.upColor : bar.downColor }),
};
const volumes = (bars) => bars.map(({ volume, open, close }) => (volume === undefined ? {} : { volume, rose: close >= open }));

ours("VOL", [column], volumes, { series: "volume", shouldFormatBigNumber: true, precision: 0, minValue: 0 });
ours("MACD", [histogram, line("dif", "MACD: "), line("dea", "signal: ")], macd);
ours("OBV", [line("obv")], obv, { shouldFormatBigNumber: true });
ours("ATR", [line("atr")], atr);
ours("VWAP", [line("vwap")], vwap, { series: "price" });
registerIndicator({
  name: "COMPARED", // other instruments, measured so that all stand at the first shown price
  shortName: "",
  series: "price",
  figures: [0, 1, 2, 3, 4].map((place) => ({ key: `c${place}`, type: "line" })),
  calc: (bars, { extendData }) => {
    const first = bars[extendData.first];
    return bars.map((bar) => {
      const found = {};
      extendData.others.forEach(({ closes, base }, place) => {
        const close = closes[bar.timestamp];
        if (close !== undefined && base > 0 && first?.close > 0) found[`c${place}`] = (first.close * close) / base;
      });
      return found;
    });
  },
});
