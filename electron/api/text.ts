/** The languages a person may read Sitewright in. Both are complete by type: a missing sentence does not compile. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in every language. `{name}` marks a hole, filled by {@link fill}. */
export interface Text {
  readonly en: string;
  readonly es: string;
}

export type TextParams = Readonly<Record<string, string | number>>;

/** Picks the language and fills the `{name}` holes; a hole without a value stays visible as `{name}`. */
export function fill(text: Text, language: Language, params: TextParams = {}): string {
  return text[language].replace(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, (hole, name: string) => {
    const value = params[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? formatNumber(value, language) : value;
  });
}

/** Numbers as the language writes them (Spanish: decimal comma), without grouping so that they can be copied. */
export function formatNumber(value: number, language: Language): string {
  const text = Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
  return language === 'es' ? text.replace('.', ',') : text;
}
