import { Secret } from '../shell/command.ts';
import { createRedactor } from '../shell/redactor.ts';

/** What is a secret by its own look, or names a person: the net where a vault could not be opened. Each keeps its first group. */
const BY_LOOK: readonly RegExp[] = [
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(AGE-SECRET-KEY-)[0-9A-Z]+/gi,
  // crypt(3) hashes: $6$salt$hash
  /(\$[0-9a-z]{1,2}\$)(?:rounds=\d+\$)?[./0-9A-Za-z]{1,64}\$[./0-9A-Za-z]{20,}/g,
  /(\bpve[0-9]+[cbsp]-)[0-9a-f]{10}\b/g,
  // https://user:password@host
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi,
  /(\bauthorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic)\s+|PVEAPIToken=)?)[^\s"',]+/gi,
  /(\bPVEAPIToken=)[^\s"',]+/g,
  /((?:password|passwd|passphrase)["']?\s*[:=]\s*["']?)(?!secret:|\*\*\*)[^\s"',}]{4,}/gi,
  // not `secret:NAME`, which only names one
  /((?:token|secret)(?:["']\s*:|\s*=|:\s)\s*["']?)(?!secret:|\*\*\*)[^\s"',}]{4,}/gi,
];
const PERSONAL = /^(\s*(?:contact|mailto|organisation)\s*=\s*).*$/gim;

/**
 * Takes out of a text what must not leave the laptop: every known secret in every written form, and what looks like one. A file of
 * the site also loses whom to call and where to write.
 */
export function supportRedactor(secrets: readonly Secret[]): {
  text(text: string): string;
  siteFile(text: string): string;
  /** One JSON value a line. */
  jsonLines(text: string): string;
} {
  const redactor = createRedactor(secrets);
  // Forms that a log never has but an odd tool may print.
  for (const secret of secrets)
    for (const value of [secret.reveal(), ...secret.reveal().split(/\r?\n/)]) {
      const hex = Buffer.from(value, 'utf8').toString('hex');
      if (hex.length >= 16) for (const form of [hex, hex.toUpperCase()]) redactor.add(new Secret(form));
      if (value.length >= 8) for (const form of oddForms(value)) redactor.add(new Secret(form));
    }
  const text = (input: string): string =>
    BY_LOOK.reduce((rest, look) => rest.replace(look, '$1***'), redactor.text(input));
  const value = (input: unknown): unknown => {
    if (typeof input === 'string') return text(input);
    if (Array.isArray(input)) return input.map(value);
    if (typeof input !== 'object' || input === null) return input;
    return Object.fromEntries(Object.entries(input).map(([key, entry]) => [text(key), value(entry)]));
  };
  return {
    text,
    siteFile: (input) => text(input).replace(PERSONAL, '$1"***"'),
    // Inside first: what is JSON in a line of JSON is escaped once more there than anything is searched for.
    jsonLines: (input) =>
      input
        .split('\n')
        .map((line) => text(insideOf(line, value)))
        .join('\n'),
  };
}

function insideOf(line: string, redact: (value: unknown) => unknown): string {
  try {
    return JSON.stringify(redact(JSON.parse(line)));
  } catch {
    return line;
  }
}

/** HTML, and a shell's quotes as some other programs write them. */
function oddForms(value: string): readonly string[] {
  const marks = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const named = marks.replaceAll('"', '&quot;');
  return [
    value.replaceAll("'", `'"'"'`),
    named.replaceAll("'", '&#39;'),
    named,
    named.replaceAll('>', '&gt;').replaceAll("'", '&#39;'),
  ];
}
