// Bundles the page's script and style into the folder given (kg/view/assets without one), with the licences of what is
// in it. The same sources and lock file give the same bytes; tests/test_explorer_build.py compares.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../kg/view/assets"));

const common = { absWorkingDir: here, bundle: true, minify: true, charset: "utf8", legalComments: "none", metafile: true,
  target: ["chrome110", "firefox113", "safari16.4"] };
const script = await build({ ...common, entryPoints: ["src/main.ts"], outfile: path.join(out, "explorer.js"),
  format: "iife" });
await build({ ...common, entryPoints: ["src/loader.ts"], outfile: path.join(out, "loader.js"), format: "iife" });
await build({ ...common, entryPoints: ["src/page.css"], outfile: path.join(out, "explorer.css") });

// Every package with a file in the bundle, those that cytoscape.js holds in its own, and notices that stand in the sources.
const INSIDE = ["heap", "lodash"];
const inputs = Object.keys(script.metafile.inputs);
const packages = [...new Set([...INSIDE, ...inputs.map((file) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean)])].sort();
const licence = async (name) => {
  const folder = path.join(here, "node_modules", name), about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(path.join(folder, file), "utf8") : `Licensed under ${about.license}; by ${about.author?.name ?? about.author}.`;
  return `${name} ${about.version} (${about.license ?? "see below"})\n\n${text.trim()}\n`;
};
const sources = await Promise.all(inputs.map((file) => readFile(path.join(here, file), "utf8")));
const notices = [...new Set(sources.flatMap((source) => source.match(/\/\*![\s\S]*?\*\//g) ?? []))].sort();
await writeFile(path.join(out, "explorer.LICENSES.txt"), "explorer.js holds these packages:\n\n"
  + (await Promise.all(packages.map(licence))).join("\n---\n\n") + "\n---\n\nNotices in their sources:\n\n" + notices.join("\n\n") + "\n");
