// Numbers as the server writes them: never fewer than two places, a true minus, no rounding.
export function shown(text) {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${text.startsWith("-") ? "−" : ""}${grouped}.${part.padEnd(2, "0")}`;
}

export const signed = (text) => (Number(text) > 0 ? `+${shown(text)}` : shown(text));

// A number's own digits, without an exponent.
export function plain(number) {
  const text = String(number);
  return text.includes("e") ? number.toFixed(12).replace(/\.?0+$/, "") : text;
}
