// <picture-gallery>: a row of pictures to swipe; buttons and arrow keys turn it too.
class PictureGallery extends HTMLElement {
  connectedCallback() {
    this.row = this.querySelector(".gallery");
    this.pictures = [...this.row.children];
    if (this.pictures.length < 2) return;
    this.before = this.button("Previous picture", "←", -1);
    this.after = this.button("Next picture", "→", 1);
    const turns = Object.assign(document.createElement("div"), { className: "gallery-turns no-print" });
    turns.append(this.before, this.after);
    this.append(turns);
    this.row.addEventListener("keydown", (event) => this.pressed(event));
    this.row.addEventListener("scrollend", () => this.show());
    this.show();
  }

  button(label, sign, step) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: sign });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => this.turn(step));
    return button;
  }

  get place() {
    return Math.round(Math.abs(this.row.scrollLeft) / this.row.clientWidth);
  }

  turn(step) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.pictures[this.place + step]?.scrollIntoView({ behavior: still ? "instant" : "smooth", block: "nearest", inline: "start" });
  }

  pressed(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.turn(getComputedStyle(this).direction === "rtl" ? -step : step);
  }

  show() {
    this.before.disabled = this.place === 0;
    this.after.disabled = this.place === this.pictures.length - 1;
  }
}
customElements.define("picture-gallery", PictureGallery);
