// Makes electron/engine/rehearsal/pve/cli/option-table-{8,9}.ts from the tools' own help texts (help/*.txt).
// node test/golden/pve-observed/make-option-tables.mjs        A unit test compares the files with what this makes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** help text -> [{usage, options: [[name, type text]], ...}] */
export function parseHelp(text) {
  const commands = [];
  let current;
  let open;
  for (const line of text.split('\n')) {
    const usage = /^USAGE: (.*)$/.exec(line);
    if (usage) {
      current = { usage: usage[1].replace(/\s+$/, (s) => (s ? ' ' : '')), options: [] };
      commands.push(current);
      open = undefined;
      continue;
    }
    if (!current) continue;
    const option = /^ {2}(?:--([A-Za-z0-9_-]+(?:\[n\])?)|<([a-z0-9_-]+)>)\s(\s*)(.*)$/.exec(line);
    if (option) {
      open = { name: option[1] ?? option[2], type: option[4].trim(), done: false };
      if (!current.options.some((known) => known.name === open.name)) current.options.push(open);
      continue;
    }
    if (open && !open.done) {
      // A type text goes on over lines until its description starts (capital letter after the indent) or brackets close.
      const rest = line.trim();
      const depth = [...open.type].reduce((d, c) => d + ('<[('.includes(c) ? 1 : '>])'.includes(c) ? -1 : 0), 0);
      if (rest.startsWith('[,') || (depth > 0 && rest !== '')) open.type += ` ${rest}`;
      else open.done = true;
    }
  }
  return commands;
}

function shorten(type) {
  return type
    .replace(/\s*\(default=.*$/, '')
    .replace(/\s+/g, ' ')
    .replace(/^(\[[a-z_-]+=\]<.*|\[\[.*|\[?,?[a-z-]+=.*)$/, 'property-string')
    .trim();
}

/** One version's table as the text of a TypeScript module. */
export function tableModule(version) {
  const lines = [];
  for (const file of readdirSync(join(here, 'help')).sort()) {
    if (!file.endsWith(`.${version}.txt`)) continue;
    const tool = file.split('.')[0];
    for (const { usage, options } of parseHelp(readFileSync(join(here, 'help', file), 'utf8'))) {
      if (!usage.startsWith(`${tool} `)) continue;
      const name = usage.split(/ (?=[<[{-])|\s+$/)[0].trim();
      const list = options.map((option) => `${option.name}=${shorten(option.type)}`).join('\t');
      lines.push(`  ${quote(name)}: ${quote(`${usage}\t${list}`)},`);
    }
  }
  return [
    `/** Made from the help texts of PVE ${version}'s tools by test/golden/pve-observed/make-option-tables.mjs: usage line, then name=type, tab-separated. */`,
    `export const OPTION_TABLE_${version}: Readonly<Record<string, string>> = {`,
    ...lines,
    '};',
    '',
  ].join('\n');
}

function quote(text) {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t');
  if (!escaped.includes("'")) return `'${escaped}'`;
  return escaped.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const version of [8, 9]) {
    const target = join(here, `../../../electron/engine/rehearsal/pve/cli/option-table-${version}.ts`);
    writeFileSync(target, tableModule(version));
  }
}
