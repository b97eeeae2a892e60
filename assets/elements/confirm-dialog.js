// Links marked data-confirm lead to a page that asks. With JavaScript the question opens here, in a
// <dialog> filled with that page's form; without, or when anything fails, the page itself opens.
const main = async (href) => {
  const answer = await fetch(href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
};

const ask = async (link) => {
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  const cancel = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Cancel" });
  const asked = await main(link.href);
  asked.querySelectorAll("h1").forEach((heading) => {
    const title = Object.assign(document.createElement("h2"), { id: "dialog-title", textContent: heading.textContent });
    heading.replaceWith(title);
  });
  asked.querySelectorAll("form").forEach((form) => form.setAttribute("action", form.getAttribute("action") || link.href));
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.append(...asked.childNodes, cancel);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("click", (click) => {
  const link = click.target.closest("a[data-confirm]");
  if (!link || click.ctrlKey || click.metaKey || click.shiftKey) return;
  click.preventDefault();
  ask(link).catch(() => location.assign(link.href));
});
