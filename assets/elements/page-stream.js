// <page-stream></page-stream>: the page's one live connection. Topics come from [data-topics] and
// [data-quote]; each event becomes `alley:event` on the document, with {topic, event}.
const RETRY = 15_000; // after the server refused the stream: ask again this often
const MOST_QUOTES = 300; // the server hears 320 topics of a page

class PageStream extends HTMLElement {
  connectedCallback() {
    this.onVisible = () => (document.hidden ? this.close() : this.open());
    document.addEventListener("visibilitychange", this.onVisible);
    document.addEventListener("alley:topics", this.onVisible);
    if (!document.hidden) this.open();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.onVisible);
    document.removeEventListener("alley:topics", this.onVisible);
    this.close();
  }

  topics() {
    const found = new Set(["breaking"]);
    if (document.body.dataset.reader) found.add("me");
    for (const { dataset } of document.querySelectorAll("[data-topics]"))
      for (const topic of dataset.topics.split(" ")) if (topic) found.add(topic);
    const quotes = new Set();
    for (const { dataset } of document.querySelectorAll("[data-quote]")) quotes.add(dataset.quote);
    for (const symbol of [...quotes].slice(0, MOST_QUOTES)) found.add(`quotes:${symbol}`);
    // ":" and "," may stand in a query as they are, and 300 symbols are long enough without
    return encodeURIComponent([...found].sort().join(",")).replaceAll("%3A", ":").replaceAll("%2C", ",");
  }

  open() {
    this.close();
    const from = this.last ? `&last_event_id=${this.last}` : "";
    this.source = new EventSource(`/api/v1/stream?topics=${this.topics()}${from}`);
    this.source.onmessage = (message) => this.hear(message);
    this.source.onopen = () => this.started || document.dispatchEvent(new Event("alley:open"));
    this.source.addEventListener("place", ({ lastEventId }) => (this.last ||= lastEventId));
    this.source.addEventListener("reset", () => document.dispatchEvent(new Event("alley:reset")));
    this.source.onerror = () => {
      if (this.source?.readyState !== EventSource.CLOSED) return;
      this.again = setTimeout(() => this.open(), RETRY);
      this.poll();
    };
  }

  // Where no stream comes through (a proxy, too many open pages): look what has happened since.
  async poll() {
    const query = `topics=${this.topics()}&last_event_id=${this.last ?? ""}`;
    const answer = await fetch(`/api/v1/stream/events?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { events, last } = await answer.json();
    for (const { topic, event } of events) this.spread(topic, event);
    this.last = String(last);
  }

  close() {
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  }

  hear({ data, lastEventId }) {
    this.last = this.started = lastEventId || this.last; // from now on it resumes without a hole
    const { topic, event } = JSON.parse(data);
    this.spread(topic, event);
  }

  spread(topic, event) {
    document.dispatchEvent(new CustomEvent("alley:event", { detail: { topic, event } }));
  }
}
customElements.define("page-stream", PageStream);
