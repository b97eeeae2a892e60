// <moderation-desk>: keys for the queue, cases exchanged in place, a claim on the one that is open,
// and what colleagues do. All it does is a link or a button of the page; without it those work.
const RELEASE = 4 * 60_000; // a claim lasts five minutes: renewed while the case is open

class ModerationDesk extends HTMLElement {
  connectedCallback() {
    this.keys = (event) => this.pressed(event);
    document.addEventListener("keydown", this.keys);
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", (this.back = () => this.load(location.href)));
    this.live = new EventSource("/api/v1/stream?topics=desk");
    this.live.onmessage = (message) => this.heard(JSON.parse(message.data));
    this.opened();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.keys);
    window.removeEventListener("popstate", this.back);
    clearInterval(this.renewing);
    this.live.close();
  }

  opened() {
    this.waiting = null;
    clearInterval(this.renewing);
    const beside = matchMedia("(min-width: 60rem)").matches;
    if (beside) this.querySelector(".desk-list [aria-current]")?.scrollIntoView({ block: "nearest" });
    if (!this.dataset.claim) return;
    this.claim();
    this.renewing = setInterval(() => this.claim(), RELEASE);
  }

  async claim() {
    const token = this.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(this.dataset.claim, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.status === 409) this.say((await answer.json()).words);
  }

  pressed(event) {
    if (this.dialog) return this.answered(event);
    const writing = event.target.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
    if (event.key === "Escape") document.activeElement?.blur();
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.act(event.key)) event.preventDefault();
  }

  act(key) {
    if (this.busy) return /^[jkarsbnu?1-9]$/.test(key);
    if (key === "j" || key === "k") return this.walk(key === "j" ? 1 : -1);
    if (key === "?") return (this.querySelector(".desk-help").open ^= true), true;
    if (key === "n") return this.querySelector("[name=note]")?.focus(), true;
    if (/^[1-9]$/.test(key)) return this.choose(Number(key));
    const button = this.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    const asks = key === "r" && this.guidelines.length;
    if (asks && !this.guidelines.some((each) => each.checked)) {
      this.waiting = button;
      this.say(`Which guideline? 1 to ${this.guidelines.length}`);
      this.guidelines[0].focus();
    } else button.click();
    return true;
  }

  get guidelines() {
    return [...(this.dialog ?? this).querySelectorAll("[name=guideline]")];
  }

  choose(number) {
    const chosen = this.guidelines[number - 1];
    if (!chosen) return false;
    chosen.checked = true;
    if (this.dialog) chosen.focus();
    else this.waiting?.click();
    return true;
  }

  walk(step) {
    const links = [...this.querySelectorAll(".desk-list a")];
    const here = links.findIndex((link) => link.hasAttribute("aria-current"));
    links[here + step]?.click();
    return true;
  }

  clicked(event) {
    if (event.target.closest("[data-cancel]")) return event.preventDefault(), this.dialog?.close();
    const link = event.target.closest(".desk-list a, .desk-head nav a, .desk-more a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.load(link.href, true);
  }

  submitted(event) {
    if (event.target.method !== "post") return;
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    this.load(event.target.getAttribute("action"), true, { method: "POST", body });
  }

  async load(address, push = false, how = {}) {
    this.busy = true;
    try {
      const answer = await fetch(address, how);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const question = page.querySelector(".desk-confirm");
      if (question) return this.ask(question);
      this.closed(this.dialog);
      const desk = page.querySelector("moderation-desk");
      if (!desk) return this.conflict(page);
      this.replaceChildren(...desk.childNodes);
      for (const name of ["case", "claim"]) this.dataset[name] = desk.dataset[name] ?? "";
      if (push) history.pushState(null, "", answer.url);
      this.opened();
    } catch {
      this.say("The site does not answer. Nothing was decided; please try again.");
    } finally {
      this.busy = false;
    }
  }

  // Whom it hits is asked once more, with its own keys: a number for the guideline, Enter, Escape.
  ask(question) {
    const dialog = Object.assign(document.createElement("dialog"), { className: "desk-dialog" });
    dialog.setAttribute("aria-labelledby", "confirm-title");
    dialog.append(question);
    dialog.addEventListener("close", () => this.closed(dialog));
    this.append(dialog);
    dialog.showModal();
    this.dialog = dialog;
    (this.guidelines.find((each) => each.checked) ?? this.guidelines[0]).focus();
  }

  closed(dialog) {
    dialog?.remove();
    if (this.dialog === dialog) this.dialog = null;
  }

  answered(event) {
    const writing = event.target.matches?.("textarea, [type=date]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[1-9]$/.test(event.key)) this.choose(Number(event.key));
    else if (event.key === "p") this.dialog.querySelector("[data-key=p]")?.click();
    else if (event.key === "n") this.dialog.querySelector("[name=note]").focus();
    else return;
    event.preventDefault();
  }

  // Not decided: somebody else was first, or the text is another one now. It says who and what.
  conflict(page) {
    const words = page.querySelector(".desk-conflict");
    if (!words) return this.say("The site could not do that. Nothing was decided; please try again.");
    this.querySelector(".desk-case")?.replaceChildren(words);
    words.tabIndex = -1;
    words.focus();
  }

  heard(event) {
    const row = this.querySelector(`.desk-list li[data-case="${event.case}"]`);
    if (!row || (event.type !== "case.decided" && event.type !== "case.claimed")) return;
    const tag = row.querySelector(".desk-claimed") ?? document.createElement("span");
    tag.className = "desk-claimed";
    tag.textContent = event.type === "case.decided" ? `${event.by}: ${event.action}` : event.by;
    row.querySelector(".desk-tags").append(tag);
    row.classList.toggle("is-decided", event.type === "case.decided");
    const other = String(event.case) === this.dataset.case && event.type === "case.decided" && !this.busy;
    if (other) this.say(`${event.by} has decided this just now: ${event.action}.`);
  }

  say(words) {
    const place = (this.dialog ?? this).querySelector(".desk-says");
    if (place) place.textContent = words;
  }
}
customElements.define("moderation-desk", ModerationDesk);
