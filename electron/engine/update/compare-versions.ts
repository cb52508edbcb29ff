/**
 * Below zero where `left` came before `right`: numbers by their value; a version with something behind `-` comes before the one
 * without, its parts compared as semver.org (11) says.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
  for (const [index, part] of a.before.entries()) {
    const other = b.before[index];
    if (other === undefined) return 1;
    const difference = comparePart(part, other);
    if (difference !== 0) return difference;
  }
  return a.before.length - b.before.length;
}

function partsOf(version: string) {
  const dash = version.indexOf('-');
  const [numbers, before] = dash < 0 ? [version, ''] : [version.slice(0, dash), version.slice(dash + 1)];
  return { numbers: numbers.split('.').map(Number), before: before === '' ? [] : before.split('.') };
}

function comparePart(left: string, right: string): number {
  const [a, b] = [left, right].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? 1 : -1;
  return left < right ? -1 : left > right ? 1 : 0;
}
