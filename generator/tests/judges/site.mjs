// SPDX-License-Identifier: ISC
// site.mjs PASSED FAILED FILE...: looks at the pages among these files of sites in a browser, narrow and wide, light and
// dark: accessible by axe's rules, no wider than the screen, nothing fetched from outside; each link leads to something.
// Adds to the counts given and prints the sum.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(join(process.env.JUDGES, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let passed = Number(process.argv[2]);
let failed = Number(process.argv[3]);

function judge(good, what) {
  if (good) {
    passed++;
  } else {
    failed++;
    console.log(what);
  }
}

function hasAnchor(file, anchor) {
  const page = readFileSync(file, "utf8");
  return page.includes(`id="${anchor}"`) || page.includes(`id=${anchor}`);
}

async function judgeLinks(page, site, name) {
  const links = await page.$$eval("a[href], link[href], img[src]", (all) => all.map((one) => one.href || one.src));
  for (const link of new Set(links)) {
    if (!link.startsWith("file:")) continue;
    const address = new URL(link);
    const file = fileURLToPath(address.origin === "null" ? `file://${address.pathname}` : address);
    const anchor = decodeURIComponent(address.hash.slice(1));
    const inside = file === site || dirname(file).startsWith(site);
    const good = inside && existsSync(file) && (!anchor || !file.endsWith(".html") || hasAnchor(file, anchor));
    judge(good, `${name}: the link ${link} leads nowhere`);
  }
}

async function judgePage(browser, site, name, width, scheme) {
  const look = `${name} at ${width} px, ${scheme}`;
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true });
  const page = await context.newPage();
  const outside = [];
  const errors = [];
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) outside.push(request.url());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(pathToFileURL(join(site, name)).href);
  judge(outside.length === 0, `${look}: asks for ${outside.join(", ")}`);
  judge(errors.length === 0, `${look}: ${errors.join(", ")}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  judge(wide <= 0, `${look}: ${wide} px wider than the screen`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const said = violations.flatMap((rule) => rule.nodes.map((node) => `\n  ${rule.id}: ${rule.help}: ${node.html}`));
  judge(said.length === 0, `${look}: axe: ${said.slice(0, 10).join("")}`);
  if (width > 1000 && scheme === "light") await judgeLinks(page, site, name);
  await context.close();
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const file of process.argv.slice(4).filter((name) => name.endsWith(".html")).map((name) => resolve(name))) {
  for (const width of [320, 1280]) {
    for (const scheme of ["light", "dark"]) await judgePage(browser, dirname(file), basename(file), width, scheme);
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
