// <live-thread topic="thread:article:1">: comments arrive while the page is open. New ones wait
// behind a button so that nothing moves under the reader; changed ones are swapped in their place.
import { freshPage } from "../fresh.js";
import { made } from "../made.js";
import { fetched, remove, replace, replies } from "../thread/comments.js";
import { still } from "../thread/still.js";

class LiveThread extends HTMLElement {
  connectedCallback() {
    this.waiting = new Map();
    this.queue = Promise.resolve();
    this.hear = ({ detail: { topic, event } }) => {
      if (topic === this.getAttribute("topic")) this.then(() => this.take(event));
      if (topic === "me" && event.type === "context.changed") this.then(() => this.refresh());
    };
    this.anew = () => this.then(() => this.refresh());
    this.opened = () => this.then(() => this.catchUp());
    document.addEventListener("alley:event", this.hear);
    document.addEventListener("alley:reset", this.anew);
    document.addEventListener("alley:open", this.opened);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    document.removeEventListener("alley:reset", this.anew);
    document.removeEventListener("alley:open", this.opened);
  }

  // One after another, in the order of the log.
  then(step) {
    this.queue = this.queue.then(step).catch(() => {});
  }

  shown(id) {
    return this.querySelector(`#c${id}`);
  }

  async take({ type, id, version }) {
    const shown = this.shown(id);
    if (version > Number(this.getAttribute("version"))) this.step(type, version);
    if (!shown && type !== "comment.published" && !this.waiting.has(id)) return;
    const fresh = await fetched(id);
    if (shown) still(() => (fresh ? replace(shown, fresh) : remove(shown)));
    else if (fresh && !fresh.matches(".comment-gone")) this.waiting.set(id, fresh);
    else this.waiting.delete(id);
    this.offer();
  }

  // Events that came between the making of the page and the opening of its stream.
  async catchUp() {
    const [, kind, ...key] = this.getAttribute("topic").split(":");
    const answer = await fetch(`/api/v1/threads/${kind}/${key.join(":")}/comments?limit=1`, { cache: "no-cache" });
    const { version } = answer.ok ? await answer.json() : {};
    if (version !== undefined && version !== Number(this.getAttribute("version"))) await this.refresh(version);
  }

  // Who is met has changed, or events were missed: the page once more, put into this one.
  async refresh(version) {
    const { page: whole } = await freshPage();
    const page = whole?.querySelector(`live-thread[topic="${this.getAttribute("topic")}"]`)?.cloneNode(true); // others take from it too
    if (!page) return;
    const fresh = new Map([...page.querySelectorAll("li[data-comment]")].map((each) => [each.dataset.comment, each]));
    const missing = [...this.querySelectorAll("li[data-comment]")].filter((each) => !fresh.has(each.dataset.comment));
    const apart = new Map(await Promise.all(missing.map(async (each) => [each, await fetched(each.dataset.comment)])));
    still(() => {
      for (const [gone, again] of apart) if (gone.isConnected) again ? replace(gone, again) : remove(gone);
      for (const [id, each] of fresh) this.renew(id, each);
      this.querySelector("[data-count]").textContent = page.querySelector("[data-count]").textContent;
    });
    this.waiting.forEach((each, id) => this.shown(id) && this.waiting.delete(id));
    for (const id of [...this.waiting.keys()]) if (!(await fetched(id))) this.waiting.delete(id);
    this.setAttribute("version", version ?? page.getAttribute("version"));
    this.offer();
  }

  renew(id, fresh) {
    const shown = this.shown(id);
    if (shown) replace(shown, fresh);
    else if (!fresh.matches(".comment-gone")) {
      replies(fresh)?.replaceChildren(); // each is renewed in its own turn
      this.waiting.set(Number(id), fresh);
    }
  }

  // What is counted already (the page was made after it happened) is not counted twice.
  step(type, version) {
    const by = { "comment.published": 1, "comment.removed": -1 }[type] ?? 0;
    const count = this.querySelector("[data-count]");
    count.textContent = Number(count.textContent) + by;
    this.setAttribute("version", version);
  }

  offer() {
    const place = this.querySelector("[data-new]");
    const many = this.waiting.size;
    if (!many) return place.replaceChildren();
    const words = many === 1 ? "1 new comment" : `${many} new comments`;
    if (place.firstElementChild?.textContent === words) return;
    const quiet = this.getAttribute("newest"); // another order or page: they are not on this one
    const pill = quiet
      ? made("a", { href: quiet, className: "button new-comments", textContent: words })
      : made("button", { type: "button", className: "button new-comments", textContent: words });
    if (!quiet) pill.addEventListener("click", () => this.insert());
    place.replaceChildren(pill);
  }

  insert() {
    const arrived = [...this.waiting.values()];
    const elsewhere = arrived.filter((fresh) => !this.place(fresh));
    this.waiting.clear();
    this.offer();
    for (const { dataset } of elsewhere)
      this.querySelector("[data-new]").append(made("a", { href: `/comments/${dataset.comment}/`, textContent: "A new reply further down" }), " ");
    const first = arrived.findLast((fresh) => fresh.isConnected)?.querySelector("article");
    if (first) first.tabIndex = -1;
    first?.focus();
  }

  // Where a new comment belongs; false where its conversation is not on this page.
  place(fresh) {
    const { root } = fresh.dataset;
    const list = root ? this.shown(root) && replies(this.shown(root)) : this.querySelector("[data-list]");
    if (!list) return false;
    fresh.classList.add("comment-new");
    root ? list.append(document.adoptNode(fresh)) : list.prepend(document.adoptNode(fresh));
    return true;
  }
}
customElements.define("live-thread", LiveThread);
