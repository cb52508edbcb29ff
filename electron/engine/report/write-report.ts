import { join } from 'node:path';
import type { ReportFolder } from '../../api/report.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { MANIFEST_NAME, makeManifest } from './manifest.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPdf } from './render-pdf.ts';
import { makeReportDocument } from './report-document.ts';
import type { ReportModel } from './report-model.ts';

/** Names of the files of a report folder, in the order of its manifest. */
export const REPORT_FILES = ['journal.jsonl', 'report.html', 'report.json', 'report.md', 'report.pdf'] as const;

/**
 * Writes a report folder: the four forms of one model, the run's journal, and a manifest with the digest of each.
 * The folder appears whole or not at all for each file (temp, fsync, rename); the manifest comes last.
 */
export async function writeReport(model: ReportModel, journal: Uint8Array, folder: string): Promise<ReportFolder> {
  const document = makeReportDocument(model);
  const madeAt = new Date(model.run.finishedAt ?? model.run.startedAt);
  const contents: Readonly<Record<(typeof REPORT_FILES)[number], Uint8Array>> = {
    'journal.jsonl': journal,
    'report.html': Buffer.from(renderHtml(document)),
    'report.json': Buffer.from(`${JSON.stringify(model, null, 2)}\n`),
    'report.md': Buffer.from(renderMarkdown(document)),
    'report.pdf': await renderPdf(document, Number.isNaN(madeAt.getTime()) ? new Date(0) : madeAt),
  };
  const files = REPORT_FILES.map((name) => ({
    name,
    sha256: sha256Of(contents[name]),
    sizeBytes: contents[name].byteLength,
  }));
  for (const name of REPORT_FILES) await writeFileAtomic(join(folder, name), contents[name]);
  await writeFileAtomic(
    join(folder, MANIFEST_NAME),
    Buffer.from(makeManifest({ files, journalHead: model.journalHead, runId: model.run.runId })),
  );
  return { folder, files, journalHead: model.journalHead };
}

/** The report as one HTML page, for the preview. */
export function previewReport(model: ReportModel): string {
  return renderHtml(makeReportDocument(model));
}
