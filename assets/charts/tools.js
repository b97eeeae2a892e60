// The toolbar of a live chart: the page's own form, obeyed at once, and what only a live chart can do.
import { made } from "../made.js";
import { INDICATORS } from "./catalogue.js";

const DRAW = [["segment", "Segment"], ["line", "Line"], ["ray", "Ray"], ["channel", "Channel"], ["fibonacci", "Fibonacci"], ["level", "Level"], ["text", "Text"]];

const button = (textContent, act) => {
  const node = made("button", { type: "button", className: "button", textContent });
  node.addEventListener("click", act);
  return node;
};

// `obey(part)` changes the spec, `does` has the acts that are no part of it.
export function tools(form, top, spec, obey, does) {
  form.addEventListener("submit", (submit) => {
    submit.preventDefault();
    if (submit.submitter?.closest(".chart-ranges")) obey({ range: submit.submitter.value });
    else written(form, obey);
  });
  form.addEventListener("change", ({ target }) => {
    if (["interval", "type", "scale", "tz"].includes(target.name)) obey({ [target.name]: target.value });
    if (target.name === "compare") written(form, obey);
  });
  form.querySelector("[data-plain-indicators]")?.replaceWith(indicatorMenu(spec, obey));
  form.append(drawMenu(does));
  shutting(form);
  top.append(acts(does));
  form.querySelector("[data-show]")?.remove();
}

// A menu shuts when the reader goes on elsewhere, and on Escape.
function shutting(form) {
  const menus = [...form.querySelectorAll("details.chart-tool")];
  document.addEventListener("pointerdown", ({ target }) => menus.forEach((menu) => menu.contains(target) || (menu.open = false)));
  form.addEventListener("keydown", ({ key, target }) => {
    const menu = target.closest("details[open]");
    if (key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function written(form, obey) {
  const symbols = form.elements.compare.value.split(",").map((text) => text.trim()).filter(Boolean);
  obey({ compare: symbols });
}

function indicatorMenu(spec, obey) {
  const list = made("div", { className: "chart-menu" });
  const rows = Object.entries(INDICATORS).map(([name, { words, usual }]) => {
    const tick = made("input", { type: "checkbox", name });
    const now = spec().indicators.find((each) => each.name === name);
    tick.checked = Boolean(now);
    const numbers = usual.map((one, place) => {
      const field = made("input", { type: "number", value: now?.params[place] ?? one, min: 0, max: 500, step: "any" });
      field.setAttribute("aria-label", `${words}, parameter ${place + 1}`);
      return field;
    });
    list.append(made("div", {}, made("label", {}, tick, ` ${words}`), ...numbers));
    return { name, tick, numbers };
  });
  list.addEventListener("change", () =>
    obey({ indicators: rows.filter(({ tick }) => tick.checked).map(({ name, numbers }) => ({ name, params: numbers.map(({ value }) => Number(value)) })) }));
  return made("details", { className: "chart-tool" }, made("summary", { className: "button", textContent: "Indicators" }), list);
}

function drawMenu(does) {
  const list = made("div", { className: "chart-menu is-drawing" });
  const menu = made("details", { className: "chart-tool" }, made("summary", { className: "button", textContent: "Draw" }), list);
  const words = made("input", { type: "text", maxLength: 200, placeholder: "Words for a text" });
  words.setAttribute("aria-label", "Words for a text");
  for (const [kind, name] of DRAW)
    list.append(button(name, () => {
      if (kind === "text" && !words.value.trim()) return words.focus();
      menu.open = false;
      does.draw(kind, kind === "text" ? words.value.trim() : "");
    }));
  list.append(words, button("Remove the last", does.undraw), button("Remove all", does.clear));
  return menu;
}

function acts(does) {
  const row = made("div", { className: "chart-acts" }, button("−", () => does.zoom(0.8)), button("+", () => does.zoom(1.25)), button("Fit", does.fit));
  row.children[0].setAttribute("aria-label", "Zoom out");
  row.children[1].setAttribute("aria-label", "Zoom in");
  if (document.fullscreenEnabled) row.append(button("Full screen", does.fullscreen));
  row.append(button("Reset", does.reset));
  return row;
}

// Says in the form what the spec says.
export function reflect(form, spec) {
  for (const name of ["interval", "type", "scale", "tz"]) if (form.elements[name]) form.elements[name].value = spec[name];
  for (const choice of form.querySelectorAll(".chart-ranges button")) choice.setAttribute("aria-pressed", String(choice.value === spec.range));
  form.elements.compare.value = spec.compare.join(", ");
  for (const tick of form.querySelectorAll(".chart-menu input[type=checkbox]")) tick.checked = spec.indicators.some(({ name }) => name === tick.name);
}
