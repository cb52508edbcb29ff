import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic, fail, hasErrors } from '../../api/diagnostic.ts';
import type { ReportVerdict } from '../../api/report.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { MANIFEST_NAME, readManifest } from './manifest.ts';

/** Checks a chain of journal records: `{head}` or the first record (from 1) that does not hold. Given by the journal. */
export type VerifyChain = (journal: Uint8Array) => { readonly head: string } | { readonly brokenAt: number };

/**
 * `sitewright report verify FOLDER`. Every file is compared with the manifest, the manifest with its own digest, the
 * journal's chain with its head; a missing or an extra file is named. Throws `report.not-a-report` for a folder without
 * a manifest. Says what a chain without a signature cannot prove.
 */
export async function verifyReport(folder: string, verifyChain: VerifyChain): Promise<ReportVerdict> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names?.includes(MANIFEST_NAME)) {
    throw fail('report.not-a-report', { params: { folder, file: MANIFEST_NAME }, subject: { file: folder } });
  }
  const manifest = readManifest(await readFile(join(folder, MANIFEST_NAME), 'utf8'));
  if (!manifest) {
    const altered = diagnostic('report.file-altered', {
      params: { file: MANIFEST_NAME },
      subject: { file: MANIFEST_NAME },
    });
    return { ok: false, diagnostics: [altered] };
  }
  const diagnostics: Diagnostic[] = [];
  for (const entry of manifest.files) {
    const about = { params: { file: entry.name }, subject: { file: entry.name } };
    const bytes = await readFile(join(folder, entry.name)).catch(() => undefined);
    if (!bytes) diagnostics.push(diagnostic('report.file-missing', about));
    else {
      const seen = sha256Of(bytes);
      if (seen !== entry.sha256) {
        diagnostics.push(
          diagnostic('report.file-altered', { ...about, evidence: [`written ${entry.sha256}`, `now     ${seen}`] }),
        );
      } else if (entry.name === 'journal.jsonl') {
        const chain = verifyChain(bytes);
        if ('brokenAt' in chain)
          diagnostics.push(
            diagnostic('report.chain-broken', { params: { record: chain.brokenAt }, subject: { file: entry.name } }),
          );
        else if (chain.head !== manifest.journalHead) diagnostics.push(diagnostic('report.file-altered', about));
      }
    }
  }
  const known = new Set([MANIFEST_NAME, ...manifest.files.map((entry) => entry.name)]);
  for (const name of names) {
    if (!known.has(name))
      diagnostics.push(diagnostic('report.file-extra', { params: { file: name }, subject: { file: name } }));
  }
  const ok = !hasErrors(diagnostics);
  return {
    ok,
    diagnostics: [...diagnostics, diagnostic('report.unsigned', { params: { head: manifest.journalHead } })],
  };
}
