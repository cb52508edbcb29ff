import { SIGNERS } from '../../api/sign-off.ts';
import { EVIDENCE_TEXT } from './evidence-sentences.ts';
import type { Block, SignedLine } from './report-block.ts';
import type { ReportModel } from './report-model.ts';
import { mono, plain, type ReportPen } from './report-pen.ts';
import { SIGNER_TEXT, SOURCE_TEXT, REPORT_TEXT as T } from './sentences.ts';
import { contentSha256 } from './sign-off.ts';

/** What everything was made of, by digest, and the head of the chain that proves the rest. */
export function proofSections(model: ReportModel, { say, heading, paragraph, table, on }: ReportPen): readonly Block[] {
  return [
    heading(T.digests),
    table(
      [T.name, { en: 'SHA-256', es: 'SHA-256' }, T.source],
      [0.3, 0.5, 0.2],
      model.digests.map((entry) => [plain(entry.name), mono(entry.sha256), plain(say(SOURCE_TEXT[entry.source]))]),
      () => ['used'],
    ),
    heading(T.proof),
    {
      kind: 'facts',
      rows: [
        [say(T.head), on(mono(model.journalHead), 'run-finished')],
        [say(T.fingerprint), on(mono(model.run.planFingerprint ?? ''), 'plan')],
      ],
    },
    paragraph(T.unsigned),
  ];
}

/** Lines for a pen, or who signed. */
export function signSection(model: ReportModel, { say, heading, paragraph }: ReportPen): readonly Block[] {
  const signOffs = model.signOffs ?? [];
  if (signOffs.length === 0)
    return [heading(T.signOff), { kind: 'signature', labels: [say(T.signName), say(T.signDate), say(T.signature)] }];
  return [
    heading(T.signOff),
    paragraph(T.signedWhat, { digest: contentSha256(model) }),
    {
      kind: 'signed',
      lines: SIGNERS.map((as): SignedLine => {
        const signOff = signOffs.find((entry) => entry.as === as);
        const { name = '', date = '', signature } = signOff ?? {};
        return {
          label: say(SIGNER_TEXT[as]),
          name,
          date,
          image: signature?.kind === 'image' ? signature : undefined,
        };
      }),
    },
  ];
}

/** Each number with the record that it stands for. */
export function evidenceSection(model: ReportModel, { say, heading, paragraph, table }: ReportPen): readonly Block[] {
  if (model.evidence.length === 0) return [];
  return [
    heading(EVIDENCE_TEXT.evidence),
    paragraph(EVIDENCE_TEXT.lead),
    table(
      [EVIDENCE_TEXT.column, EVIDENCE_TEXT.what, EVIDENCE_TEXT.when, EVIDENCE_TEXT.record],
      [0.1, 0.26, 0.22, 0.42],
      model.evidence.map((entry) => [
        { text: entry.number, isEvidence: true },
        plain(entry.host === '' ? say(entry.title) : `${say(entry.title)}\n${entry.host}`),
        mono(entry.at),
        mono(`${entry.runId === model.run.runId ? 'journal.jsonl' : entry.runId}, ${entry.record}\n${entry.sha256}`),
      ]),
    ),
  ];
}
