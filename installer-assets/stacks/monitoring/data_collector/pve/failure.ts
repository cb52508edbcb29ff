import type { RoundError } from '../../protocol/collector.ts';

export type FailureCode = RoundError['code'];

/** Why a question to Proxmox brought nothing. The text holds no secret: nothing of what was sent, nothing of what came back. */
export class PveFailure extends Error {
  readonly code: FailureCode;
  /** null: of the whole cluster. */
  readonly node: string | null;
  constructor(code: FailureCode, text: string, node: string | null) {
    super(text);
    this.code = code;
    this.node = node;
  }
}

/** What OpenSSL and Node.js say where a certificate does not fit. */
const CERTIFICATE =
  /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERROR_IN_CERT|HOSTNAME_MISMATCH|ERR_TLS_CERT|ERR_OSSL_X509)/;

/** Names what a connection ended with. */
export function connectionFailure(error: unknown, node: string): PveFailure {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (CERTIFICATE.test(code)) {
    const clock = code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED' ? ', or this clock is wrong' : '';
    return new PveFailure(
      'pve-certificate',
      `the certificate is not one of the cluster for ${node} (${code}${clock})`,
      node,
    );
  }
  const words = code === '' || code === 'ABORT_ERR' ? 'no answer in time' : code;
  return new PveFailure('pve-unreachable', `${node} does not answer (${words})`, node);
}

/** Names a status that is not 200. 595 to 599 come from the node that was asked on behalf of another one. */
export function statusFailure(status: number, node: string): PveFailure {
  if (status === 401) return new PveFailure('pve-unauthorised', `${node} refuses the token (401)`, node);
  if (status === 403) return new PveFailure('pve-forbidden', `${node} does not let the token read (403)`, node);
  if (status >= 595 && status <= 599)
    return new PveFailure('pve-unreachable', `${node} does not reach the node that was asked for (${status})`, node);
  return new PveFailure('pve-answer', `${node} answers ${status}`, node);
}
