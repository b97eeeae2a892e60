// <mention-list src="/api/v1/threads/article/1/readers"><textarea></textarea></mention-list>: after
// @ and a letter, the readers who may be meant. Arrow keys choose, Enter or Tab takes, Escape closes.
const TYPED = /(?:^|[^\p{L}\p{N}_@/.])@([\p{L}\p{N}_.+-]{1,60})$/u;
const PAUSE = 120; // milliseconds without a key before the server is asked
let number = 0;

class MentionList extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.list = Object.assign(document.createElement("ul"), { className: "mention-list", id: `mention-list-${++number}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Readers");
    this.said = Object.assign(document.createElement("span"), { className: "visually-hidden" });
    this.said.setAttribute("role", "status");
    this.append(this.list, this.said);
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.addEventListener("input", () => this.later());
    this.text.addEventListener("keydown", (press) => this.press(press));
    this.text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (press) => press.preventDefault()); // the text keeps the focus
    this.list.addEventListener("click", ({ target }) => this.take(target.closest("[role=option]")));
  }

  typed() {
    return TYPED.exec(this.text.value.slice(0, this.text.selectionStart))?.[1];
  }

  later() {
    clearTimeout(this.timer);
    const typed = this.typed();
    if (!typed) return this.close();
    this.timer = setTimeout(() => this.ask(typed), PAUSE);
  }

  async ask(typed) {
    const answer = await fetch(`${this.getAttribute("src")}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (typed !== this.typed() || document.activeElement !== this.text) return; // typed on meanwhile
    const { items } = answer?.ok ? await answer.json() : { items: [] };
    if (items.length) this.open(items);
    else this.close();
  }

  open(items) {
    this.list.replaceChildren(...items.map(({ username, name }, place) => {
      const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}` });
      option.setAttribute("role", "option");
      option.dataset.username = username;
      option.append(Object.assign(document.createElement("bdi"), { textContent: name }), Object.assign(document.createElement("span"), { textContent: ` @${username}` }));
      return option;
    }));
    this.list.hidden = false;
    this.text.setAttribute("role", "combobox");
    this.text.setAttribute("aria-expanded", "true");
    this.text.setAttribute("aria-controls", this.list.id);
    this.said.textContent = items.length === 1 ? "1 reader; Enter takes it" : `${items.length} readers; arrow keys choose`;
    this.choose(0);
  }

  close() {
    clearTimeout(this.timer);
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.said.textContent = "";
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant"]) this.text.removeAttribute(name);
  }

  choose(place) {
    const options = [...this.list.children];
    this.chosen = options[(place + options.length) % options.length];
    for (const option of options) option.setAttribute("aria-selected", option === this.chosen);
    this.text.setAttribute("aria-activedescendant", this.chosen.id);
    this.chosen.scrollIntoView({ block: "nearest" });
  }

  press(press) {
    if (this.list.hidden || press.isComposing) return;
    const place = [...this.list.children].indexOf(this.chosen);
    const does = {
      ArrowDown: () => this.choose(place + 1),
      ArrowUp: () => this.choose(place - 1),
      Enter: () => this.take(this.chosen),
      Tab: () => this.take(this.chosen),
      Escape: () => this.close(),
    }[press.key];
    if (!does || press.ctrlKey || press.metaKey || press.altKey) return;
    press.preventDefault();
    press.stopPropagation();
    does();
  }

  take(option) {
    if (!option) return;
    const end = this.text.selectionStart;
    this.text.setRangeText(`@${option.dataset.username} `, end - this.typed().length - 1, end, "end");
    this.close();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.define("mention-list", MentionList);
