// <page-stream></page-stream>: the page's one live connection. Topics come from [data-topics] and
// [data-quote]; each event becomes `alley:event` on the document, with {topic, event}. `alley:open`
// comes once, when the page knows its place; `alley:reset` where more was missed than is kept.
const OPENS = 5_000; // a stream that has said nothing by then does not come through: look instead
const SILENT = 60_000; // two signs of life missed: the device slept, or the line is dead
const RETRY = 15_000; // after the server refused the stream: ask again this often
const LOOK = 10_000;
const MOST_QUOTES = 300; // the server hears 320 topics of a page
const MOST_SEEN = 2_000;
const NEWEST = new Set(["quote", "presence"]); // how it stands, not what happened: never a repeat

// Rejects where something else answers in the site's place, as the sign-in page of a hotel does.
const happened = async (query) => {
  const answer = await fetch(`/api/v1/stream/events?${query}`);
  return answer.ok ? answer.json() : { events: [] };
};

class PageStream extends HTMLElement {
  seen = new Set();

  connectedCallback() {
    this.onVisible = () => (document.hidden ? this.close() : this.open());
    document.addEventListener("visibilitychange", this.onVisible);
    document.addEventListener("alley:topics", this.onVisible);
    window.addEventListener("online", this.onVisible);
    if (!document.hidden) this.open();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.onVisible);
    document.removeEventListener("alley:topics", this.onVisible);
    window.removeEventListener("online", this.onVisible);
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
    const source = new EventSource(`/api/v1/stream?topics=${this.topics()}${from}`);
    this.source = source;
    source.onmessage = ({ data, lastEventId }) => {
      this.comesThrough();
      const { topic, event } = JSON.parse(data);
      this.spread(topic, event, lastEventId);
    };
    source.addEventListener("place", ({ lastEventId }) => {
      this.comesThrough();
      this.standsAt(lastEventId);
    });
    source.addEventListener("reset", () => document.dispatchEvent(new Event("alley:reset")));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) this.again ??= setTimeout(() => this.open(), RETRY);
      this.lookSoon(source.readyState === EventSource.CLOSED ? 0 : OPENS);
    };
    this.lookSoon(OPENS);
  }

  close() {
    for (const timer of ["again", "looking", "silence"]) this[timer] = clearTimeout(this[timer]);
    this.source?.close();
    this.source = null;
  }

  comesThrough() {
    for (const timer of ["looking", "silence"]) this[timer] = clearTimeout(this[timer]);
    this.silence = setTimeout(() => this.open(), SILENT);
  }

  lookSoon(wait) {
    this.looking ??= setTimeout(() => this.look(), wait);
  }

  // Where no stream comes through (a proxy, too many open pages): what has happened since.
  async look() {
    const source = this.source;
    const query = `topics=${this.topics()}&last_event_id=${this.last ?? ""}`;
    const found = await happened(query).catch(() => ({ events: [] }));
    if (this.source !== source || !this.looking) return; // closed, or the stream came after all
    for (const { id, topic, event } of found.events) this.spread(topic, event, String(id));
    if (found.reset) document.dispatchEvent(new Event("alley:reset"));
    if (found.last !== undefined) this.standsAt(String(found.last));
    this.looking = setTimeout(() => this.look(), found.retry * 1000 || LOOK);
  }

  standsAt(place) {
    this.last = place;
    if (!this.hasPlace) document.dispatchEvent(new Event("alley:open"));
    this.hasPlace = true;
  }

  // After a gap some may come once more.
  spread(topic, event, id) {
    const known = `${id} ${topic}`;
    if (!NEWEST.has(event.type) && this.seen.has(known)) return;
    this.remember(id, known);
    document.dispatchEvent(new CustomEvent("alley:event", { detail: { topic, event } }));
  }

  remember(id, known) {
    this.last = id || this.last;
    this.seen.add(known);
    if (this.seen.size > MOST_SEEN) this.seen.delete(this.seen.values().next().value);
  }
}
customElements.define("page-stream", PageStream);
