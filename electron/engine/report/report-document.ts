import { fill } from '../../api/text.ts';
import { evidenceSection, proofSections, signSection } from './proof-sections.ts';
import type { ReportDocument } from './report-block.ts';
import type { ReportModel } from './report-model.ts';
import { penFor } from './report-pen.ts';
import { REPORT_TEXT as T } from './sentences.ts';
import { applicationSections, builtSections, summarySection } from './site-sections.ts';
import { stepSections, testSections } from './work-sections.ts';

/** The model as a sequence of blocks in its language: HTML, PDF and Markdown only differ in how they draw them. */
export function makeReportDocument(model: ReportModel): ReportDocument {
  const pen = penFor(model);
  const { site, run, language } = model;
  return {
    title: fill(T.title, language, { site: site.name }),
    band: run.rehearsed ? fill(T.rehearsalBand, language) : undefined,
    ...(run.rehearsed ? { bandWord: fill(T.rehearsal, language) } : {}),
    language,
    blocks: [
      summarySection,
      builtSections,
      applicationSections,
      testSections,
      stepSections,
      proofSections,
      signSection,
      evidenceSection,
    ].flatMap((section) => section(model, pen)),
  };
}

/** How many rows of the document say something, and how many of them name what they stand on. That nothing was done yet needs nothing. */
export function countStatements({ blocks }: ReportDocument): { readonly all: number; readonly proven: number } {
  const rows = blocks.flatMap((block) =>
    block.kind === 'table'
      ? block.rows
      : block.kind === 'facts'
        ? block.rows.map(([, cell]) => [cell]).filter(([cell]) => cell?.tone !== 'quiet')
        : [],
  );
  const statements = rows.filter((cells) => !cells.some((cell) => cell.isEvidence));
  const proven = statements.filter((cells) => cells.some((cell) => cell.evidence));
  return { all: statements.length, proven: proven.length };
}
