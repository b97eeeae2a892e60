// Drawings and markers as KLineCharts draws them, in the same shapes as the server's pictures.
import { registerOverlay } from "klinecharts";

const FIBONACCI = [0, 0.236, 0.382, 0.5, 0.618, 0.786, 1];
const line = (from, to) => ({ type: "line", attrs: { coordinates: [from, to] } });

// ChartSpec's kinds and the library's names for them
export const NAMES = {
  segment: "segment",
  line: "straightLine",
  ray: "rayLine",
  level: "horizontalStraightLine",
  channel: "alleyChannel",
  fibonacci: "alleyFibonacci",
  text: "alleyText",
};
export const POINTS = { segment: 2, line: 2, ray: 2, channel: 3, fibonacci: 2, level: 1, text: 1 };
export const KINDS = Object.fromEntries(Object.entries(NAMES).map(([kind, name]) => [name, kind]));

registerOverlay({
  name: "alleyChannel",
  totalStep: 4,
  needDefaultPointFigure: true,
  createPointFigures: ({ coordinates: [one, two, third] }) => {
    if (!two) return [];
    if (!third) return [line(one, two)];
    const onLine = two.x === one.x ? one.y : one.y + ((two.y - one.y) * (third.x - one.x)) / (two.x - one.x);
    const shift = third.y - onLine;
    const moved = [one, two].map(({ x, y }) => ({ x, y: y + shift }));
    return [
      { type: "polygon", attrs: { coordinates: [one, two, moved[1], moved[0]] }, styles: { style: "fill" }, ignoreEvent: true },
      line(one, two),
      line(...moved),
    ];
  },
});

registerOverlay({
  name: "alleyFibonacci",
  totalStep: 3,
  needDefaultPointFigure: true,
  createPointFigures: ({ coordinates: [one, two], bounding }) => {
    if (!two) return [];
    const left = Math.min(one.x, two.x);
    return FIBONACCI.flatMap((level) => {
      const y = two.y + (one.y - two.y) * level;
      return [
        line({ x: left, y }, { x: bounding.width, y }),
        { type: "text", ignoreEvent: true, attrs: { x: left, y, text: `${+(level * 100).toFixed(1)} %`, baseline: "bottom" } },
      ];
    });
  },
});

registerOverlay({
  name: "alleyText",
  totalStep: 2,
  needDefaultPointFigure: true,
  createPointFigures: ({ coordinates: [at], overlay, bounding }) => {
    const align = at.x > bounding.width * 0.7 ? "right" : "left";
    const rows = String(overlay.extendData?.text ?? "").split("\n");
    return rows.map((text, row) => ({
      type: "text",
      attrs: { x: at.x, y: at.y - 6 - 15 * (rows.length - 1 - row), text, align, baseline: "bottom" },
    }));
  },
});

registerOverlay({
  name: "alleyMarker",
  totalStep: 2,
  createPointFigures: ({ coordinates: [{ x }], bounding }) => {
    const foot = bounding.height - 2;
    return [
      { type: "polygon", attrs: { coordinates: [{ x: x - 6, y: foot }, { x, y: foot - 11 }, { x: x + 6, y: foot }] }, styles: { style: "fill" } },
    ];
  },
});

registerOverlay({
  name: "alleyBreak",
  totalStep: 2,
  createPointFigures: ({ coordinates: [{ x }], overlay, bounding }) => {
    const edge = x - overlay.extendData.half();
    return [{ type: "line", ignoreEvent: true, attrs: { coordinates: [{ x: edge, y: 0 }, { x: edge, y: bounding.height }] } }];
  },
});

registerOverlay({
  name: "alleyThen",
  totalStep: 2,
  createPointFigures: ({ coordinates: [{ x }], bounding }) => [
    { type: "line", ignoreEvent: true, attrs: { coordinates: [{ x, y: 0 }, { x, y: bounding.height }] }, styles: { style: "dashed" } },
    { type: "text", ignoreEvent: true, attrs: { x: x + 4, y: 4, text: "posted", baseline: "top" } },
  ],
});
