// The one place that knows KLineCharts: draws our bars into an element.
import { init } from "klinecharts";

const candle = (bar) => ({
  timestamp: Date.parse(bar.time),
  open: Number(bar.open ?? bar.close),
  high: Number(bar.high ?? bar.close),
  low: Number(bar.low ?? bar.close),
  close: Number(bar.close),
  volume: Number(bar.volume ?? 0),
});

export function draw(element, { symbol, type, bars }) {
  const words = { color: getComputedStyle(element).color };
  const chart = init(element, { timezone: "UTC", styles: {
    candle: { type: type === "candles" ? "candle_solid" : "area", tooltip: { showRule: "follow_cross" } },
    xAxis: { tickText: words },
    yAxis: { tickText: words },
  } });
  element.tabIndex = 0; // the library sets 1, which would come before everything else
  chart.setSymbol({ ticker: symbol, pricePrecision: 4, volumePrecision: 2 });
  chart.setPeriod({ type: "day", span: 1 });
  chart.setDataLoader({ getBars: ({ callback }) => callback(bars.map(candle)) });
  return chart;
}
