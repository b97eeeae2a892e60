// <character-count limit="1000"><textarea></textarea><output></output></character-count>
// Counts as a person counts, like alley/discussion/body.py on the server.
const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const graphemes = (text) => [...segments.segment(text.normalize("NFC").trim())].length;

class CharacterCount extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this.show);
    this.show();
  }

  show() {
    const left = this.getAttribute("limit") - graphemes(this.querySelector("textarea").value);
    const output = this.querySelector("output");
    output.value = left;
    output.classList.toggle("over", left < 0);
    // heard when it matters, not at every letter
    output.setAttribute("aria-live", left < 50 ? "polite" : "off");
  }
}
customElements.define("character-count", CharacterCount);
