// <comment-form thread="thread:article:1" parent="0" draft="…/draft/">: keeps what is being written,
// on this device at once and on the account a moment later; takes what another device has written;
// counts down the seconds of a wait.
const LATER = 700;

class CommentForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.thread = this.getAttribute("thread");
    this.parent = Number(this.getAttribute("parent"));
    this.place = `draft:${this.thread}:${this.parent}`;
    this.restore();
    this.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", () => {
      clearTimeout(this.later);
      sessionStorage.setItem(this.place, this.text.value);
    });
    this.hear = ({ detail: { topic, event } }) => topic === "me" && event.type === "draft.changed" && this.elsewhere(event);
    document.addEventListener("alley:event", this.hear);
    this.count();
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    if (this.later) this.send();
  }

  // The newer of what this device and the account have kept, unless it has been posted from here.
  restore() {
    this.synced = this.text.value;
    const kept = JSON.parse(localStorage.getItem(this.place) ?? "null");
    if (!kept?.text) return;
    const refused = this.text.hasAttribute("aria-invalid");
    const posted = !refused && sessionStorage.getItem(this.place) === kept.text;
    if (posted) this.forget();
    else if (!refused && kept.at > Number(this.getAttribute("updated") || 0)) this.fill(kept.text);
  }

  fill(text) {
    if (this.text.value === text) return;
    this.text.value = text;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  forget() {
    localStorage.removeItem(this.place);
    sessionStorage.removeItem(this.place);
  }

  keep() {
    localStorage.setItem(this.place, JSON.stringify({ text: this.text.value, at: Date.now() }));
    if (this.text.value === this.synced) return;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.send(), LATER);
  }

  send() {
    clearTimeout(this.later);
    this.later = null;
    this.synced = this.text.value;
    fetch(this.getAttribute("draft"), { method: "POST", body: new FormData(this.form), keepalive: true }).catch(() => {});
  }

  // Another device wrote. What is being written here and not kept yet is never written over.
  async elsewhere({ thread, parent, form }) {
    if (thread !== this.thread || parent !== this.parent || form === this.form.elements.once.value) return;
    const [, kind, ...key] = thread.split(":");
    const answer = await fetch(`/api/v1/threads/${kind}/${key.join(":")}/draft?parent=${parent}`);
    if (!answer.ok || this.text.value !== this.synced) return;
    const { body } = await answer.json();
    this.synced = body;
    this.fill(body);
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
