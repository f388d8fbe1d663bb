// Bundles the page's script and style into the folder given (kg/view/assets without one), with the licences of what is
// in it. The same sources and lock file give the same bytes; tests/test_explorer_build.py compares.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../kg/view/assets"));

const common = { absWorkingDir: here, bundle: true, minify: true, charset: "utf8", legalComments: "none", metafile: true,
  target: ["chrome110", "firefox113", "safari16.4"] };
const script = await build({ ...common, entryPoints: ["src/main.ts"], outfile: path.join(out, "explorer.js"),
  format: "iife" });
await build({ ...common, entryPoints: ["src/page.css"], outfile: path.join(out, "explorer.css") });

// Every package with a file in the bundle, by name, with its licence.
const packages = [...new Set(Object.keys(script.metafile.inputs).map((file) =>
  file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean))].sort();
const notices = await Promise.all(packages.map(async (name) => {
  const about = JSON.parse(await readFile(path.join(here, "node_modules", name, "package.json"), "utf8"));
  const text = await readFile(path.join(here, "node_modules", name, "LICENSE"), "utf8");
  return `${name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
}));
await writeFile(path.join(out, "explorer.LICENSES.txt"), "explorer.js holds these packages:\n\n" + notices.join("\n---\n\n"));
