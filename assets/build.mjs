// Bundles assets/*.js and assets/*.css into alley/shell/static/alley/.
import { build } from "esbuild";
import { existsSync } from "node:fs";

const entries = ["assets/alley.js", "assets/alley.css", "assets/theme.js", "assets/embed.js", "assets/desk.js", "assets/desk.css"];
await build({
  entryPoints: entries.filter((file) => existsSync(file)),
  outdir: "alley/shell/static/alley",
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  sourcemap: false,
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "linked",
  logLevel: "info",
});
