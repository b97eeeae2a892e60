// <price-chart data-src data-type data-symbol><svg>…</svg></price-chart>
// The server's picture stands until the reader comes near; then the live chart takes its place.
class PriceChart extends HTMLElement {
  connectedCallback() {
    this.watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.open(), { rootMargin: "200px" });
    this.watcher.observe(this);
  }

  disconnectedCallback() { this.watcher.disconnect(); }

  async open() {
    this.watcher.disconnect();
    try {
      const [{ draw }, answer] = await Promise.all([import("../charts/kline.js"), fetch(this.dataset.src)]);
      if (!answer.ok) return;
      const canvas = document.createElement("div");
      canvas.className = "chart-canvas";
      const picture = this.querySelector("picture");
      this.append(canvas);
      draw(canvas, { symbol: this.dataset.symbol, type: this.dataset.type, bars: (await answer.json()).items });
      picture?.classList.add("visually-hidden");
    } catch { this.querySelector(".chart-canvas")?.remove(); }
  }
}
customElements.define("price-chart", PriceChart);
