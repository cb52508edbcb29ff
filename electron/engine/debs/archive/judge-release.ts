import { createHash } from 'node:crypto';
import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { ArchiveSource } from './archive-source.ts';
import { parseRelease, type Release } from './release-file.ts';
import { archiveFail, archiveName, moment, reasonOf } from './sentences.ts';
import type { SignatureState, SignedContent } from './signature.ts';

/** A `Release` that may be believed. */
export interface TrustedRelease extends Release {
  /** Of the signed text. */
  readonly sha256: string;
  /** Fingerprints of the keys that signed it well. */
  readonly signedBy: readonly string[];
  /** What is said beside it, where it is read without a network. */
  readonly warnings: readonly Diagnostic[];
}

export interface JudgeOptions {
  /** The laptop's clock. */
  readonly now: Date;
  /** A copy that was good when it came: past its `Valid-Until` it is warned of and taken. */
  readonly isCopy?: boolean;
}

/** How far a laptop's clock may lag: less than any wrong time zone. apt allows 10 s, for servers with NTP. */
const FUTURE_MS = 10 * 60_000;

/**
 * Decides whether the content of a signed file may be believed, by the rules of apt: at least one good signature of a known key
 * that is valid today and none that is wrong; the suite that was asked for; neither of the future nor past its time.
 * @throws archive.*
 */
export function judgeRelease(
  source: ArchiveSource,
  { text, signatures }: SignedContent,
  { now, isCopy = false }: JudgeOptions,
): TrustedRelease {
  const signedBy = goodKeys(source, signatures, now);
  let release: Release;
  try {
    release = parseRelease(text);
  } catch (error) {
    throw archiveFail('archive.release-damaged', source, { why: reasonOf(error) });
  }
  const { suite, codename, date, validUntil } = release;
  if (source.suite !== suite && source.suite !== codename)
    throw archiveFail('archive.other-suite', source, { found: [codename, suite].filter(Boolean).join(' / ') || '-' });
  if (date.getTime() > now.getTime() + FUTURE_MS)
    throw archiveFail('archive.of-the-future', source, { date: moment(date), now: moment(now) });
  const warnings: Diagnostic[] = [];
  if (validUntil && validUntil < now) {
    const params = { until: moment(validUntil), now: moment(now) };
    if (!isCopy) throw archiveFail('archive.past-its-time', source, params);
    warnings.push(
      diagnostic('archive.past-its-time', {
        severity: 'warning',
        params: { archive: archiveName(source), ...params },
        subject: { file: archiveName(source) },
      }),
    );
  }
  return { ...release, sha256: createHash('sha256').update(text).digest('hex'), signedBy, warnings };
}

function goodKeys(source: ArchiveSource, signatures: readonly SignatureState[], now: Date): readonly string[] {
  const evidence = signatures.map(({ state, key }) => `${key}: ${state}`);
  const of = (wanted: SignatureState['state']) =>
    signatures.filter(({ state }) => state === wanted).map(({ key }) => key);
  const [wrong] = of('wrong');
  if (wrong !== undefined) throw archiveFail('archive.signature-wrong', source, { key: wrong }, evidence);
  const good = of('good');
  if (good.length > 0) return [...new Set(good)];
  const [revoked] = of('revoked');
  if (revoked !== undefined) throw archiveFail('archive.key-revoked', source, { key: revoked }, evidence);
  for (const signature of signatures)
    if (signature.state === 'expired')
      throw archiveFail(
        'archive.key-expired',
        source,
        { key: signature.key, date: moment(signature.since), now: moment(now) },
        evidence,
      );
  const unknown = of('unknown');
  if (unknown.length > 0) throw archiveFail('archive.key-unknown', source, { key: unknown.join(', ') }, evidence);
  throw archiveFail('archive.unsigned', source, { why: 'no signature of a text' });
}
