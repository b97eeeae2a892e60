// <symbol-field><input></symbol-field>: offers the instruments whose name or symbol begins like this.
const PAUSE = 150;

class SymbolField extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.offers = Object.assign(document.createElement("datalist"), { id: `${this.field.id}-offers` });
    this.append(this.offers);
    this.field.setAttribute("list", this.offers.id);
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(this.field.value.trim()), PAUSE);
    });
  }

  async ask(words) {
    if (!words || [...this.offers.options].some(({ value }) => value === words)) return;
    const answer = await fetch(`/api/v1/instruments?limit=8&q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok || words !== this.field.value.trim()) return;
    const { items } = await answer.json();
    this.offers.replaceChildren(...items.map(({ symbol, name }) => new Option(name, symbol)));
  }
}
customElements.define("symbol-field", SymbolField);
