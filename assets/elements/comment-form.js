// <comment-form thread="thread:article:1" parent="0" version="…" writer="…">: keeps what is being
// written, on this device at once and on the account a moment later; takes what another device has
// written. Where both wrote, both texts are shown until the reader decides. Counts down a wait.
import { made } from "../made.js";
import { leftOn, offered } from "../thread/offered.js";
import { Unsent } from "../thread/unsent.js";

const LATER = 700;
const joined = (...texts) => texts.filter(Boolean).join("\n\n");

class CommentForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.thread = this.getAttribute("thread");
    this.parent = Number(this.getAttribute("parent"));
    this.version = Number(this.getAttribute("version"));
    this.name = this.form.elements.once.value;
    this.unsent = new Unsent(`draft:${this.thread}:${this.parent}`);
    this.sending = Promise.resolve();
    this.addEventListener("input", () => this.keep());
    this.restore();
    this.form.addEventListener("submit", (submit) => {
      if (!navigator.onLine) return this.wait(submit);
      this.later = clearTimeout(this.later);
      this.unsent.posted = this.text.value;
    });
    this.hear = ({ detail: { topic, event } }) => topic === "me" && event.type === "draft.changed" && this.elsewhere(event);
    this.again = () => {
      this.querySelector("[data-unsent]").replaceChildren();
      this.look().then(() => this.unsent.mine && this.keep());
    };
    document.addEventListener("alley:event", this.hear);
    document.addEventListener("alley:reset", this.again);
    window.addEventListener("online", this.again);
    this.count();
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    document.removeEventListener("alley:reset", this.again);
    window.removeEventListener("online", this.again);
    if (this.later) this.put().catch(() => {});
  }

  get address() {
    const [, kind, ...key] = this.thread.split(":");
    return `/api/v1/threads/${kind}/${key.join(":")}/draft`;
  }

  // What this device could not send before: gone on with where the account has nothing newer.
  restore() {
    const { mine, other, posted } = this.unsent;
    this.synced = this.text.value;
    if (other) this.offer(other);
    if (!mine || this.text.hasAttribute("aria-invalid")) return;
    if (posted === mine.text || mine.text === this.synced) {
      this.unsent.mine = this.unsent.posted = null;
    } else if (!this.synced || mine.base === this.version || mine.form === this.getAttribute("writer")) this.fill(mine.text);
    else {
      this.unsent.mine = null;
      const here = "on this device, without a connection";
      this.offer({ where: here, text: joined(other?.text, mine.text), only: joined(other?.only, mine.text) });
    }
  }

  fill(text) {
    if (this.text.value === text) return;
    this.text.value = text;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  keep() {
    this.later = clearTimeout(this.later);
    if (this.text.value === this.synced) return (this.unsent.mine = null);
    this.unsent.mine = { text: this.text.value, base: this.version, form: this.name };
    if (!this.unsent.other) this.later = setTimeout(() => this.send(), LATER);
  }

  send() {
    this.later = clearTimeout(this.later);
    return this.afterwards(() => this.put());
  }

  // One after another: what is looked at is never older than what was sent.
  afterwards(step) {
    this.sending = this.sending.then(step).catch(() => {});
    return this.sending;
  }

  // Without a connection the page would be lost for an error of the browser's.
  wait(submit) {
    submit.preventDefault();
    const textContent = "There is no connection. Your text is kept on this device: post it when you are online again.";
    this.querySelector("[data-unsent]").replaceChildren(made("p", { className: "note warning", textContent }));
  }

  // Where nothing answers it stays with this device, and is sent when there is a connection.
  async put() {
    const text = this.text.value;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    const body = JSON.stringify({ body: text, parent: this.parent || null, form: this.name, version: this.version });
    const answer = await fetch(this.address, { method: "PUT", headers, body, keepalive: true });
    const told = await answer.json();
    if (answer.status === 409) return this.meet(told);
    if (!answer.ok) return;
    this.stands(text, told.version);
    if (this.text.value === text) this.unsent.mine = null;
  }

  stands(text, version) {
    this.synced = text;
    this.version = version;
    this.form.elements.draft.value = version;
  }

  elsewhere({ thread, parent, form }) {
    if (thread === this.thread && parent === this.parent && form !== this.name) this.look();
  }

  look() {
    return this.afterwards(() => this.meetAccount());
  }

  // Another device wrote. What is being written here is never written over.
  async meetAccount() {
    const answer = await fetch(`${this.address}?parent=${this.parent}`);
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.version === this.version) return;
    if (told.writer === this.name) {
      this.stands(told.body, told.version); // sent from here, only the answer was lost
      return this.keep();
    }
    if (told.body && this.text.value !== this.synced && this.text.value !== told.body) return this.meet(told);
    const clean = this.text.value === this.synced;
    this.stands(told.body, told.version);
    if (clean) this.fill(told.body);
    leftOn(this.querySelector("[data-draft-other]"), told.body && told.changed_on);
  }

  // Both wrote: the other's text is shown beside this one, which goes on from there.
  meet({ body, version, changed_on: device }) {
    this.stands(body, version);
    const only = this.unsent.other?.only; // of what the account had, this is a later state
    this.offer({ where: device ? `on ${device}` : "elsewhere", text: joined(only, body), only });
    this.keep();
  }

  // Until the reader has decided, nothing of this form goes to the account.
  offer(other) {
    this.unsent.other = other;
    offered(this.querySelector("[data-draft-other]"), other, (text) => {
      this.unsent.other = null;
      this.fill(text(this.text.value));
      this.keep();
      this.text.focus();
    });
  }

  count() {
    const shown = this.querySelector("[data-seconds]");
    if (!shown) return;
    const until = Date.now() + shown.dataset.seconds * 1000;
    const button = this.querySelector("button");
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      button.disabled = left > 0;
      shown.textContent = left > 0 ? `You can post in ${left} s.` : "You can post now.";
      if (left > 0 && this.isConnected) setTimeout(tick, 500);
    };
    tick();
  }
}
customElements.define("comment-form", CommentForm);
