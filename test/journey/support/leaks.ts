import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** A secret that must be found nowhere. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  /** Parts that identify it by themselves, so that it is found when it was split at a line break or escaped somehow. */
  readonly marks: readonly string[];
}

/** Where something was found: `secret (form) in place`. */
export type Leak = string;

/** Every form in which a value may turn up, by name. */
export function formsOf(value: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(value, 'utf8');
  const json = JSON.stringify(value).slice(1, -1);
  const forms: (readonly [string, string])[] = [
    ['plain', value],
    ['shell', `'${value.replaceAll("'", `'\\''`)}'`],
    ['shell, double quotes', `'${value.replaceAll("'", `'"'"'`)}'`],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['JSON, ASCII', json.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ['URL', encodeURIComponent(value)],
    ['form', new URLSearchParams({ v: value }).toString().slice(2)],
    ['HTML', value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    ['hex', bytes.toString('hex')],
  ];
  for (const shift of [0, 1, 2]) {
    // The letters that depend on this value alone: the first and the last are shared with its neighbours.
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + bytes.length) * 8) / 6);
    const core = text.slice(first, last);
    forms.push([`base64 at ${shift}`, core]);
    forms.push([`base64url at ${shift}`, core.replaceAll('+', '-').replaceAll('/', '_')]);
  }
  return new Map(forms);
}

/** Searches texts for secrets. */
export class LeakSearch {
  readonly #needles: { readonly label: string; readonly text: string }[] = [];
  readonly leaks: Leak[] = [];
  /** How many texts were searched. */
  searched = 0;

  constructor(canaries: readonly Canary[]) {
    for (const { name, value, marks } of canaries) {
      const known = new Set<string>();
      for (const part of [value, ...marks]) {
        for (const [form, text] of formsOf(part)) {
          if (text.length < 8) throw new Error(`${name} as ${form} is too short to be searched for`);
          if (known.has(text)) continue;
          known.add(text);
          this.#needles.push({ label: `${name} (${form})`, text });
        }
      }
    }
  }

  text(place: string, text: string): void {
    this.searched += 1;
    for (const { label, text: needle } of this.#needles) {
      if (text.includes(needle)) this.leaks.push(`${label} in ${place}`);
    }
  }

  /** The bytes of a file as UTF-8; of a PDF also the text in it. */
  file(path: string): void {
    const bytes = readFileSync(path);
    this.text(path, bytes.toString('utf8'));
    if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') this.text(`${path} (text)`, pdfText(bytes));
  }

  /** Every file below a folder. `skip` gets the path below it. */
  folder(folder: string, skip: (path: string) => boolean = () => false): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      this.text('a file name', path);
      if (entry.isFile() && !skip(path.slice(folder.length + 1))) this.file(path);
    }
  }
}

/** The text of a PDF with standard fonts and deflated streams, which is how ours are written. */
export function pdfText(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  let found = '';
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const from = match.index + match[0].length;
    const to = text.indexOf('endstream', from);
    let stream: string;
    try {
      stream = inflateSync(pdf.subarray(from, to)).toString('latin1');
    } catch {
      continue; // not deflated: read as it is already
    }
    for (const shown of stream.matchAll(/\[([^\]]*)\]\s*TJ/g)) {
      for (const piece of (shown[1] ?? '').matchAll(/<([0-9a-fA-F]*)>/g))
        found += Buffer.from(piece[1] ?? '', 'hex').toString('latin1');
    }
    found += '\n';
  }
  return found;
}
