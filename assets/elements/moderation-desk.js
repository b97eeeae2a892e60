// <moderation-desk>: keys for the queue. Everything it does is a link or a button of the page.
class ModerationDesk extends HTMLElement {
  connectedCallback() {
    this.keys = (event) => this.pressed(event);
    document.addEventListener("keydown", this.keys);
    this.querySelector(".desk-list [aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.keys);
  }

  pressed(event) {
    const writing = event.target.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.act(event.key)) event.preventDefault();
  }

  act(key) {
    if (key === "j" || key === "k") return this.walk(key === "j" ? 1 : -1);
    if (key === "?") return (this.querySelector(".desk-help").open ^= true), true;
    if (/^[1-9]$/.test(key)) return this.choose(Number(key));
    const button = this.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    if ("rsb".includes(key) && this.guidelines.length && !this.guidelines.some((each) => each.checked)) {
      this.waiting = button;
      this.querySelector(".desk-says").textContent = `Which guideline? 1 to ${this.guidelines.length}`;
      this.guidelines[0].focus();
    } else button.click();
    return true;
  }

  get guidelines() {
    return [...this.querySelectorAll("[name=guideline]")];
  }

  choose(number) {
    const chosen = this.guidelines[number - 1];
    if (!chosen) return false;
    chosen.checked = true;
    this.waiting?.click();
    return true;
  }

  walk(step) {
    const links = [...this.querySelectorAll(".desk-list a")];
    const here = links.findIndex((link) => link.hasAttribute("aria-current"));
    links[here + step]?.click();
    return true;
  }
}
customElements.define("moderation-desk", ModerationDesk);
