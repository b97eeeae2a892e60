// What stands under a comment's form about other devices: where the text was left, and a text that
// another wrote at the same time.
import { made } from "../made.js";

export function leftOn(place, device) {
  place.parentElement.querySelector("[data-draft-by]")?.remove();
  if (!device) return;
  const words = made("p", { className: "help", textContent: `As you left it on ${device}.` });
  words.dataset.draftBy = "";
  place.before(words);
}

// `choose` is told what becomes of the text in the form.
export function offered(place, { where, text }, choose) {
  const choice = (textContent, becomes) => {
    const button = made("button", { type: "button", className: "button", textContent });
    button.addEventListener("click", () => {
      place.replaceChildren();
      choose(becomes);
    });
    return button;
  };
  const choices = made("p", { className: "actions" },
    choice("Add it below", (mine) => [mine.trimEnd(), text].filter(Boolean).join("\n\n")), choice("Use it instead", () => text), choice("Drop it", (mine) => mine));
  const words = made("p", { textContent: `You also wrote ${where}:` });
  place.replaceChildren(made("div", { className: "note draft-other" }, words, made("blockquote", { textContent: text, dir: "auto" }), choices));
}
