import { type ConfigSection, sortedSections } from '../../parse/section-config.ts';
import { asText, entriesOf, type Json } from '../../parse/text.ts';

export interface SectionKeys {
  /** The key that holds the section's id. */
  readonly id: string;
  /** Keys that the API adds. */
  readonly added?: readonly string[];
}

/** A list of the API as the sections of the file that lies behind it: without the digest and what else the API adds. */
export function sectionsOf(json: Json, { id, added = [] }: SectionKeys): readonly ConfigSection[] {
  const sections = entriesOf(json, 'the answer').map((object): ConfigSection => {
    const values = Object.entries(object).flatMap(([key, value]): [string, string][] => {
      const text = textOf(value);
      return text === undefined || [id, 'type', 'digest', ...added].includes(key) ? [] : [[key, text]];
    });
    return {
      type: asText(object.type) ?? '',
      id: asText(object[id]) ?? '',
      values: Object.fromEntries(values),
    };
  });
  return sortedSections(sections);
}

/** A value as a file would have it: booleans 1 and 0, lists and sets with commas. */
function textOf(value: Json): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return value.map((entry) => asText(entry as Json) ?? '').join(',');
  if (typeof value === 'object' && value !== null) return Object.keys(value).join(',');
  return asText(value);
}
