import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic, fail, hasErrors } from '../../api/diagnostic.ts';
import type { ReportVerdict } from '../../api/report.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { MANIFEST_NAME, readManifest } from './manifest.ts';
import { contentSha256OfJson, parseSignOff, SIGN_OFF_NAME } from './sign-off.ts';

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
  if (manifest.files.some((entry) => entry.name === SIGN_OFF_NAME) || names.includes(SIGN_OFF_NAME))
    diagnostics.push(...(await signatures(folder, manifest.runId)));
  const ok = !hasErrors(diagnostics);
  return {
    ok,
    diagnostics: [...diagnostics, diagnostic('report.unsigned', { params: { head: manifest.journalHead } })],
  };
}

/** Whether what was signed is what stands in report.json, also where the digests were made anew to fit. Names who signed. */
async function signatures(folder: string, runId: string): Promise<readonly Diagnostic[]> {
  const about = { params: { file: SIGN_OFF_NAME }, subject: { file: SIGN_OFF_NAME } };
  const text = await readFile(join(folder, SIGN_OFF_NAME), 'utf8').catch(() => undefined);
  // A missing or altered file was named already.
  if (text === undefined) return [];
  const file = parseSignOff(text);
  if (!file) return [diagnostic('report.sign-off-unreadable', about)];
  const who = file.signOffs.map(({ name, date }) => `${name} (${date})`).join(', ');
  const json = await readFile(join(folder, 'report.json'), 'utf8').catch(() => '');
  const now = contentSha256OfJson(json);
  const isSame =
    file.runId === runId && now === file.contentSha256 && signOffsIn(json) === JSON.stringify(file.signOffs);
  if (isSame) return [diagnostic('report.signed-by', { params: { who, digest: file.contentSha256 } })];
  return [
    diagnostic('report.altered-after-signing', {
      params: { who, file: 'report.json' },
      subject: { file: 'report.json' },
      evidence: [`signed ${file.contentSha256}`, `now    ${now ?? '-'}`],
    }),
  ];
}

function signOffsIn(json: string): string | undefined {
  try {
    return JSON.stringify((JSON.parse(json) as { readonly signOffs?: unknown }).signOffs);
  } catch {
    return undefined;
  }
}
