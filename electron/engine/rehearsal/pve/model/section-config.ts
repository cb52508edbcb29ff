/** The section configuration format of storage.cfg, replication.cfg, ha/*.cfg, jobs.cfg: `type: id` and tab-indented lines. */
export interface Section {
  readonly type: string;
  readonly id: string;
  readonly values: Record<string, string>;
}

export function parseSections(text: string): Section[] {
  const sections: Section[] = [];
  let current: Section | undefined;
  for (const line of text.split('\n')) {
    if (/^\s*#/.test(line)) continue;
    if (/^\s*$/.test(line)) {
      current = undefined;
      continue;
    }
    const head = /^(\S+):\s*(\S+)\s*$/.exec(line);
    if (head && !/^\s/.test(line)) {
      current = { type: head[1] ?? '', id: head[2] ?? '', values: {} };
      sections.push(current);
      continue;
    }
    const entry = /^\s+(\S+)(?:\s+(.*\S))?\s*$/.exec(line);
    if (entry && current) current.values[entry[1] ?? ''] = entry[2] ?? '1';
  }
  return sections;
}

/** Writes in the vendor's order: comment, `disable` as a bare word, required keys as given by `first`, then sorted. */
export function formatSections(sections: readonly Section[], first: readonly string[]): string {
  return sections
    .map((section) => {
      const keys = Object.keys(section.values).sort();
      const ordered = [
        ...keys.filter((key) => key === 'comment'),
        ...keys.filter((key) => key === 'disable'),
        ...first.filter((key) => keys.includes(key)),
      ];
      const all = [...ordered, ...keys.filter((key) => !ordered.includes(key))];
      const lines = all.map((key) =>
        key === 'disable' ? (section.values[key] === '0' ? '' : '\tdisable\n') : `\t${key} ${section.values[key]}\n`,
      );
      return `${section.type}: ${section.id}\n${lines.join('')}\n`;
    })
    .join('');
}
