/** What a registry wants before it answers (RFC 9110, 11.6.1; the token form is distribution's). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service?: string; readonly scope?: string }
  | { readonly scheme: 'other'; readonly name: string };

const CHALLENGE = /(?:^|,)\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s+(?=[A-Za-z0-9_-]+\s*=)|\s*$)/g;
const PARAMETER = /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/g;

/** Reads a WWW-Authenticate header; where several ways are offered, the token comes before the password. */
export function readChallenge(header: string): Challenge {
  const bounded = header.slice(0, 8192);
  const starts = [...bounded.matchAll(CHALLENGE)];
  const offered = starts.map((match, index): Challenge => {
    const name = (match[1] ?? '').toLowerCase();
    const text = bounded.slice(match.index + match[0].length, starts[index + 1]?.index ?? bounded.length);
    if (name === 'basic') return { scheme: 'basic' };
    const { realm, service, scope } = parametersOf(text);
    if (name !== 'bearer' || realm === undefined) return { scheme: 'other', name };
    return { scheme: 'bearer', realm, ...(service ? { service } : {}), ...(scope ? { scope } : {}) };
  });
  return (
    offered.find(({ scheme }) => scheme === 'bearer') ??
    offered.find(({ scheme }) => scheme === 'basic') ??
    offered[0] ?? { scheme: 'other', name: /^\S*/.exec(bounded)?.[0].slice(0, 50) ?? '' }
  );
}

function parametersOf(text: string): Readonly<Record<string, string | undefined>> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name = '', quoted, plain] of text.matchAll(PARAMETER))
    found[name.toLowerCase()] = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
  return found;
}
