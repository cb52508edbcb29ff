import type { Text } from '../text.ts';

/** One word of the field. */
export interface Term {
  readonly name: Text;
  readonly meaning: Text;
  /** Further forms under which it is found and linked, each language: plurals, abbreviations. */
  readonly forms?: { readonly en: readonly string[]; readonly es: readonly string[] };
}
