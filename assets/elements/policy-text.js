// <policy-text line="12"><textarea>…</textarea></policy-text>: goes to the line with the error, and
// Tab indents by two spaces (Escape, then Tab, leaves the field).
class PolicyText extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.area.addEventListener("keydown", (event) => this.pressed(event));
    if (this.hasAttribute("line")) this.goTo(Number(this.getAttribute("line")));
  }

  goTo(line) {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.area.focus();
    this.area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    this.area.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(this.area).lineHeight));
  }

  pressed(event) {
    if (event.key === "Escape") this.leaving = true;
    else if (event.key === "Tab" && !event.shiftKey && !this.leaving) {
      event.preventDefault();
      this.area.setRangeText("  ", this.area.selectionStart, this.area.selectionEnd, "end");
    } else if (event.key !== "Shift") this.leaving = false;
  }
}
customElements.define("policy-text", PolicyText);
