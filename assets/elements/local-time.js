// <local-time><time datetime="…">UTC words</time></local-time>: in the reader's own zone, with the
// exact moment as title. The zone is named, for a time without one is a riddle.
const shown = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
const exact = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "long" });
const today = new Date().toDateString();

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime);
    if (Number.isNaN(moment.valueOf())) return;
    time.title = exact.format(moment);
    const brief = this.hasAttribute("brief") && moment.toDateString() === today;
    time.textContent = (brief ? clock : shown).format(moment);
  }
}
customElements.define("local-time", LocalTime);
