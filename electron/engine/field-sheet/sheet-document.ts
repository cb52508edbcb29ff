import type { FieldSheet, SheetTable } from '../../api/field-sheet.ts';
import type { Language, Text } from '../../api/text.ts';
import type { Block, ReportDocument } from '../report/report-block.ts';

const T = {
  title: { en: 'Field sheet: {site}', es: 'Hoja de campo: {site}' },
  labels: { en: 'Labels', es: 'Etiquetas' },
  machine: { en: 'machine', es: 'equipo' },
  stick: { en: 'stick', es: 'memoria' },
  name: { en: 'Name', es: 'Nombre' },
  onto: { en: 'Onto', es: 'Va en' },
  says: { en: 'Says', es: 'Dice' },
} satisfies Record<string, Text>;

/** Shares of the line by number of columns: the explaining column is the widest, a box to tick the narrowest. */
const WIDTHS: Readonly<Record<number, readonly number[]>> = {
  3: [0.34, 0.22, 0.44],
  4: [0.27, 0.27, 0.38, 0.08],
  5: [0.19, 0.19, 0.36, 0.18, 0.08],
};

/** The sheet as a document of the report's kind, so that one renderer draws both. */
export function sheetDocument(sheet: FieldSheet, language: Language): ReportDocument {
  const table = ({ head, rows }: SheetTable, widths = WIDTHS[head.length]): Block => ({
    kind: 'table',
    head: head.map((text) => text[language]),
    rows: rows.map((row) => row.map((text) => ({ text: text[language] }))),
    widths: widths ?? head.map(() => 1 / head.length),
  });
  const heading = (text: string, level: 2 | 3): Block => ({ kind: 'heading', text, level });
  return {
    title: T.title[language].replace('{site}', sheet.site),
    band: undefined,
    language,
    blocks: [
      ...(sheet.organisation === '' ? [] : [{ kind: 'paragraph', text: sheet.organisation } as const]),
      heading(sheet.packing.title[language], 2),
      table(sheet.packing, [0.36, 0.12, 0.42, 0.1]),
      ...sheet.hosts.flatMap((host): readonly Block[] => [
        heading(host.name, 2),
        { kind: 'paragraph', text: host.about[language] },
        ...host.tables.flatMap((entry): readonly Block[] => [heading(entry.title[language], 3), table(entry)]),
      ]),
      heading(T.labels[language], 2),
      table({
        title: T.labels,
        head: [T.name, T.onto, T.says],
        rows: sheet.labels.map(({ name, kind, lines }) => [
          { en: name, es: name },
          T[kind],
          { en: lines.map(({ en }) => en).join('\n'), es: lines.map(({ es }) => es).join('\n') },
        ]),
      }),
    ],
  };
}
