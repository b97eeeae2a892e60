// <live-thread topic="thread:article:1">: comments arrive while the page is open. New ones wait
// behind a button so that nothing moves under the reader; changed ones are swapped in their place.
class LiveThread extends HTMLElement {
  connectedCallback() {
    this.waiting = new Map();
    this.hear = ({ detail }) => detail.topic === this.getAttribute("topic") && this.take(detail.event);
    document.addEventListener("alley:event", this.hear);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
  }

  async take({ type, id }) {
    const shown = this.querySelector(`#c${id}`);
    if (type === "comment.removed") this.waiting.delete(id);
    if (shown) await this.swap(shown, id);
    else if (type === "comment.published") {
      const fresh = await this.fetched(id);
      if (fresh) this.waiting.set(id, fresh);
    } else return this.offer();
    if (type === "comment.published") this.step(1);
    if (type === "comment.removed") this.step(-1);
    this.offer();
  }

  async fetched(id) {
    const answer = await fetch(`/comments/${id}/fragment/`);
    if (!answer.ok) return null;
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    return box.content.querySelector("li");
  }

  async swap(shown, id) {
    const fresh = await this.fetched(id);
    const replies = shown.querySelector(":scope > [data-replies]");
    if (!fresh) return shown.remove();
    if (replies) fresh.querySelector("[data-replies]")?.replaceWith(replies);
    shown.replaceWith(fresh);
  }

  step(by) {
    const count = this.querySelector("[data-count]");
    count.textContent = Number(count.textContent) + by;
  }

  offer() {
    const place = this.querySelector("[data-new]");
    const many = this.waiting.size;
    if (!many) return place.replaceChildren();
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    button.textContent = many === 1 ? "1 new comment" : `${many} new comments`;
    button.addEventListener("click", () => this.insert());
    place.replaceChildren(button);
  }

  insert() {
    for (const [, fresh] of this.waiting) {
      const root = fresh.dataset.root && this.querySelector(`#c${fresh.dataset.root} > [data-replies]`);
      if (root) root.append(fresh);
      else if (!fresh.dataset.root) this.querySelector("[data-list]").prepend(fresh);
    }
    this.waiting.clear();
    this.offer();
  }
}
customElements.define("live-thread", LiveThread);
