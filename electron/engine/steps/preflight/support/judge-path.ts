import { type Diagnostic, diagnostic } from '../../../../api/diagnostic.ts';
import { type MeasuredPaths, pathInWords } from '../../../facts/host/measured-paths.ts';

/** A path that was to be measured, and what is known of its far end. */
export interface WantedPath {
  readonly peer: string;
  readonly address: string;
  readonly source: string;
  readonly mtu?: number;
  /** TCP port that is to answer there. */
  readonly port?: number;
  /** `10.10.10.0/24`, for the sentence. */
  readonly network: string;
  /** Corosync goes this way: its figures decide. Elsewhere they are told, and ssh has shown that it is a way. */
  readonly isLink: boolean;
  /** Hardware addresses of the far end; none = not known. */
  readonly peerMacs: readonly string[];
}

/** Proxmox' manual: "latencies below 5 ms for all nodes"; above 10 ms it is unlikely to work with more than three. */
const WANTED_MS = 5;
const LIMIT_MS = 10;
/** Up to three nodes the token (3 s and 650 ms a node) bears more; our own choice, well inside it. */
const SMALL_LIMIT_MS = 30;
const SMALL_NODES = 3;
/** Mean deviation that a quiet cable never shows. Our own choice. */
const WANTED_JITTER_MS = 2;
/** Two of twenty: no passing mishap any more, and corosync retransmits all the time. Our own choice. */
const LOSS_LIMIT = 0.1;

/** What is to be said about the paths of one node; errors stop it, warnings are told. Pure. */
export function judgePaths(
  host: string,
  stepId: string,
  nodes: number,
  wanted: readonly WantedPath[],
  measured: MeasuredPaths,
): readonly Diagnostic[] {
  return wanted.flatMap((path) => judgePath(host, stepId, nodes, path, measured));
}

function judgePath(
  host: string,
  step: string,
  nodes: number,
  path: WantedPath,
  { figures, neighbours }: MeasuredPaths,
): readonly Diagnostic[] {
  const { peer, address, network, isLink } = path;
  const seen = figures.get(address) ?? { sent: 0, received: 0 };
  const params = { host, peer, address, network };
  const evidence = [pathInWords(address, seen)];
  const subject = { host, step };

  const answeredBy = neighbours.get(address);
  if (answeredBy !== undefined && path.peerMacs.length > 0 && !path.peerMacs.includes(answeredBy))
    return [
      diagnostic('preflight.address-taken', {
        params: { ...params, seen: answeredBy },
        evidence: [...evidence, `${peer}: ${path.peerMacs.join(', ')}`],
        subject,
      }),
    ];
  if (seen.received === 0)
    return [diagnostic(isLink ? 'preflight.path-silent' : 'preflight.ping-unanswered', { params, evidence, subject })];

  const found: Diagnostic[] = [];
  if (path.port !== undefined && seen.answers === false)
    found.push(diagnostic('preflight.peer-port', { params: { ...params, port: path.port }, evidence, subject }));
  if (seen.carried === false)
    found.push(diagnostic('preflight.mtu', { params: { ...params, mtu: seen.mtu ?? 0 }, evidence, subject }));
  const lost = seen.sent - seen.received;
  if (lost > 0)
    found.push(
      diagnostic('preflight.loss', {
        params: { ...params, sent: seen.sent, lost },
        evidence,
        subject,
        severity: lost / seen.sent >= LOSS_LIMIT ? 'error' : 'warning',
      }),
    );
  const limitMs = nodes > SMALL_NODES ? LIMIT_MS : SMALL_LIMIT_MS;
  const averageMs = seen.averageMs ?? 0;
  if (averageMs > WANTED_MS)
    found.push(
      diagnostic('preflight.latency', {
        params: { ...params, milliseconds: averageMs, wanted: WANTED_MS },
        evidence,
        subject,
        severity: isLink && averageMs > limitMs ? 'error' : 'warning',
      }),
    );
  if ((seen.jitterMs ?? 0) > WANTED_JITTER_MS)
    found.push(
      diagnostic('preflight.jitter', {
        params: { ...params, milliseconds: seen.jitterMs ?? 0 },
        evidence,
        subject,
      }),
    );
  return found;
}
