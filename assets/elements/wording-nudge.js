// <wording-nudge src="/wording/">: while somebody pauses, asks this server which words of the draft
// would be marked, and shows its answer. The text is only asked about; posting is never prevented.
const PAUSE = 1500;
const FEWEST = 12; // letters: shorter drafts are still being begun

class WordingNudge extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form?.addEventListener("input", this.wait);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.wait);
    clearTimeout(this.later);
    this.asking?.abort();
  }

  wait = () => {
    clearTimeout(this.later);
    this.later = setTimeout(this.ask, PAUSE);
  };

  ask = async () => {
    const asked = new FormData();
    asked.set("body", this.form.elements.body.value);
    asked.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    this.asking?.abort();
    this.asking = new AbortController();
    if (asked.get("body").trim().length < FEWEST) return this.show("");
    try {
      const answer = await fetch(this.getAttribute("src"), { method: "POST", body: asked, signal: this.asking.signal });
      if (answer.ok) this.show(await answer.text());
    } catch {
      // away or overtaken by the next question: the form works without
    }
  };

  show(answer) {
    if (answer.trim() !== this.shown) this.querySelector("div").innerHTML = answer;
    this.shown = answer.trim();
  }
}
customElements.define("wording-nudge", WordingNudge);
