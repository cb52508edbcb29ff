import type { Answer, FirstBootAnswer, WebhookAnswer } from './answer.ts';
import type { AnswerSurroundings, Trap } from './trap.ts';

/** Traps of `[first-boot]` and `[post-installation-webhook]`: neither address nor fingerprint is checked before it is used. */
export function downloadTraps({ firstBoot, webhook }: Answer, surroundings: AnswerSurroundings): readonly Trap[] {
  return [...(firstBoot ? firstBootTraps(firstBoot) : []), ...(webhook ? webhookTraps(webhook, surroundings) : [])];
}

function firstBootTraps({ source, url, certFingerprint }: FirstBootAnswer): readonly Trap[] {
  if (source === 'from-url') return url === undefined ? [] : addressTraps('first-boot', url, certFingerprint);
  const ignored = [url === undefined ? [] : ['url'], certFingerprint === undefined ? [] : ['cert-fingerprint']].flat();
  return ignored.map((key) => ({
    code: 'answer.trap-first-boot-ignored',
    field: `first-boot.${key}`,
    params: { key },
  }));
}

function webhookTraps({ url, certFingerprint }: WebhookAnswer, { hasDhcpServer }: AnswerSurroundings): readonly Trap[] {
  const table = 'post-installation-webhook';
  const code = hasDhcpServer === false ? 'answer.trap-webhook-no-server' : 'answer.trap-webhook';
  return [{ code, field: `${table}.url`, params: { url } }, ...addressTraps(table, url, certFingerprint)];
}

function addressTraps(table: string, url: string, fingerprint: string | undefined): readonly Trap[] {
  const traps: Trap[] = [];
  const field = `${table}.url`;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/[^\s/?#]+/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'http') traps.push({ code: 'answer.trap-url-http', field, params: { url, table } });
  else if (scheme !== 'https') traps.push({ code: 'answer.trap-url-form', field, params: { url, table } });
  else if (fingerprint === undefined) traps.push({ code: 'answer.trap-no-fingerprint', field, params: { url, table } });
  // SHA-256 of the certificate; colons are optional (answer-schema.md, section 6, TLS).
  if (fingerprint !== undefined && !/^[0-9a-f]{64}$/i.test(fingerprint.replaceAll(':', ''))) {
    traps.push({ code: 'answer.trap-fingerprint', field: `${table}.cert-fingerprint`, params: { table } });
  }
  return traps;
}
