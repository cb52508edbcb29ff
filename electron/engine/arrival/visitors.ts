import { createHash } from 'node:crypto';
import type { MachineIdentity, Visitor } from '../../api/arrival.ts';
import { diagnostic } from '../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import type { AnswerRequest } from './answer-request.ts';
import { machineKey, sameMachine } from './machine-identity.ts';

/** Why somebody got nothing, and with what in the holes of the sentence. */
export type Why = readonly [DiagnosticCode, Readonly<Record<string, string>>];

export interface Knock {
  readonly kind: Visitor['kind'];
  readonly fromAddress: string;
  readonly why: Why;
  /** Of a request for an answer that came to the secret path. */
  readonly asked?: AnswerRequest | undefined;
  /** The node of the plan that it is about. */
  readonly host?: string | undefined;
}

interface Shown {
  readonly visitor: Visitor;
  readonly request?: AnswerRequest;
  /** When it was told of last, epoch milliseconds, and with what. */
  readonly toldAt: number;
  readonly news: string;
}

/**
 * Visitors that are told of in one run: a port scanner must not fill the log. Each sort has its own room, so that whoever
 * knows no secret takes none from machines that ask, and these none from a node of the plan.
 */
const MOST_STRANGERS = 500;
const MOST_MACHINES = 500;
const MOST_OF_A_NODE = 50;
/** The same visitor is not told of again sooner: whoever knocks without end must not fill it either. */
const TOLD_AGAIN_MS = 10_000;

/** Who came to the receiver of one run and got nothing; the same one again is the same visitor. */
export class Visitors {
  readonly #rooms = new Map<string, Map<string, Shown>>();
  readonly #now: () => number;
  readonly #tell: (visitor: Visitor) => void;

  constructor(now: () => number, tell: (visitor: Visitor) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  show({ kind, fromAddress, why, asked, host }: Knock): void {
    const machine = asked?.machine;
    const id = createHash('sha256')
      .update([kind, machine ? machineKey(machine) : fromAddress, host ?? ''].join('\n'))
      .digest('hex')
      .slice(0, 16);
    const [name, most] =
      host === undefined
        ? asked
          ? ['machines', MOST_MACHINES]
          : ['strangers', MOST_STRANGERS]
        : [host, MOST_OF_A_NODE];
    const room = this.#roomOf(name, host !== undefined);
    const before = room.get(id);
    if (!before && room.size >= most) return;
    const [code, params] = why;
    const visitor: Visitor = {
      id,
      at: new Date(this.#now()).toISOString(),
      kind,
      fromAddress,
      ...(machine ? { machine } : {}),
      ...(host ? { host } : {}),
      diagnostics: [
        diagnostic(code, { params: { address: fromAddress, ...params }, ...(host ? { subject: { host } } : {}) }),
      ],
    };
    const now = this.#now();
    const news = JSON.stringify(why);
    const isKnown = before?.news === news && now - before.toldAt < TOLD_AGAIN_MS;
    const told = isKnown ? { toldAt: before.toldAt, news } : { toldAt: now, news };
    room.set(id, { visitor, ...(asked ? { request: asked } : {}), ...told });
    if (!isKnown) this.#tell(visitor);
  }

  /** The machine that asked for an answer as this visitor. */
  machineOf(id: string): MachineIdentity | undefined {
    return this.#find(id)?.[1].request?.machine;
  }

  /** Tells of a visitor again, with the node that it was given. */
  assigned(id: string, host: string): void {
    const [room, shown] = this.#find(id) ?? [];
    if (!room || !shown) return;
    const diagnostics = [diagnostic('arrival.assigned', { params: { host }, subject: { host } })];
    const visitor: Visitor = { ...shown.visitor, host, diagnostics };
    room.set(id, { ...shown, visitor });
    this.#tell(visitor);
  }

  /** The different machines that the guard of this node sent away in this run. */
  guardedOf(host: string): readonly MachineIdentity[] {
    const asked = [...(this.#rooms.get(`node ${host}`)?.values() ?? [])].flatMap(({ visitor, request }) =>
      visitor.kind === 'guarded' && request ? [request.machine] : [],
    );
    return asked.filter((machine, index) => asked.findIndex((other) => sameMachine(other, machine)) === index);
  }

  /** It got its answer: nobody sends it away any more. */
  served(host: string, machine: MachineIdentity): void {
    const room = this.#rooms.get(`node ${host}`);
    for (const [id, { visitor, request }] of room ?? [])
      if (visitor.kind === 'guarded' && request && sameMachine(request.machine, machine)) room?.delete(id);
  }

  #find(id: string): readonly [Map<string, Shown>, Shown] | undefined {
    for (const room of this.#rooms.values()) {
      const shown = room.get(id);
      if (shown) return [room, shown];
    }
    return undefined;
  }

  #roomOf(name: string, isNode: boolean): Map<string, Shown> {
    const key = isNode ? `node ${name}` : name;
    const room = this.#rooms.get(key) ?? new Map<string, Shown>();
    this.#rooms.set(key, room);
    return room;
  }
}
