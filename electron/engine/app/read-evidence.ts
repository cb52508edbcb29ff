import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceLog } from '../../api/report.ts';
import type { ReportEvidence } from '../report/evidence.ts';
import { type KeptLines, keptLines } from '../report/evidence-log.ts';
import { verifyJournal } from '../run/journal.ts';
import { openLogFile } from '../run/log-file.ts';
import { isLogLine, logLine } from '../run/log-filter.ts';

/** Where the item of a line stands: before its text, which may say anything. */
const ITEM = /^.{0,400}?"itemId":"((?:[^"\\]|\\.)*)"/;

/** What each of these stands on, in the same order; every journal and every log is read once. */
export async function readEvidence(
  evidence: readonly ReportEvidence[],
  folderOf: (runId: string) => string,
): Promise<readonly EvidenceLog[]> {
  const found = new Map<string, EvidenceLog>();
  for (const runId of new Set(evidence.map((entry) => entry.runId))) {
    const ofRun = evidence.filter((entry) => entry.runId === runId);
    const text = await readFile(join(folderOf(runId), 'journal.jsonl'), 'utf8');
    const { isWhole, records } = verifyJournal(text, 'journal.jsonl');
    const lines = text.split('\n');
    const kept = await linesOf(join(folderOf(runId), 'log.jsonl'), ofRun);
    for (const { number, itemId, record } of ofRun) {
      const log = itemId === undefined ? undefined : kept.get(itemId);
      found.set(number, {
        lines: log?.lines() ?? [],
        leftOut: log?.leftOut() ?? 0,
        chain: { isWhole, records: records.length },
        line: lines[record - 1] ?? '',
      });
    }
  }
  return evidence.flatMap(({ number }) => found.get(number) ?? []);
}

async function linesOf(path: string, evidence: readonly ReportEvidence[]): Promise<ReadonlyMap<string, KeptLines>> {
  const kept = new Map(
    evidence.flatMap(({ itemId }) => (itemId === undefined ? [] : [[itemId, keptLines()] as const])),
  );
  if (kept.size === 0) return kept;
  const file = openLogFile(path);
  await file.grow();
  for await (const { lines } of file.pieces(1)) {
    for (const line of lines) {
      const itemId = isLogLine(line) ? ITEM.exec(line)?.[1] : undefined;
      if (itemId !== undefined) kept.get(itemId)?.add(logLine(line));
    }
  }
  return kept;
}
