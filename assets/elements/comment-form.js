// <comment-form thread="thread:article:1" draft="…/draft/">: keeps what is being written, on this
// device at once and on the account a moment later, and counts down the seconds of a wait.
const LATER = 3000;

class CommentForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.place = `draft:${this.getAttribute("thread")}`;
    const kept = localStorage.getItem(this.place);
    const posted = document.referrer && !this.text.value && sessionStorage.getItem(this.place) === kept;
    if (kept && posted) this.forget();
    else if (kept && !this.text.value) this.fill(kept);
    this.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", () => sessionStorage.setItem(this.place, this.text.value));
    this.count();
  }

  fill(text) {
    this.text.value = text;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  forget() {
    localStorage.removeItem(this.place);
    sessionStorage.removeItem(this.place);
  }

  keep() {
    localStorage.setItem(this.place, this.text.value);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.send(), LATER);
  }

  send() {
    fetch(this.getAttribute("draft"), { method: "POST", body: new FormData(this.form) }).catch(() => {});
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
