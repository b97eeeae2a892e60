// An element of the page: its facts (properties), and what stands in it.
export function made(tag, facts = {}, ...inside) {
  const node = Object.assign(document.createElement(tag), facts);
  node.append(...inside);
  return node;
}
