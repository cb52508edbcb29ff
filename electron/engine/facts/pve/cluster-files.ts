import { known, unknown } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import type { FileTexts } from '../parse/file-lines.ts';
import { type ConfigSection, parseSectionConfig } from '../parse/section-config.ts';
import { parseGuarded } from '../parse/text.ts';

/** A fact that is one file's parse; an absent file is read as an empty one, as the vendor does. */
export function fileFact<T>(id: string, path: string, parse: (text: string) => T): FileFact<T> {
  return { id, paths: [path], parse: (files: FileTexts) => parseGuarded(files.get(path) ?? '', parse) };
}

/** A fact that is one vendor section configuration. */
export function sectionFact(id: string, path: string): FileFact<readonly ConfigSection[]> {
  return fileFact(id, path, parseSectionConfig);
}

/** A fact that is one file's text, undefined where there is none. */
export function textFact(id: string, path: string): FileFact<string | undefined> {
  return { id, paths: [path], parse: (files) => known(files.get(path)) };
}

export const notMounted = unknown('/etc/pve is not mounted on this host (pve-cluster is not running)');
