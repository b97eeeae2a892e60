import { freshPage } from "../fresh.js";

// <save-button kind key saved?><form>…</form></save-button>: saves without leaving the page.
// Without JavaScript the form inside does it.
class SaveButton extends HTMLElement {
  hear = ({ detail: { event } }) => {
    const mine = event.kind === this.getAttribute("kind") && event.key === this.getAttribute("key");
    if (event.type === "saved.changed" && mine) this.elsewhere(event);
  };
  reset = () => this.anew();

  connectedCallback() {
    if (!this.said) this.prepare();
    document.addEventListener("alley:event", this.hear);
    document.addEventListener("alley:reset", this.reset);
  }

  disconnectedCallback() {
    document.removeEventListener("alley:event", this.hear);
    document.removeEventListener("alley:reset", this.reset);
  }

  // Once: a live thread moves what stands under a comment, which connects it again.
  prepare() {
    this.form = this.querySelector("form");
    this.said = Object.assign(document.createElement("span"), { className: "said" });
    this.said.setAttribute("role", "status");
    this.append(this.said);
    this.form?.addEventListener("submit", (submit) => {
      submit.preventDefault();
      this.toggle();
    });
  }

  // Another device did it; what was done here is shown already.
  elsewhere({ saved, by }) {
    if (saved === this.hasAttribute("saved")) return;
    this.show(saved);
    this.say(`${saved ? "Saved" : "Removed"}${by ? ` on ${by}` : " elsewhere"}.`);
  }

  async anew() {
    const { page } = await freshPage();
    const places = [...(page?.querySelectorAll("save-button") ?? [])];
    const fresh = places.find((one) => ["kind", "key"].every((name) => one.getAttribute(name) === this.getAttribute(name)));
    if (fresh) this.show(fresh.hasAttribute("saved"));
  }

  async toggle() {
    const saved = this.hasAttribute("saved");
    const address = `/api/v1/saved/${this.getAttribute("kind")}/${encodeURIComponent(this.getAttribute("key"))}`;
    const headers = { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value, "Idempotency-Key": crypto.randomUUID() };
    try {
      const answer = await fetch(address, { method: saved ? "DELETE" : "PUT", headers });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      this.show(!saved);
      this.say(saved ? "Removed." : answer.status === 201 ? "Saved." : "Already saved.", !saved);
    } catch (error) {
      this.say(error.message || "That did not work; please try again.");
    }
  }

  show(saved) {
    this.toggleAttribute("saved", saved);
    this.querySelector("button").textContent = saved ? "Saved" : "Save";
  }

  say(words, link = false) {
    this.said.textContent = `${words} `;
    if (link) this.said.append(Object.assign(document.createElement("a"), { href: "/saved/", textContent: "See Saved Items." }));
  }
}
customElements.define("save-button", SaveButton);
