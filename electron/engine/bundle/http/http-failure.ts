import { type DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { shownUrl } from './shown-url.ts';

/** What Node, OpenSSL and the resolver say when a certificate is not accepted. */
const UNTRUSTED =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT_|CERTIFICATE_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;
const TLS_BROKEN = /^(EPROTO|ERR_SSL_|ERR_TLS_)/;

/**
 * The diagnostic for a request that got no answer. The message of the failure goes into the evidence only by its code: what
 * libraries write into messages is not known to be free of credentials.
 */
export function connectionFailure(error: unknown, url: string | URL): DiagnosticError {
  const code = codeOf(error);
  const subject = { params: { url: shownUrl(url), host: hostOf(url), why: code }, evidence: [code] };
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') return fail('download.no-answer', subject);
  if (UNTRUSTED.test(code)) return fail('download.certificate-untrusted', subject);
  if (TLS_BROKEN.test(code)) return fail('download.tls-broken', subject);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return fail('download.name-unknown', subject);
  return fail('download.connection-lost', subject);
}

/** The diagnostic for an answer that is no success. `said` is what the server wrote, bounded by who read it. */
export function statusFailure(status: number, url: string | URL, said: readonly string[] = []): DiagnosticError {
  const options = { params: { url: shownUrl(url), host: hostOf(url), status }, evidence: [`HTTP ${status}`, ...said] };
  if (status === 401 || status === 403) return fail('download.not-allowed', options);
  if (status === 404 || status === 410) return fail('download.not-there', options);
  if (isRetryableStatus(status)) return fail('download.server-busy', options);
  return fail('download.answer-unexpected', options);
}

/** Statuses after which the same request may well succeed (RFC 9110; 425 and 429 of RFC 8470 and 6585). */
export function isRetryableStatus(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status);
}

/** Node's code of a failure, or that of its cause. */
export function codeOf(error: unknown): string {
  const failure = error as NodeJS.ErrnoException & { readonly cause?: { readonly code?: string } };
  return failure?.code ?? failure?.cause?.code ?? 'unknown';
}

function hostOf(url: string | URL): string {
  try {
    return new URL(url).host;
  } catch {
    return '(no address)';
  }
}
