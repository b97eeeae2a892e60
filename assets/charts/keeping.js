// A reader's layout: saved a moment after each change, and taken over when another of their devices
// changes it. Strangers keep theirs on this device only.
const AFTER = 900; // ms of rest before saving

export class Keeping {
  constructor(symbol, token, taken) {
    Object.assign(this, { symbol, token, taken, version: null });
    this.address = `/api/v1/charts/${encodeURIComponent(symbol)}`;
    this.hear = ({ detail: { topic, event } }) => {
      if (topic === "me" && event.type === "chart.layout" && event.symbol === symbol && event.version !== this.version) this.load();
    };
    if (token) document.addEventListener("alley:event", this.hear);
  }

  async load() {
    const kept = this.token ? await this.asked() : this.here();
    if (kept) this.taken(kept);
  }

  here() {
    return JSON.parse(localStorage.getItem(`chart:${this.symbol}`) ?? "null");
  }

  async asked() {
    const answer = await fetch(this.address);
    if (!answer.ok) return null;
    const { spec, version } = await answer.json();
    const newer = version !== this.version;
    this.version = version;
    return version && newer ? spec : null;
  }

  change(spec) {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.save(spec), AFTER);
  }

  async save(spec) {
    if (!this.token) return localStorage.setItem(`chart:${this.symbol}`, JSON.stringify(spec));
    const headers = { "X-CSRFToken": this.token, "Content-Type": "application/json" };
    const answer = await fetch(this.address, { method: "PUT", headers, body: JSON.stringify({ spec, version: this.version || null }) });
    if (answer.status === 409) return this.load();
    if (answer.ok) this.version = (await answer.json()).version;
  }

  async forget() {
    clearTimeout(this.later);
    localStorage.removeItem(`chart:${this.symbol}`);
    if (this.token) await fetch(this.address, { method: "DELETE", headers: { "X-CSRFToken": this.token } });
    this.version = 0;
  }

  close() {
    document.removeEventListener("alley:event", this.hear);
  }
}
