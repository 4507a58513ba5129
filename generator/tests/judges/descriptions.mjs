// SPDX-License-Identifier: ISC
// descriptions.mjs BAG...: puts what describes a dossier before tools that read such things: Citation.js and
// biblatex-csl-converter, citeproc by way of Citation.js, the RO-Crate library's validator and a JSON-LD processor.
// $JUDGES is the folder of their packages. Prints a line for each fault, and closes with "N passed, N failed".
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const require = createRequire(`${process.env.JUDGES}/node_modules/`);
const {Cite} = require('@citation-js/core');
require('@citation-js/plugin-bibtex');
require('@citation-js/plugin-ris');
require('@citation-js/plugin-csl');
const {BibLatexParser} = require('biblatex-csl-converter');
const {Validator} = require('ro-crate/lib/validator');
const context = require('ro-crate/lib/context.json');
const jsonld = require('jsonld');

let passed = 0;
let failed = 0;
function judge(truth, words) {
  if (truth) {
    passed++;
  } else {
    failed++;
    console.log(words);
  }
}

// Names, date and title of an entry, however it was written. Spaces and the dashes and quotes of TeX are not compared.
const bare = text => text.replace(/<[^>]*>/g, '').replace(/[\s'‘’`"“”–—-]/g, '');
const whole = ({literal, family, given}) => literal ?? `${given ?? ''} ${family ?? ''}`.trim();

function citations(what, site, metadata) {
  const [year, month, day] = metadata.date.split('-').map(Number);
  for (const file of ['citation.bib', 'citation.ris', 'citation.csl.json']) {
    const text = fs.readFileSync(`${site}/${file}`, 'utf8');
    let cite;
    try {
      cite = new Cite(text);
    } catch (error) {
      judge(false, `${what}: Citation.js cannot read ${file}: ${error.message}`);
      continue;
    }
    const [item, ...others] = cite.data;
    judge(others.length === 0, `${what}: ${file} holds ${cite.data.length} entries`);
    judge(bare(item.title) === bare(metadata.title), `${what}: ${file}: the title is ${item.title}`);
    judge(JSON.stringify(item.issued['date-parts']) === JSON.stringify([[year, month, day]]), `${what}: ${file}: the date is ${JSON.stringify(item.issued)}`);
    judge(item.author?.length === 1 && bare(metadata.sender.sort ?? metadata.sender.name ?? metadata.sender.office).length <= bare(whole(item.author[0])).length + 1,
      `${what}: ${file}: the author is ${JSON.stringify(item.author)}`);
    // By which it is found again: the address that stays, of a DOI its number, else that of the site.
    const address = metadata['permanent-url'] ?? metadata['base-url'] ?? undefined;
    const doi = address?.match(/^https?:\/\/(?:dx\.)?doi\.org\/(.+)$/)?.[1];
    // Citation.js writes the % of a code in BibTeX's address as one more code.
    judge(item.URL?.replace(/%25(?=[0-9A-F]{2})/g, '%') === address, `${what}: ${file}: the address is ${item.URL}, not ${address}`);
    judge(item.DOI?.toLowerCase() === doi?.toLowerCase(), `${what}: ${file}: the DOI is ${item.DOI}, not ${doi}`);
    judge(bare(item.publisher ?? '') === bare(metadata.publisher ?? ''), `${what}: ${file}: the publisher is ${item.publisher}`);
    judge(cite.format('bibliography', {template: 'vancouver'}).includes(`${year}`), `${what}: ${file}: citeproc writes no year`);
  }
}

function converted(what, site) {
  const {entries, errors} = new BibLatexParser(fs.readFileSync(`${site}/citation.bib`, 'utf8'), {processUnexpected: true}).parse();
  judge(Object.keys(entries).length === 1 && errors.length === 0, `${what}: biblatex-csl-converter: ${JSON.stringify(errors)}`);
}

// Beyond ASCII, names stand as they are.
const address = name => encodeURI(name).replace(/[#[\]]/g, encodeURIComponent).replace(/(%[89A-F][0-9A-F])+/g, decodeURIComponent);

async function crate(what, bag) {
  const text = fs.readFileSync(`${bag}/ro-crate-metadata.json`, 'utf8');
  const validator = new Validator();
  validator.parseJSON(text);
  // The context is that of the library's own package: nothing is fetched.
  validator.rootDataEntity();
  const files = fs.readdirSync(bag, {recursive: true, withFileTypes: true})
    .map(file => [path.relative(bag, path.join(file.parentPath ?? file.path, file.name)) + (file.isDirectory() ? '/' : ''), file.isDirectory()])
    .map(([name, isDir]) => [address(name), {exists: true, inCrate: false, isDir}]);
  validator.checkFiles(Object.fromEntries(files));
  // Files that no entity describes are no fault: the pages of the site are many.
  const faults = validator.results.filter(({status, id}) => status === 'error' || (status === 'warning' && id !== 'validCrateDataEntityInCrateDir'));
  judge(faults.length === 0, `${what}: the RO-Crate library: ${JSON.stringify(faults)}`);
  const document = {...JSON.parse(text), '@context': context['@context']};
  try {
    const graph = await jsonld.expand(document, {safe: true, base: 'https://example.org/crate/'});
    judge(graph.length === document['@graph'].length, `${what}: JSON-LD has ${graph.length} of ${document['@graph'].length} entities`);
  } catch (error) {
    judge(false, `${what}: JSON-LD: ${JSON.stringify(error.details ?? error.message)}`);
  }
}

for (const bag of process.argv.slice(2)) {
  const site = `${bag}/data/site`;
  const {metadata} = JSON.parse(fs.readFileSync(`${site}/dossier.json`, 'utf8'));
  const what = metadata.identifier;
  citations(what, site, metadata);
  converted(what, site);
  await crate(what, bag);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
