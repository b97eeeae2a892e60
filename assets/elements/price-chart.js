// <price-chart data-symbol data-spec><form>…</form><picture>…</picture></price-chart>
// The server's picture and form stand until the reader comes near; then a live chart takes the
// picture's place and obeys the form at once. Kept per reader and instrument.
class PriceChart extends HTMLElement {
  connectedCallback() {
    this.watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.open(), { rootMargin: "200px" });
    this.watcher.observe(this);
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    this.session?.close();
  }

  async open() {
    this.watcher.disconnect();
    try {
      const { begin } = await import("../charts/session.js");
      this.session = await begin(this);
    } catch (error) {
      this.querySelector(".chart-stage")?.remove();
      this.querySelector("picture")?.classList.remove("visually-hidden");
      this.dataset.failed = error.message; // the picture stays; whoever looks for the reason finds it
    }
  }

  // The numbers behind the lines, as the server names them.
  values() { return this.session.live.values(); }
}
customElements.define("price-chart", PriceChart);
