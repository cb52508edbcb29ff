/**
 * PVE's section configuration (storage.cfg, replication.cfg, ha/resources.cfg, ha/groups.cfg, ha/rules.cfg):
 * `type: id` at the line's start, then indented `key value` lines. A key without a value is a flag.
 */
export interface ConfigSection {
  readonly type: string;
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Reads a section configuration; comments and lines of other shapes are skipped, as the vendor does with a warning. */
export function parseSectionConfig(text: string): readonly ConfigSection[] {
  const sections: { type: string; id: string; values: Record<string, string> }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const head = /^([a-z][a-z0-9-]*):\s*(\S+)\s*$/i.exec(line);
    if (head) {
      sections.push({ type: head[1] ?? '', id: head[2] ?? '', values: {} });
      continue;
    }
    const pair = /^\s+([a-z][a-z0-9_-]*)(?:\s+(.*?))?\s*$/i.exec(line);
    const section = sections.at(-1);
    if (pair && section) section.values[pair[1] ?? ''] = pair[2] ?? '1';
  }
  return sections;
}

/** A vendor list (`a,b;c d`), whose order is random on each read: as a sorted list without repeats. */
export function listValue(value: string | undefined): readonly string[] {
  return [...new Set((value ?? '').split(/[\s,;]+/).filter((entry) => entry !== ''))].sort();
}
