import { unknown } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { type ConfigSection, parseSectionConfig } from '../parse/section-config.ts';
import { parseGuarded } from '../parse/text.ts';

/** A fact that is one file's parse; an absent file is read as an empty one, as the vendor does. */
export function fileFact<T>(id: string, path: string, parse: (text: string) => T): FileFact<T> {
  return { id, paths: [path], parse: ({ texts }) => parseGuarded(texts.get(path) ?? '', parse) };
}

/** A fact that is one vendor section configuration. */
export function sectionFact(id: string, path: string): FileFact<readonly ConfigSection[]> {
  return fileFact(id, path, parseSectionConfig);
}

export const notMounted = unknown('/etc/pve is not mounted on this host (pve-cluster is not running)');
