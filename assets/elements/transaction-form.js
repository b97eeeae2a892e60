// <transaction-form>: shows only the fields that the chosen kind of transaction has.
class TransactionForm extends HTMLElement {
  connectedCallback() {
    this.kind = this.querySelector("select[name=type]");
    this.kind?.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    for (const field of this.querySelectorAll("[data-for]")) field.hidden = !field.dataset.for.split(" ").includes(this.kind.value);
    const more = this.querySelector("details");
    if (["split", "spin_off", "exchange"].includes(this.kind.value)) more.open = true;
  }
}
customElements.define("transaction-form", TransactionForm);
