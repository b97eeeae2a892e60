// Two devices changed one chart: what each of them changed since `base` holds, the later one where
// both changed the same; of the drawings none is lost that nobody removed.
const MOST = 40; // drawings the server takes
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const known = ({ kind, points, text }) => JSON.stringify([kind, text ?? "", points.map(({ t, price }) => [Date.parse(t), Number(price)])]);

export function merged(base, mine, theirs) {
  const found = { ...theirs };
  for (const name of Object.keys(mine)) if (name !== "drawings" && !same(mine[name], base[name])) found[name] = mine[name];
  return { ...found, drawings: drawings(base.drawings ?? [], mine.drawings ?? [], theirs.drawings ?? []) };
}

function drawings(base, mine, theirs) {
  const [before, here, there] = [base, mine, theirs].map((all) => new Set(all.map(known)));
  const kept = theirs.filter((one) => here.has(known(one)) || !before.has(known(one)));
  const added = mine.filter((one) => !before.has(known(one)) && !there.has(known(one)));
  return [...kept, ...added].slice(-MOST);
}
