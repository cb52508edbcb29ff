import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../../api/diagnostics/index.ts';
import type { SiteStorage } from '../../../api/site.ts';
import { saidBy } from '../../pve/failure.ts';
import type { ExecResult } from '../../transport/port.ts';

/** What the vendor's refusals mean (pve-behaviour 3); parts of texts, the first that fits counts. */
const MEANINGS: readonly { readonly text: RegExp; readonly code: DiagnosticCode }[] = [
  { text: /fingerprint|certificate verify failed|certificate/i, code: 'storage.not-trusted' },
  { text: /cannot find datastore/i, code: 'storage.no-datastore' },
  {
    text: /NT_STATUS_(LOGON_FAILURE|ACCESS_DENIED|ACCOUNT)|\b401\b|authentication (failure|failed)|permission check failed|mount error\(13\)/i,
    code: 'storage.login-refused',
  },
  {
    text: /is not online|can't connect to|connection (refused|timed out)|no route to host|network is unreachable|name or service not known|error fetching datastores/i,
    code: 'storage.unreachable',
  },
  {
    text: /unable to activate storage|could not activate storage|no such logical volume|mount error|mount\.(nfs|cifs)/i,
    code: 'storage.not-activated',
  },
];

/** Why a storage could not be added; undefined = it is no matter of this storage (a lock, quorum, a full disk). */
export function addFailure(host: string, storage: SiteStorage, result: ExecResult): Diagnostic | undefined {
  const code = MEANINGS.find(({ text }) => text.test(`${result.stdout}\n${result.stderr}`))?.code;
  if (code === undefined) return undefined;
  const server = 'server' in storage ? storage.server : host;
  // a folder or a pool has no server that could be unreachable
  const fitting = 'server' in storage ? code : 'storage.not-activated';
  return diagnostic(fitting, {
    params: {
      host,
      server,
      storage: storage.id,
      user: 'username' in storage ? (storage.username ?? '-') : '-',
      datastore: storage.type === 'pbs' ? storage.datastore : '-',
    },
    evidence: saidBy(result),
    subject: { host, step: 'storage.add' },
  });
}
