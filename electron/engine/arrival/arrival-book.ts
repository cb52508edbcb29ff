import { createHash } from 'node:crypto';
import type { MachineIdentity, NodeReport, Visitor } from '../../api/arrival.ts';
import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import type { Site } from '../../api/site.ts';
import { installedHosts } from '../site/delivery.ts';
import { type AnswerRequest, parseAnswerRequest } from './answer-request.ts';
import type { ArrivalFact } from './arrival-state.ts';
import type { ArrivalStore } from './arrival-store.ts';
import { parseFirstBootReport } from './first-boot-report.ts';
import { afterAnswer, afterProof, afterRelease, mayAnswer } from './guard.ts';
import { parseInstallWebhook } from './install-webhook.ts';
import { machineKey } from './machine-identity.ts';
import { matchMachine } from './match-machine.ts';
import type { ReceivedRequest, Reply } from './receiver.ts';
import { timeOfDay } from './time-of-day.ts';
import { type ArrivalTokens, sameToken } from './tokens.ts';

export interface ArrivalBookOptions {
  readonly site: Site;
  readonly tokens: ArrivalTokens;
  readonly store: ArrivalStore;
  /** The answer of a node as TOML. Throws a DiagnosticError where it cannot be made. */
  readonly answerOf: (host: string) => string;
  readonly now: () => number;
  readonly by: string;
  readonly onFact: (host: string, fact: ArrivalFact) => void;
  readonly onVisitor: (visitor: Visitor) => void;
  /** Keys of a report that has proven whose it is. Resolves when they are pinned. */
  readonly onHostKeys: (host: string, keys: readonly Uint8Array[], report: NodeReport) => Promise<void>;
  /** Why somebody who came rightly could not be served: a secret that lacks, a disk that is full. */
  readonly onTrouble: (error: unknown) => void;
}

interface Stranger {
  readonly visitor: Visitor;
  readonly request?: AnswerRequest;
  /** When it was told of last, epoch milliseconds, and with what. */
  readonly toldAt: number;
  readonly why: string;
}

/** Visitors that are told of in one run: a port scanner must not fill the log. */
const MOST_VISITORS = 500;
/** The same visitor is not told of again sooner: whoever knocks without end must not fill it either. */
const TOLD_AGAIN_MS = 10_000;

const REFUSED: Reply = { status: 404, text: 'Sitewright has nothing here.\n' };
const TAKEN: Reply = { status: 200, text: 'Thank you.\n' };
const UNABLE: Reply = { status: 500, text: 'Sitewright could not answer; see its window.\n' };

/**
 * Decides about everything that comes to the receiver: who asks, whether it is proven, what it gets, what is remembered. Only
 * the secret paths of this site exist; whoever comes to another one, or without the right secret, is shown and never believed.
 */
export class ArrivalBook {
  readonly #options: ArrivalBookOptions;
  readonly #strangers = new Map<string, Stranger>();
  constructor(options: ArrivalBookOptions) {
    this.#options = options;
  }

  async handle(request: ReceivedRequest): Promise<Reply> {
    const { tokens, site } = this.#options;
    const nodes = installedHosts(site).map(({ name }) => name);
    // Every comparison is made, so that the time does not tell how near a guess was.
    const isAnswer = sameToken(request.path, tokens.answerPath);
    const isReport = sameToken(request.path, tokens.reportPath);
    const webhookOf = nodes.filter((node) => sameToken(request.path, tokens.webhookPath(node)))[0];
    if (!isAnswer && !isReport && webhookOf === undefined) {
      this.#show('wrong-path', request, [['arrival.wrong-path', {}]]);
      return REFUSED;
    }
    if (request.method !== 'POST') {
      this.#show('unreadable', request, [['arrival.unreadable', {}]]);
      return { status: 405, text: 'Only POST is answered here.\n' };
    }
    if (isAnswer && site.pve.version === '9.2') {
      const given = /^Bearer (\S+)$/.exec(request.authorization ?? '')?.[1] ?? '';
      if (!sameToken(given, tokens.bearer.reveal())) {
        this.#show('wrong-secret', request, [['arrival.wrong-secret', {}]]);
        return { status: 401, text: 'The token is missing or wrong.\n' };
      }
    }
    const body = await json(request);
    if (body === undefined && webhookOf === undefined) {
      this.#show('unreadable', request, [['arrival.unreadable', {}]]);
      return { status: 400, text: 'This is not the JSON that is expected here.\n' };
    }
    try {
      if (isAnswer) return await this.#answer(request, body);
      return isReport ? await this.#report(request, body) : await this.#webhook(webhookOf ?? '', request, body);
    } catch (error) {
      this.#options.onTrouble(error);
      // The installer stops in a shell when it hears anything else than 200 or 201, although it is done.
      return webhookOf === undefined ? UNABLE : TAKEN;
    }
  }

  /** A machine ended the handshake. */
  handshakeFailed(fromAddress: string): void {
    this.#show('unreadable', { fromAddress }, [['arrival.no-handshake', {}]]);
  }

  /** SSH answers at a node's address. Proves an installation only where one was begun or the key is known. */
  sshSeen(host: string, isKeyTrusted: boolean): void {
    const guard = this.#options.store.value().guards[host];
    if (isKeyTrusted || (guard && guard.answers.length > 0)) this.#prove(host, 'ssh');
  }

  /** Gives an unknown machine a node of the plan. It gets its answer when it asks the next time. */
  assign(visitorId: string, host: string): void {
    const { site, store, by } = this.#options;
    const stranger = this.#strangers.get(visitorId);
    if (!stranger?.request) throw fail('arrival.unknown-visitor', { params: { visitor: visitorId } });
    if (!installedHosts(site).some(({ name }) => name === host)) throw unknownHost(host);
    const { machine } = stranger.request;
    const macs = machine.macs ?? [];
    if (macs.length === 0 && machine.systemSerial === undefined)
      throw fail('arrival.nothing-to-know-it-by', { params: { host }, subject: { host } });
    store.update((value) => ({
      ...value,
      assignments: [
        // One machine a node: two with the same answer would have the same address.
        ...value.assignments.filter((entry) => entry.host !== host && !entry.macs.some((mac) => macs.includes(mac))),
        {
          host,
          macs: [...macs],
          ...(machine.systemSerial === undefined ? {} : { systemSerial: machine.systemSerial }),
          at: this.#now(),
          by,
        },
      ],
    }));
    const visitor: Visitor = {
      ...stranger.visitor,
      host,
      diagnostics: [diagnostic('arrival.assigned', { params: { host }, subject: { host } })],
    };
    this.#strangers.set(visitorId, { ...stranger, visitor });
    this.#options.onVisitor(visitor);
  }

  /** Lets an installed node be installed again, once. Throws unless its name was typed. */
  release(host: string, typedName: string): void {
    if (!installedHosts(this.#options.site).some(({ name }) => name === host)) throw unknownHost(host);
    if (typedName !== host)
      throw fail('arrival.name-not-typed', { params: { host, typed: typedName.slice(0, 64) }, subject: { host } });
    this.#guard(host, (guard) => afterRelease(guard, this.#now()));
  }

  async #answer(request: ReceivedRequest, body: unknown): Promise<Reply> {
    const { site, store } = this.#options;
    const asked = parseAnswerRequest(body);
    if (!asked) {
      this.#show('unreadable', request, [['arrival.unreadable', {}]]);
      return { status: 400, text: 'This is no request for an answer that Sitewright knows.\n' };
    }
    if (asked.product !== 'pve' || asked.release !== site.pve.version) {
      const seen = `${asked.product || 'unknown'} ${asked.release}`;
      this.#show(
        'unknown-machine',
        request,
        [['arrival.other-installer', { planned: `pve ${site.pve.version}`, seen }]],
        asked,
      );
      return { status: 404, text: `This is ${seen}; the plan says pve ${site.pve.version}.\n` };
    }
    const match = matchMachine(site, asked, store.value().assignments);
    if (match.kind !== 'node') {
      this.#show('unknown-machine', request, [whyUnknown(match)], asked);
      return { status: 404, text: 'Sitewright does not know this machine. Give it a node in its Arrival page.\n' };
    }
    const { host } = match;
    if (!mayAnswer(store.value().guards[host])) {
      const { at = '', by = '' } = store.value().guards[host]?.installed ?? {};
      this.#show(
        'guarded',
        request,
        [['arrival.guarded', { host, at: `${at.slice(0, 10)} ${timeOfDay(at)}`, by }]],
        asked,
        host,
      );
      return { status: 403, text: `${host} is installed already. Release it in Sitewright to install it again.\n` };
    }
    const text = this.#options.answerOf(host);
    this.#guard(host, (guard) => afterAnswer(guard, this.#now()));
    await store.settled();
    this.#options.onFact(host, { kind: 'asked', at: this.#now() });
    return {
      status: 200,
      type: 'application/toml',
      text,
      onSent: () => this.#options.onFact(host, { kind: 'answered', at: this.#now() }),
    };
  }

  async #webhook(host: string, request: ReceivedRequest, body: unknown): Promise<Reply> {
    const { site, tokens } = this.#options;
    const at = this.#now();
    const told = parseInstallWebhook(body, at);
    if (!told) {
      this.#show('unreadable', request, [['arrival.unreadable', {}]], undefined, host);
      return TAKEN;
    }
    if (site.pve.version === '9.2' && !sameToken(told.token ?? '', tokens.webhookToken(host).reveal())) {
      this.#show('wrong-secret', request, [['arrival.wrong-secret', {}]], undefined, host);
      return TAKEN;
    }
    await this.#proven(host, 'webhook', told.report, told.hostKeys, told.fqdn);
    return TAKEN;
  }

  async #report(request: ReceivedRequest, body: unknown): Promise<Reply> {
    const { site, tokens } = this.#options;
    const told = parseFirstBootReport(body);
    if (!told) {
      this.#show('unreadable', request, [['arrival.unreadable', {}]]);
      return { status: 400, text: 'This is no report that Sitewright knows.\n' };
    }
    const host = installedHosts(site).find(({ name }) => name === told.node);
    if (!host || !sameToken(told.token, tokens.reportToken(host.name).reveal())) {
      this.#show('wrong-secret', request, [['arrival.wrong-secret', {}]]);
      return { status: 403, text: 'The token is wrong.\n' };
    }
    const { report, hostKeys } = told.read(this.#now(), host.address);
    await this.#proven(host.name, 'first-boot', report, hostKeys);
    return TAKEN;
  }

  async #proven(
    host: string,
    by: 'webhook' | 'first-boot',
    report: NodeReport,
    keys: readonly Uint8Array[],
    name?: string,
  ): Promise<void> {
    this.#prove(host, by);
    // Nobody is thanked before the guard outlasts a power cut.
    await this.#options.store.settled();
    if (keys.length > 0) await this.#options.onHostKeys(host, keys, report);
    this.#options.onFact(host, { kind: 'report', at: report.at, report, ...(name === undefined ? {} : { name }) });
  }

  #prove(host: string, by: 'webhook' | 'first-boot' | 'ssh'): void {
    this.#guard(host, (guard) => afterProof(guard, this.#now(), by));
  }

  #guard(host: string, change: (guard: Parameters<typeof afterProof>[0]) => ReturnType<typeof afterProof>): void {
    this.#options.store.update((value) => {
      const before = value.guards[host];
      const after = change(before);
      return after === before ? value : { ...value, guards: { ...value.guards, [host]: after } };
    });
  }

  /** Shows a visitor; the same one again is the same visitor. */
  #show(
    kind: Visitor['kind'],
    request: Pick<ReceivedRequest, 'fromAddress'>,
    why: readonly (readonly [DiagnosticCode, Readonly<Record<string, string>>])[],
    asked?: AnswerRequest,
    host?: string,
  ): void {
    const { fromAddress } = request;
    const machine: MachineIdentity | undefined = asked?.machine;
    const id = createHash('sha256')
      .update([kind, machine ? machineKey(machine) : fromAddress, host ?? ''].join('\n'))
      .digest('hex')
      .slice(0, 16);
    if (!this.#strangers.has(id) && this.#strangers.size >= MOST_VISITORS) return;
    const diagnostics: Diagnostic[] = why.map(([code, params]) =>
      diagnostic(code, { params: { address: fromAddress, ...params }, ...(host ? { subject: { host } } : {}) }),
    );
    const visitor: Visitor = {
      id,
      at: this.#now(),
      kind,
      fromAddress,
      ...(machine ? { machine } : {}),
      ...(host ? { host } : {}),
      diagnostics,
    };
    const now = this.#options.now();
    const news = JSON.stringify(why);
    const before = this.#strangers.get(id);
    const isKnown = before?.why === news && now - before.toldAt < TOLD_AGAIN_MS;
    const told = isKnown ? { toldAt: before.toldAt, why: before.why } : { toldAt: now, why: news };
    this.#strangers.set(id, { visitor, ...(asked ? { request: asked } : {}), ...told });
    if (isKnown) return;
    this.#options.onVisitor(visitor);
  }

  #now(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

function whyUnknown(
  match: Exclude<ReturnType<typeof matchMachine>, { kind: 'node' }>,
): readonly [DiagnosticCode, Readonly<Record<string, string>>] {
  if (match.kind === 'unknown') return ['arrival.unknown-machine', {}];
  if (match.kind === 'conflict') {
    const points = match.points.map(({ host, by }) => `${host} (${by.join(', ')})`).join(', ');
    return ['arrival.two-nodes', { points }];
  }
  return ['arrival.contradiction', { host: match.host, planned: match.planned, seen: match.seen.slice(0, 200) }];
}

function unknownHost(host: string): Error {
  return fail('arrival.unknown-host', { params: { host }, subject: { host } });
}

async function json(request: ReceivedRequest): Promise<unknown> {
  const body = await request.body().catch(() => undefined);
  if (!body || body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
