// A reader's layout: saved a moment after each change, and taken over when another of their devices
// changes it. What could not be sent outlives the page. Strangers keep theirs on this device only.
import { merged } from "./merging.js";

const AFTER = 900; // ms of rest before saving

export class Keeping {
  // `taken(spec, by)` shows what came from elsewhere; `base` is the spec both devices knew.
  constructor(symbol, token, base, taken) {
    Object.assign(this, { symbol, token, base, taken, version: null, busy: Promise.resolve() });
    this.address = `/api/v1/charts/${encodeURIComponent(symbol)}`;
    this.hear = ({ detail: { topic, event } }) => {
      if (topic === "me" && event.type === "chart.layout" && event.symbol === symbol) this.after(() => event.version !== this.version && this.meet());
    };
    this.again = () => this.after(() => this.meet());
    if (!token) return;
    document.addEventListener("alley:event", this.hear);
    for (const [place, name] of [[document, "alley:reset"], [window, "online"]]) place.addEventListener(name, this.again);
  }

  get unsent() {
    return JSON.parse(localStorage.getItem(`chart-unsent:${this.symbol}`) ?? "null");
  }

  set unsent(kept) {
    const place = `chart-unsent:${this.symbol}`;
    kept ? localStorage.setItem(place, JSON.stringify(kept)) : localStorage.removeItem(place);
  }

  // What the chart begins with; null: the page's own.
  async begin() {
    if (!this.token) return JSON.parse(localStorage.getItem(`chart:${this.symbol}`) ?? "null");
    const theirs = await this.asked();
    const mine = this.unsent;
    if (!mine) return theirs && this.version ? theirs : null;
    const spec = merged(mine.base, mine.spec, theirs ?? mine.base);
    this.change(spec);
    return spec;
  }

  async asked() {
    const answer = await fetch(this.address).catch(() => null);
    if (!answer?.ok) return null;
    const { spec, version, changed_on: by } = await answer.json();
    Object.assign(this, { version, by, base: spec });
    return spec;
  }

  change(spec) {
    if (!this.token) return localStorage.setItem(`chart:${this.symbol}`, JSON.stringify(spec));
    this.unsent = { base: this.base, spec };
    clearTimeout(this.later);
    this.later = setTimeout(() => this.after(() => this.put()), AFTER);
  }

  // One thing after another: what comes from elsewhere waits until this device knows its own place.
  after(step) {
    this.busy = this.busy.then(step).catch(() => {});
  }

  async put() {
    this.later = clearTimeout(this.later);
    const sent = this.unsent;
    if (!sent) return;
    if (this.version === null) return this.join(sent);
    const headers = { "X-CSRFToken": this.token, "Content-Type": "application/json" };
    const body = JSON.stringify({ spec: sent.spec, version: this.version });
    const answer = await fetch(this.address, { method: "PUT", headers, body, keepalive: true });
    if (answer.status === 409) return this.meet();
    if (!answer.ok) return;
    const { spec, version } = await answer.json();
    Object.assign(this, { version, base: spec });
    if (JSON.stringify(this.unsent) === JSON.stringify(sent)) this.unsent = null;
    else this.unsent = { ...this.unsent, base: spec };
  }

  // Another device changed it: taken over, with what was changed here meanwhile.
  async meet() {
    const [before, mine] = [this.version, this.unsent];
    const theirs = await this.asked();
    if (!theirs || (this.version === before && !mine)) return;
    const spec = mine ? merged(mine.base, mine.spec, theirs) : theirs;
    if (this.version !== before) this.taken(spec, this.by);
    if (mine) this.change(spec);
  }

  // The chart was asked for by its address: it keeps what it shows, with the drawings there were.
  async join({ base, spec }) {
    const theirs = await this.asked();
    if (!theirs) return;
    const whole = { ...spec, drawings: merged(base, spec, theirs).drawings };
    this.taken(whole);
    this.change(whole);
  }

  async forget() {
    this.later = clearTimeout(this.later);
    this.unsent = null;
    localStorage.removeItem(`chart:${this.symbol}`);
    if (this.token) await fetch(this.address, { method: "DELETE", headers: { "X-CSRFToken": this.token } });
    this.version = 0;
  }

  close() {
    document.removeEventListener("alley:event", this.hear);
    document.removeEventListener("alley:reset", this.again);
    window.removeEventListener("online", this.again);
    if (this.later) this.put().catch(() => {});
  }
}
