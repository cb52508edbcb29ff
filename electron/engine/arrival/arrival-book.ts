import type { MachineIdentity, NodeReport, Visitor } from '../../api/arrival.ts';
import { fail } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { installedHosts } from '../site/delivery.ts';
import { type AnswerRequest, parseAnswerRequest } from './answer-request.ts';
import type { ArrivalFact } from './arrival-state.ts';
import type { ArrivalStore } from './arrival-store.ts';
import { parseFirstBootReport } from './first-boot-report.ts';
import {
  afterAnswer,
  afterAssignment,
  afterProof,
  afterRelease,
  type Guards,
  type ProofSource,
  type Refusal,
  refusalOf,
  wasAnswered,
} from './guard.ts';
import { parseInstallWebhook } from './install-webhook.ts';
import { type Assignment, matchMachine } from './match-machine.ts';
import type { ReceivedRequest, Reply } from './receiver.ts';
import { dayAndTime } from './time-of-day.ts';
import { type ArrivalTokens, sameToken } from './tokens.ts';
import { Visitors, type Why } from './visitors.ts';

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

const REFUSED: Reply = { status: 404, text: 'Sitewright has nothing here.\n' };
const TAKEN: Reply = { status: 200, text: 'Thank you.\n' };
const UNABLE: Reply = { status: 500, text: 'Sitewright could not answer; see its window.\n' };

/**
 * Decides about everything that comes to the receiver: who asks, whether it is proven, what it gets, what is remembered. Only
 * the secret paths of this site exist; whoever comes to another one, or without the right secret, is shown and never believed.
 */
export class ArrivalBook {
  readonly #options: ArrivalBookOptions;
  readonly #visitors: Visitors;
  constructor(options: ArrivalBookOptions) {
    this.#options = options;
    this.#visitors = new Visitors(options.now, options.onVisitor);
  }

  async handle(request: ReceivedRequest): Promise<Reply> {
    const { tokens, site } = this.#options;
    const nodes = installedHosts(site).map(({ name }) => name);
    // Every comparison is made, so that the time does not tell how near a guess was.
    const isAnswer = sameToken(request.path, tokens.answerPath);
    const isReport = sameToken(request.path, tokens.reportPath);
    const webhookOf = nodes.filter((node) => sameToken(request.path, tokens.webhookPath(node)))[0];
    if (!isAnswer && !isReport && webhookOf === undefined) {
      this.#show('wrong-path', request, ['arrival.wrong-path', {}]);
      return REFUSED;
    }
    if (request.method !== 'POST') {
      this.#show('unreadable', request, ['arrival.unreadable', {}]);
      return { status: 405, text: 'Only POST is answered here.\n' };
    }
    if (isAnswer && site.pve.version === '9.2') {
      const given = /^Bearer (\S+)$/.exec(request.authorization ?? '')?.[1] ?? '';
      if (!sameToken(given, tokens.bearer.reveal())) {
        this.#show('wrong-secret', request, ['arrival.wrong-secret', {}]);
        return { status: 401, text: 'The token is missing or wrong.\n' };
      }
    }
    const body = await json(request);
    if (body === undefined && webhookOf === undefined) {
      this.#show('unreadable', request, ['arrival.unreadable', {}]);
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
    this.#show('unreadable', { fromAddress }, ['arrival.no-handshake', {}]);
  }

  /** SSH answers at a node's address. Proves an installation only where one was begun or the key is known. */
  sshSeen(host: string, isKeyTrusted: boolean): void {
    if (isKeyTrusted || wasAnswered(this.#options.store.value().guards, host)) this.#prove(host, 'ssh');
  }

  /**
   * Gives an unknown machine a node of the plan. It gets its answer when it asks the next time. Resolves when that outlasts a
   * power cut.
   */
  async assign(visitorId: string, host: string): Promise<void> {
    const { site, store, by } = this.#options;
    const machine = this.#visitors.machineOf(visitorId);
    if (!machine) throw fail('arrival.unknown-visitor', { params: { visitor: visitorId.slice(0, 64) } });
    if (!installedHosts(site).some(({ name }) => name === host)) throw unknownHost(host);
    const { macs = [], systemSerial } = machine;
    if (macs.length === 0 && systemSerial === undefined)
      throw fail('arrival.nothing-to-know-it-by', { params: { host }, subject: { host } });
    const known = { macs: [...macs], ...(systemSerial === undefined ? {} : { systemSerial }) };
    store.update((value) => ({
      ...value,
      guards: afterAssignment(value.guards, host, known),
      assignments: [
        // One machine a node: two with the same answer would have the same address.
        ...value.assignments.filter((entry) => entry.host !== host && !entry.macs.some((mac) => macs.includes(mac))),
        { host, ...known, at: this.#now(), by },
      ],
    }));
    await store.settled();
    this.#visitors.assigned(visitorId, host);
  }

  /**
   * Lets an installed node be installed again, once: on the machine that a person gave it by hand, else on the one that was
   * sent away. Resolves when that outlasts a power cut. Throws unless its name was typed, and where nobody can tell which
   * machine is meant.
   */
  async release(host: string, typedName: string): Promise<void> {
    const { site, store } = this.#options;
    if (!installedHosts(site).some(({ name }) => name === host)) throw unknownHost(host);
    if (typedName !== host)
      throw fail('arrival.name-not-typed', { params: { host, typed: typedName.slice(0, 64) }, subject: { host } });
    const given = store.value().assignments.findLast((entry) => entry.host === host);
    const guarded = this.#visitors.guardedOf(host);
    if (!given && guarded.length > 1) {
      const machines = guarded.map(shortName).join(', ');
      throw fail('arrival.which-machine', { params: { host, machines }, subject: { host } });
    }
    const meant = given ? knownBy(given) : guarded[0];
    this.#guard((guards) => afterRelease(guards, host, meant, this.#now()));
    await store.settled();
  }

  async #answer(request: ReceivedRequest, body: unknown): Promise<Reply> {
    const { site, store } = this.#options;
    const asked = parseAnswerRequest(body);
    if (!asked) {
      this.#show('unreadable', request, ['arrival.unreadable', {}]);
      return { status: 400, text: 'This is no request for an answer that Sitewright knows.\n' };
    }
    if (asked.product !== 'pve' || asked.release !== site.pve.version) {
      const seen = `${asked.product || 'unknown'} ${asked.release}`;
      this.#show(
        'unknown-machine',
        request,
        ['arrival.other-installer', { planned: `pve ${site.pve.version}`, seen }],
        asked,
      );
      return { status: 404, text: `This is ${seen}; the plan says pve ${site.pve.version}.\n` };
    }
    const match = matchMachine(site, asked, store.value().assignments);
    if (match.kind !== 'node') {
      this.#show('unknown-machine', request, whyUnknown(match), asked);
      return { status: 404, text: 'Sitewright does not know this machine. Give it a node in its Arrival page.\n' };
    }
    const { host } = match;
    const { machine } = asked;
    const refusal = refusalOf(store.value().guards, host, machine);
    if (refusal) {
      this.#show('guarded', request, whyGuarded(refusal, host), asked, host);
      return {
        status: 403,
        text: `${refusal.installedAs} is installed already. Release ${host} in Sitewright first.\n`,
      };
    }
    const text = this.#options.answerOf(host);
    this.#guard((guards) => afterAnswer(guards, host, machine, this.#now()));
    await store.settled();
    this.#visitors.served(host, machine);
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
      this.#show('unreadable', request, ['arrival.unreadable', {}], undefined, host);
      return TAKEN;
    }
    if (site.pve.version === '9.2' && !sameToken(told.token ?? '', tokens.webhookToken(host).reveal())) {
      this.#show('wrong-secret', request, ['arrival.wrong-secret', {}], undefined, host);
      return TAKEN;
    }
    await this.#proven(host, 'webhook', told.report, told.hostKeys, told.fqdn);
    return TAKEN;
  }

  async #report(request: ReceivedRequest, body: unknown): Promise<Reply> {
    const { site, tokens } = this.#options;
    const told = parseFirstBootReport(body);
    if (!told) {
      this.#show('unreadable', request, ['arrival.unreadable', {}]);
      return { status: 400, text: 'This is no report that Sitewright knows.\n' };
    }
    const host = installedHosts(site).find(({ name }) => name === told.node);
    if (!host || !sameToken(told.token, tokens.reportToken(host.name).reveal())) {
      this.#show('wrong-secret', request, ['arrival.wrong-secret', {}]);
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
    this.#prove(host, by, report.machine);
    // Nobody is thanked before the guard outlasts a power cut.
    await this.#options.store.settled();
    if (keys.length > 0) await this.#options.onHostKeys(host, keys, report);
    this.#options.onFact(host, { kind: 'report', at: report.at, report, ...(name === undefined ? {} : { name }) });
  }

  #prove(host: string, by: ProofSource, machine?: MachineIdentity): void {
    this.#guard((guards) => afterProof(guards, host, machine, this.#now(), by));
  }

  #guard(change: (guards: Guards) => Guards): void {
    this.#options.store.update((value) => {
      const guards = change(value.guards);
      return guards === value.guards ? value : { ...value, guards };
    });
  }

  #show(
    kind: Visitor['kind'],
    { fromAddress }: Pick<ReceivedRequest, 'fromAddress'>,
    why: Why,
    asked?: AnswerRequest,
    host?: string,
  ): void {
    this.#visitors.show({ kind, fromAddress, why, asked, host });
  }

  #now(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

function whyUnknown(match: Exclude<ReturnType<typeof matchMachine>, { kind: 'node' }>): Why {
  if (match.kind === 'given-away') return ['arrival.given-away', { host: match.host }];
  if (match.kind === 'unknown') return ['arrival.unknown-machine', {}];
  if (match.kind === 'conflict') {
    const points = match.points.map(({ host, by }) => `${host} (${by.join(', ')})`).join(', ');
    return ['arrival.two-nodes', { points }];
  }
  return ['arrival.contradiction', { host: match.host, planned: match.planned, seen: match.seen.slice(0, 200) }];
}

/** What proved the installation is told by the sentence: nobody at the rack knows a webhook. */
function whyGuarded({ why, installedAs, at, by }: Refusal, host: string): Why {
  const codes = {
    webhook: 'arrival.guarded',
    'first-boot': 'arrival.guarded-started',
    ssh: 'arrival.guarded-seen',
  } as const;
  const params = { host, at: dayAndTime(at) };
  if (why === 'this-machine') return [codes[by], params];
  if (why === 'other-machine') return ['arrival.guarded-other-machine', params];
  return ['arrival.guarded-other-node', { ...params, installed: installedAs }];
}

/** What a person gave a node by hand, as the guard knows machines. */
function knownBy({ macs, systemSerial }: Assignment): MachineIdentity {
  return { macs: [...macs], ...(systemSerial === undefined ? {} : { systemSerial }) };
}

function shortName({ product, systemSerial, assetTag, macs = [] }: MachineIdentity): string {
  return [product, systemSerial ?? assetTag ?? macs[0]].filter((part) => part !== undefined).join(' ');
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
