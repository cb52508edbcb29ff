/** `[epoch:]upstream[-revision]` (Debian policy 5.6.12). */
interface VersionParts {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

/** Whether dpkg takes this text for a version without complaint. */
export function isVersion(text: string): boolean {
  return /^(\d{1,9}:)?\d[A-Za-z0-9.+~:-]*$/.test(text) && !text.endsWith('-') && !/^\d+:$/.test(text);
}

/**
 * Debian's order of versions: epoch, upstream, revision; in each, text and numbers in turn; letters before other signs,
 * `~` before everything, even the end; a revision that is not there is `0`.
 * @returns below 0, 0 or above 0, as for Array.sort
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const left = split(a);
  const right = split(b);
  return (
    compareNumbers(left.epoch, right.epoch) ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

function split(version: string): VersionParts {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '0' : version.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '0' : rest.slice(dash + 1),
  };
}

function comparePart(left: string, right: string): number {
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    for (;;) {
      const [leftEnds, rightEnds] = [isNumberOrEnd(left, l), isNumberOrEnd(right, r)];
      if (leftEnds && rightEnds) break;
      const difference = (leftEnds ? 0 : weight(left, l)) - (rightEnds ? 0 : weight(right, r));
      if (difference !== 0) return difference;
      l += 1;
      r += 1;
    }
    const leftStart = l;
    const rightStart = r;
    while (isDigit(left.charCodeAt(l))) l += 1;
    while (isDigit(right.charCodeAt(r))) r += 1;
    const difference = compareNumbers(left.slice(leftStart, l), right.slice(rightStart, r));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** By length and then by digits: a date with a time is longer than what a JavaScript number holds. */
function compareNumbers(left: string, right: string): number {
  const l = left.replace(/^0+/, '');
  const r = right.replace(/^0+/, '');
  if (l.length !== r.length) return l.length - r.length;
  return l < r ? -1 : l > r ? 1 : 0;
}

function isNumberOrEnd(text: string, at: number): boolean {
  return at >= text.length || isDigit(text.charCodeAt(at));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function weight(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 126) return -1;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 256;
}
