import type { Site } from '../../api/site.ts';
import type { Language } from '../../api/text.ts';
import { renderHtml } from '../report/render-html.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { makeFieldSheet } from './make-field-sheet.ts';
import { sheetDocument } from './sheet-document.ts';

/** Writes the field sheet of a site as one self-contained HTML file. */
export async function writeFieldSheet(
  site: Site,
  file: string,
  language: Language,
): Promise<{ readonly file: string }> {
  await writeFileAtomic(file, renderHtml(sheetDocument(makeFieldSheet(site), language)), { mode: 0o644 });
  return { file };
}
