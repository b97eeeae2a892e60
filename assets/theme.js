// Runs before anything is painted: the reader's theme, and breaking bars already closed here.
{
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const closed = JSON.parse(localStorage.getItem("closed-breaking") ?? "[]");
  const hiding = new CSSStyleSheet();
  hiding.replaceSync(closed.map((id) => `#breaking-${CSS.escape(id)}{display:none}`).join(""));
  document.adoptedStyleSheets = [hiding];
}
