// The one module that knows KLineCharts: shows a ChartSpec and its prices, and says what readers do.
import { dispose, init } from "klinecharts";
import { AXES, dated, decimals, uncut } from "./axes.js";
import { INDICATORS } from "./catalogue.js";
import "./indicators.js";
import { KINDS, NAMES, POINTS } from "./shapes.js";

const TYPES = { candles: "candle_solid", bars: "ohlc", line: "area", area: "area" };
const PERIODS = { "1m": ["minute", 1], "5m": ["minute", 5], "15m": ["minute", 15], "1h": ["hour", 1], "1d": ["day", 1], "1w": ["week", 1], "1mo": ["month", 1] };
const HOUR = 3_600_000; // ms
const MOST_BREAKS = 40;
const OVERS = ["one", "two", "three", "four", "five"];
const bar = ([time, open, high, low, close, volume]) => ({
  timestamp: Date.parse(time),
  open: Number(open ?? close),
  high: Number(high ?? close),
  low: Number(low ?? close),
  close: Number(close),
  volume: volume === null ? undefined : Number(volume),
  known: high !== null,
});

export function open(element, { spec, answer, says }) {
  const chart = init(element, { timezone: spec.tz, thousandsSeparator: { sign: "," }, decimalFold: { threshold: 9 }, layout: { barSpaceLimit: { min: 0.2, max: 60 } }, formatter: { formatDate: dated } });
  chart.overrideXAxis({ createTicks: uncut });
  const probe = Object.assign(document.createElement("span"), { hidden: true });
  element.after(probe);
  for (const inner of element.children) inner.tabIndex = -1; // the library sets 1: before all else
  let bars = [];
  let prices = null;
  let skipped = []; // indicators these bars have no numbers for
  let fitted = false;
  let push = null;
  let drawing = null;
  let laying = false; // the spec's own drawings: what goes then was not removed by the reader

  const changed = () => laying || says("drawings");
  const listens = {
    needDefaultXAxisFigure: false, // its stamps lie over the words of the axes
    needDefaultYAxisFigure: false,
    onDrawEnd: () => { drawing = null; says("drawn"); changed(); },
    onPressedMoveEnd: changed,
    onRemoved: changed,
  };

  const mixed = (name, percent) => resolved(`color-mix(in srgb, var(--${name}) ${percent}%, transparent)`);
  const of = (name) => resolved(`var(--${name})`);

  // A canvas knows neither light-dark() nor variables: the browser is asked what a colour comes to.
  function resolved(colour) {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  }

  function theme() {
    const font = getComputedStyle(element).fontFamily.replaceAll('"', "'");
    const words = { color: of("ink-soft"), family: font, size: 12 };
    const filled = spec.type === "area" ? [{ offset: 0, color: mixed("accent", 22) }, { offset: 1, color: "rgba(0, 0, 0, 0)" }] : "rgba(0, 0, 0, 0)";
    const overs = OVERS.map((name) => ({ color: of(`chart-${name}`), size: 1.4, style: "solid", dashedValue: [4, 3], smooth: false }));
    const tag = { color: of("paper"), backgroundColor: of("ink"), borderColor: of("ink"), family: font, size: 12 };
    const drawn = of("chart-one");
    chart.setStyles({
      grid: { horizontal: { color: of("rule") }, vertical: { color: of("rule") } },
      candle: {
        type: TYPES[ranged() ? spec.type : "line"],
        bar: { upColor: of("up"), downColor: of("down"), noChangeColor: of("ink-soft"), upBorderColor: of("up"), downBorderColor: of("down"), noChangeBorderColor: of("ink-soft"), upWickColor: of("up"), downWickColor: of("down"), noChangeWickColor: of("ink-soft") },
        area: { lineSize: 1.6, lineColor: of("accent"), backgroundColor: filled, point: { show: false } },
        tooltip: { showRule: "none" },
        priceMark: { high: { color: of("ink-soft"), textFamily: font, textSize: 11 }, low: { color: of("ink-soft"), textFamily: font, textSize: 11 }, last: { upColor: of("up"), downColor: of("down"), noChangeColor: of("ink-soft"), text: { family: font, size: 12, color: of("paper") } } },
      },
      indicator: {
        lines: overs,
        bars: [{ style: "fill", upColor: mixed("up", 55), downColor: mixed("down", 55), noChangeColor: of("ink-soft") }],
        lastValueMark: { show: false },
        tooltip: { showRule: "always", title: { ...words }, legend: { ...words, defaultValue: "–" } },
      },
      xAxis: { axisLine: { color: of("rule") }, tickLine: { color: of("rule") }, tickText: words },
      yAxis: { axisLine: { color: of("rule") }, tickLine: { color: of("rule") }, tickText: words },
      separator: { color: of("rule") },
      crosshair: { horizontal: { line: { color: of("ink-soft") }, text: tag }, vertical: { line: { color: of("ink-soft") }, text: tag } },
      overlay: {
        point: { color: drawn, borderColor: of("paper"), activeColor: drawn, activeBorderColor: of("paper") },
        line: { color: drawn, size: 1.6 },
        polygon: { color: mixed("chart-one", 14), borderColor: drawn },
        text: { color: drawn, family: font, size: 12, weight: 600, backgroundColor: "transparent", borderSize: 0, paddingLeft: 0, paddingTop: 0, paddingRight: 0, paddingBottom: 0 },
      },
    });
  }

  const ranged = () => !["candles", "bars"].includes(spec.type) || bars.some(({ known }) => known);

  // What is shown otherwise than asked, in words.
  function scale() {
    const values = bars.map(({ low }) => low);
    const impossible = spec.scale === "log" ? Math.min(...values) <= 0 : !(chart.alleyBase > 0);
    const percent = spec.scale === "percent" || spec.compare.length > 0;
    const wanted = percent ? "percent" : spec.scale;
    const used = wanted !== "linear" && impossible ? "linear" : wanted;
    chart.overrideYAxis({ paneId: "candle_pane", name: AXES[used] });
    return used === wanted ? "" : percent ? "Percent is not meaningful: the first price is zero or negative." : "A log scale needs prices above zero; drawn on a linear one.";
  }

  function indicators() {
    chart.removeIndicator({});
    if (spec.compare.length) compare();
    let over = 0;
    const shown = spec.indicators.filter(({ name }) => !skipped.includes(name));
    const precision = decimals(bars);
    for (const { name, params } of shown) {
      const known = INDICATORS[name];
      const calcParams = known.usual.map((usual, place) => params[place] ?? usual);
      const made = { name: known.name, calcParams, ...known.shown, extendData: { zone: prices.main.zone } };
      if (known.over) chart.createIndicator({ ...made, paneId: "candle_pane", styles: { lines: strokes(name, over++) } }, true);
      else chart.createIndicator({ precision, ...made });
    }
    element.dataset.panes = shown.length - over;
  }

  // One colour an indicator, the edges of a band dashed: as the server draws them.
  function strokes(name, place) {
    const stroke = { color: of(`chart-${OVERS[Math.min(place, 4)]}`), size: 1.4, style: "solid", dashedValue: [5, 3], smooth: false };
    return name === "BOLL" ? [{ ...stroke, style: "dashed" }, stroke, { ...stroke, style: "dashed" }] : [stroke];
  }

  function compare() {
    const from = bars[prices.first]?.timestamp ?? 0;
    const others = prices.compared.map((series) => {
      const rows = series.bars.map(([time, , , , close]) => [Date.parse(time), Number(close)]);
      return { closes: Object.fromEntries(rows), base: rows.find(([time]) => time >= from)?.[1] ?? 0 };
    });
    chart.createIndicator({ name: "COMPARED", paneId: "candle_pane", extendData: { first: prices.first, others } }, true);
  }

  function drawings() {
    laying = true;
    chart.removeOverlay({ groupId: "drawings" });
    laying = false;
    for (const { kind, points, text } of spec.drawings)
      chart.createOverlay({ ...listens, name: NAMES[kind], groupId: "drawings", extendData: { text }, points: points.map(({ t, price }) => ({ timestamp: Date.parse(t), value: Number(price) })) });
    if (spec.as_of && Date.parse(spec.as_of) < bars.at(-1).timestamp) then(Date.parse(spec.as_of));
  }

  const then = (timestamp) =>
    chart.createOverlay({ name: "alleyThen", groupId: "drawings", lock: true, points: [{ timestamp, value: bars.at(-1).close }] });

  // A line where time is missing between two bars, as the server draws it (axes.py).
  function breaks() {
    chart.removeOverlay({ groupId: "breaks" });
    const gaps = bars.slice(1).map((later, place) => later.timestamp - bars[place].timestamp);
    const usual = gaps.slice(-200).sort((one, other) => one - other)[Math.min(gaps.length, 200) >> 1] ?? 0;
    const least = Math.max(usual * 4, usual >= 20 * HOUR ? 14 * 24 * HOUR : HOUR);
    const found = bars.slice(1).filter((later, place) => gaps[place] > least && place + 1 > prices.first);
    if (found.length > MOST_BREAKS) return;
    const half = () => chart.getBarSpace().bar / 2;
    for (const { timestamp, close } of found)
      chart.createOverlay({ name: "alleyBreak", groupId: "breaks", lock: true, extendData: { half }, styles: { line: { color: of("ink-soft"), size: 1, style: "dashed", dashedValue: [2, 3] } }, points: [{ timestamp, value: close }] });
  }

  function fill({ window: newer, not_drawn: unavailable }) {
    prices = newer;
    skipped = unavailable.map(({ indicator }) => indicator);
    bars = prices.main.bars.map(bar);
    chart.alleyBase = bars[prices.first]?.close;
    const [type, span] = PERIODS[spec.interval];
    chart.setSymbol({ ticker: spec.symbol, pricePrecision: decimals(bars), volumePrecision: 0 });
    chart.setPeriod({ type, span });
    chart.setDataLoader({
      getBars: ({ type: which, callback }) => callback(which === "init" ? bars : [], false),
      subscribeBar: ({ callback }) => (push = callback),
      unsubscribeBar: () => (push = null),
    });
    theme();
    indicators();
    const said = [scale(), ranged() ? "" : "Opening, highest and lowest prices are not known; drawn as a line."];
    drawings();
    breaks();
    fit();
    return said.filter(Boolean).join(" ");
  }

  // All the shown bars, from edge to edge; those before only let indicators settle.
  function fit() {
    const width = chart.getSize("candle_pane", "main")?.width ?? element.clientWidth;
    chart.setOffsetRightDistance(24);
    chart.setBarSpace(Math.max(0.2, Math.min(40, (width - 28) / Math.max(1, bars.length - prices.first))));
    chart.scrollToRealTime(0);
    fitted = true;
  }

  const finished = ({ name, points, currentStep }) =>
    KINDS[name] && currentStep === -1 && points.length === POINTS[KINDS[name]] && points.every(({ timestamp, value }) => timestamp && value !== undefined);
  const written = ({ name, points, extendData }) => ({
    kind: KINDS[name],
    points: points.map(({ timestamp, value }) => ({ t: new Date(timestamp).toISOString(), price: String(+value.toPrecision(12)) })),
    text: extendData?.text ?? "",
  });

  chart.subscribeAction("onCrosshairChange", (crosshair) => {
    if (crosshair?.kLineData) says("cursor", bars.findIndex(({ timestamp }) => timestamp === crosshair.kLineData.timestamp));
    else says("cursor", null);
  });
  for (const moved of ["onZoom", "onScroll"]) chart.subscribeAction(moved, () => (fitted = false));
  chart.subscribeAction("onVisibleRangeChange", () => says("moved"));
  const resized = new ResizeObserver(() => {
    chart.resize();
    if (fitted) fit();
  });
  resized.observe(element);

  const live = {
    get bars() { return bars; },
    get first() { return prices.first; },
    get seen() {
      const { realFrom, realTo } = chart.getVisibleRange();
      return bars.slice(Math.max(prices.first, realFrom), realTo);
    },
    show(next, newer) {
      spec = next;
      chart.setTimezone(spec.tz);
      return fill(newer);
    },
    theme() { theme(); indicators(); breaks(); },
    fit,
    zoom: (by) => chart.zoomAtCoordinate(by),
    drawings: () => chart.getOverlays({ groupId: "drawings" }).filter(finished).map(written),
    draw(kind, text = "") {
      live.stop();
      drawing = chart.createOverlay({ ...listens, name: NAMES[kind], groupId: "drawings", extendData: { text } });
    },
    stop() {
      if (drawing) chart.removeOverlay({ id: drawing });
      drawing = null;
    },
    undraw() {
      const last = chart.getOverlays({ groupId: "drawings" }).filter(({ name }) => KINDS[name]).at(-1);
      if (last) chart.removeOverlay({ id: last.id });
    },
    markers(found) {
      chart.removeOverlay({ groupId: "markers" });
      for (const marker of found)
        chart.createOverlay({ name: "alleyMarker", groupId: "markers", lock: true, extendData: marker, styles: { polygon: { color: of("chart-one") } }, points: [{ timestamp: marker.time, value: bars.at(-1).close }], onClick: ({ overlay }) => says("marker", overlay.extendData), onMouseEnter: ({ overlay }) => says("marker", overlay.extendData) });
    },
    // Puts the crosshair on a bar, scrolling there where it is out of sight.
    point(place) {
      const { realFrom, realTo } = chart.getVisibleRange();
      if (place < realFrom || place >= realTo - 1) chart.scrollToDataIndex(Math.min(bars.length - 1, place + 5), 0);
      const { x, y } = chart.convertToPixel({ dataIndex: place, value: bars[place].close }, { paneId: "candle_pane" });
      chart.executeAction("onCrosshairChange", { x, y, paneId: "candle_pane" });
    },
    tick(newest) {
      const last = bars.at(-1);
      if (newest.timestamp < last.timestamp) return;
      if (newest.timestamp === last.timestamp) Object.assign(last, newest);
      else bars.push(newest);
      push?.({ ...newest });
    },
    // Every value of every indicator, under the server's names: for the table and for tests.
    values: () => Object.fromEntries(spec.indicators.map(({ name }) => {
      const { name: theirs, keys } = INDICATORS[name];
      const [found] = chart.getIndicators({ name: theirs });
      return [name, Object.fromEntries(Object.entries(keys).map(([key, ours]) => [ours, (found?.result ?? []).map((row) => row[key] ?? null)]))];
    })),
    close() {
      resized.disconnect();
      dispose(element);
    },
  };
  live.said = fill(answer);
  return live;
}
