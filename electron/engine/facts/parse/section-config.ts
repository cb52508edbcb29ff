/**
 * PVE's section configuration (storage.cfg, replication.cfg, ha/resources.cfg, ha/groups.cfg, ha/rules.cfg):
 * `type: id` at the line's start, then indented `key value` lines. A key without a value is a flag.
 */
export interface ConfigSection {
  readonly type: string;
  readonly id: string;
  /** Values that are lists for the vendor (nodes, resources) come sorted: their order is random on each read. */
  readonly values: Readonly<Record<string, string>>;
}

/** Keys whose value is a set of names. */
const SETS: readonly string[] = ['nodes', 'resources', 'content'];

/**
 * Reads a section configuration, sorted by id. The vendor skips lines of another shape with a warning; here they are refused
 * (throws), so that a new format is never taken for an empty file and the vendor itself is asked.
 */
export function parseSectionConfig(text: string): readonly ConfigSection[] {
  const sections: { type: string; id: string; values: Record<string, string> }[] = [];
  let isOpen = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*#/.test(line)) continue;
    if (line.trim() === '') {
      isOpen = false;
      continue;
    }
    const head = /^([a-z][a-z0-9-]*):\s*(\S+)\s*$/i.exec(line);
    const pair = head ? undefined : /^\s+([a-z][a-z0-9_-]*)(?:\s+(\S.*))?$/i.exec(line.trimEnd());
    const section = sections.at(-1);
    if (head) {
      sections.push({ type: head[1] ?? '', id: head[2] ?? '', values: {} });
      isOpen = true;
    } else if (pair && section && isOpen) section.values[pair[1] ?? ''] = pair[2] ?? '1';
    else throw new Error(`line ${index + 1} is not of a section configuration: ${line.trim().slice(0, 80)}`);
  }
  return sortedSections(sections);
}

/** Sections as they compare alike: sorted, sets sorted. */
export function sortedSections(sections: readonly ConfigSection[]): readonly ConfigSection[] {
  return sections
    .map(({ type, id, values }) => ({
      type,
      id,
      values: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, SETS.includes(key) ? listValue(value).join(',') : value]),
      ),
    }))
    .sort((a, b) => compareText(a.id, b.id) || compareText(a.type, b.type));
}

/** A vendor list (`a,b;c d`), whose order is random on each read: as a sorted list without repeats. */
export function listValue(value: string | undefined): readonly string[] {
  return [...new Set((value ?? '').split(/[\s,;]+/).filter((entry) => entry !== ''))].sort();
}

/** By code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
