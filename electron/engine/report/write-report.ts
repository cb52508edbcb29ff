import { join } from 'node:path';
import type { ReportFolder } from '../../api/report.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { MANIFEST_NAME, makeManifest } from './manifest.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPdf } from './render-pdf.ts';
import { countStatements, makeReportDocument } from './report-document.ts';
import type { ReportModel } from './report-model.ts';
import { SIGN_OFF_NAME, signOffText } from './sign-off.ts';

/** What the numbers of the report stand on. */
const EVIDENCE_NAME = 'evidence.json';

/** Names of the files of a report folder, in the order of its manifest. A signed one has its sign-off besides. */
export const REPORT_FILES = ['journal.jsonl', 'report.html', 'report.json', 'report.md', 'report.pdf'] as const;

/**
 * Writes a report folder: the four forms of one model, the run's journal, who signed it, what its numbers stand on where that is given,
 * and a manifest with the digest of each.
 * The folder appears whole or not at all for each file (temp, fsync, rename); the manifest comes last.
 */
export async function writeReport(
  model: ReportModel,
  journal: Uint8Array,
  folder: string,
  evidence?: string,
): Promise<ReportFolder> {
  const document = makeReportDocument(model);
  const madeAt = new Date(model.run.finishedAt ?? model.run.startedAt);
  const signOff = signOffText(model);
  const contents: readonly (readonly [string, Uint8Array])[] = [
    // First: a report that was begun to be signed is never written over as an unsigned one.
    ...(signOff === undefined ? [] : [[SIGN_OFF_NAME, Buffer.from(signOff)] as const]),
    ...(evidence === undefined ? [] : [[EVIDENCE_NAME, Buffer.from(evidence)] as const]),
    ['journal.jsonl', journal],
    ['report.html', Buffer.from(renderHtml(document))],
    ['report.json', Buffer.from(`${JSON.stringify(model, null, 2)}\n`)],
    ['report.md', Buffer.from(renderMarkdown(document))],
    ['report.pdf', await renderPdf(document, Number.isNaN(madeAt.getTime()) ? new Date(0) : madeAt)],
  ];
  const files = contents.map(([name, bytes]) => ({ name, sha256: sha256Of(bytes), sizeBytes: bytes.byteLength }));
  for (const [name, bytes] of contents) await writeFileAtomic(join(folder, name), bytes);
  const manifest = makeManifest({ files, journalHead: model.journalHead, runId: model.run.runId });
  await writeFileAtomic(join(folder, MANIFEST_NAME), Buffer.from(manifest));
  return { folder, files, journalHead: model.journalHead, manifestSha256: sha256Of(manifest) };
}

/** The report as one HTML page, for the preview, and how much of it names what it stands on. */
export function previewReport(model: ReportModel): {
  readonly html: string;
  readonly statements: ReturnType<typeof countStatements>;
} {
  const document = makeReportDocument(model);
  return { html: renderHtml(document), statements: countStatements(document) };
}
