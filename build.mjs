// Builds static/dist: app.css from static/scss, app.js, and htmx.js and room.js for the pages that need them, from static/js, the fonts, and icons.svg with every icon that a page names.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import * as sass from "sass";

const modules = "node_modules", dist = "static/dist";
mkdirSync(`${dist}/fonts`, { recursive: true });

const { css } = sass.compile("static/scss/app.scss", {
  loadPaths: [modules], style: "compressed", quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
});
writeFileSync(`${dist}/app.css`, css);
await esbuild.build({ entryPoints: ["static/js/app.js", "static/js/htmx.js", "static/js/room.js"], outdir: dist, bundle: true, minify: true, target: "es2020", logLevel: "warning" });

for (const font of ["atkinson-hyperlegible-next", "literata"])
  for (const set of ["latin", "latin-ext"])
    for (const slope of ["normal", "italic"]) {
      const file = `${font}-${set}-wght-${slope}.woff2`;
      copyFileSync(`${modules}/@fontsource-variable/${font}/files/${file}`, `${dist}/fonts/${file}`); // scripts/fonts.py cuts two of them down
    }

// The scripts that people's names are written in, for papers: the files that hold no Latin letters, and what each of them holds. Where two
// hold a letter, the first does.
const scripts = ["", "-arabic", "-hebrew", "-devanagari", "-bengali", "-gurmukhi", "-gujarati", "-tamil", "-thai", "-ethiopic", "-sc", "-jp", "-kr"];
const names = [];
for (const script of scripts) {
  const font = `noto-sans${script}`, folder = `${modules}/@fontsource-variable/${font}`;
  for (const [set, range] of Object.entries(JSON.parse(readFileSync(`${folder}/unicode.json`, "utf8")))) {
    const file = `${font}-${set.replace(/[[\]]/g, "")}-wght-normal.woff2`;
    if (/^(latin|math|symbols|emoji)/.test(set) || !existsSync(`${folder}/files/${file}`)) continue;
    copyFileSync(`${folder}/files/${file}`, `${dist}/fonts/${file}`);
    names.push([file, range]);
  }
}
writeFileSync(`${dist}/fonts/names.json`, JSON.stringify(names));
if (existsSync("static/images")) cpSync("static/images", dist, { recursive: true });

// An icon is named on a line that speaks of icons: {% icon "check2" %}, icon="mark", {"icon": "out-helped"}.
const files = (folder, kind) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(kind)).map((name) => join(folder, name));
const apps = readdirSync(".").filter((folder) => existsSync(join(folder, "apps.py")));
const source = (name) => [`static/icons/${name}.svg`, `${modules}/bootstrap-icons/icons/${name}.svg`].find((file) => existsSync(file));
const named = new Set(readdirSync("static/icons").map((file) => file.replace(".svg", "")));
for (const file of [...files("templates", ".html"), ...apps.flatMap((app) => files(app, ".py"))])
  for (const line of readFileSync(file, "utf8").split("\n").filter((line) => /icon/i.test(line)))
    for (const [, name] of line.matchAll(/["']([a-z][a-z0-9-]+)["']/g)) if (source(name)) named.add(name);
const symbols = [...named].sort().map((name) => {
  const drawing = readFileSync(source(name), "utf8").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return `<symbol id="${name}" viewBox="0 0 16 16">${drawing}</symbol>`;
});
writeFileSync(`${dist}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
console.log(`static/dist: app.css ${Math.round(css.length / 1024)} kB, app.js ${Math.round(readFileSync(`${dist}/app.js`).length / 1024)} kB, ${symbols.length} icons`);
