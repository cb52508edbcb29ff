import { Agent } from 'node:https';
import { checkServerIdentity } from 'node:tls';
import { boundedRequest, TooLong } from '../bounded-request.ts';
import type { NodeAddress } from '../configuration.ts';
import { connectionFailure, PveFailure, statusFailure } from './failure.ts';

/** One node's API for the length of one round. */
export interface PveNode {
  readonly name: string;
  /** `data` of the answer to a GET below /api2/json. Throws PveFailure. */
  ask(path: string): Promise<unknown>;
  close(): void;
}

export interface NodeAccess {
  /** PEM of the cluster's authority, the only one that is believed. */
  readonly authority: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** 5,000 guests are about 2 MB. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * Opens nothing until it is asked. The certificate must be signed by the cluster's authority and carry the node's name:
 * leaf certificates renew by themselves, so none is remembered, and no TLS session outlives the round.
 */
export function pveNode({ url, name }: NodeAddress, access: NodeAccess): PveNode {
  const agent = new Agent({
    ca: access.authority,
    servername: name,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    keepAlive: true,
    maxSockets: 4,
    maxCachedSessions: 0,
  });
  return {
    name,
    async ask(path) {
      const answer = await boundedRequest(
        new URL(`/api2/json${path}`, url),
        {
          agent,
          headers: { authorization: `PVEAPIToken=${access.tokenId}=${access.tokenSecret}`, accept: 'application/json' },
        },
        { timeoutMs: access.timeoutMs, maxBytes: MAX_ANSWER_BYTES, signal: access.signal },
      ).catch((error: unknown) => {
        if (error instanceof TooLong) throw new PveFailure('pve-answer', `${name} answers without an end`, name);
        throw connectionFailure(error, name);
      });
      if (answer.status !== 200) throw statusFailure(answer.status, name);
      return dataOf(answer.body, name);
    },
    close: () => agent.destroy(),
  };
}

function dataOf(body: string, node: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'data' in parsed) return parsed.data;
  } catch {
    // told below
  }
  throw new PveFailure('pve-answer', `${node} answers something that is not of the Proxmox API`, node);
}
