import type { Plan } from '../../../../../electron/api/plan.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { HostSight, SiteFacts } from '../../../../../electron/engine/facts/site-facts.ts';
import type { ApplyOptions, RunTransport } from '../../../../../electron/engine/run/apply-options.ts';
import { type ApplyResult, applySteps } from '../../../../../electron/engine/run/apply-steps.ts';
import type { Journal } from '../../../../../electron/engine/run/journal.ts';
import { createLocks } from '../../../../../electron/engine/run/lock.ts';
import { openRunStore, type RunStore } from '../../../../../electron/engine/run/run-store.ts';
import { type ActiveRun, type RunResult, startRun } from '../../../../../electron/engine/run/start-run.ts';
import { change, Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import type { Step, View } from '../../../../../electron/engine/steps/step.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

/**
 * A site of plain words: every host holds a set of words, a step claims that its word is there. Commands are `add WORD`.
 * Enough to see what the runner does; the real steps have their own tests.
 */
export class ToySite {
  readonly words = new Map<string, Set<string>>();
  readonly commands: string[] = [];
  readonly looks: string[] = [];
  readonly atWork = new Set<string>();
  mostAtWork = 0;
  /** Called before a command has its effect; may throw. */
  onCommand: (host: string, word: string, signal: AbortSignal | undefined) => Promise<void> | void = () => {};
  sights = new Map<string, HostSight>();
  jobs: { id: string; state: 'running' | 'ended' | 'lost' | 'idle' }[] = [];
  readonly site: Site;
  time = Date.parse('2026-03-01T10:00:00Z');
  readonly waits: number[] = [];

  constructor(hosts: readonly string[]) {
    for (const host of hosts) this.words.set(host, new Set());
    this.site = { id: 'toy', hosts: hosts.map((name) => ({ name })) } as unknown as Site;
  }

  readonly clock = {
    now: () => this.time,
    wait: (ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (ms >= 3_000_000) return; // deadlines pass only when a test says so
        this.waits.push(ms);
        this.time += ms;
        setImmediate(resolve);
      }),
  };

  gather: ApplyOptions['gather'] = async (hosts, before) => {
    const asked = hosts ?? [...this.words.keys()];
    this.looks.push(asked.join('+'));
    const sights = new Map(before?.hosts ?? []);
    for (const host of asked) sights.set(host, this.sights.get(host) ?? this.sight(host));
    return { takenAt: new Date(this.time).toISOString(), hosts: sights };
  };

  private sight(host: string): HostSight {
    return { reached: true, facts: { words: [...(this.words.get(host) ?? [])] } as unknown as HostFacts };
  }

  transport(host: string, onLog: (line: { host: string; level: 'change'; text: string }) => void): RunTransport {
    return {
      host,
      forward: () => Promise.reject(new Error('no stream is opened')),
      exec: async (command, options) => {
        const text = command.parts
          .map((part) => ('text' in part ? part.text : 'value' in part ? part.value : '***'))
          .join('');
        const word = text.replace(/^add /, '');
        this.commands.push(`${host}: ${text}`);
        onLog({ host, level: 'change', text });
        this.atWork.add(host);
        this.mostAtWork = Math.max(this.mostAtWork, this.atWork.size);
        try {
          await new Promise((resolve) => setImmediate(resolve));
          await this.onCommand(host, word, options?.signal);
        } finally {
          this.atWork.delete(host);
        }
        this.words.get(host)?.add(word);
        return { code: 0, stdout: '', stderr: '' };
      },
      upload: async () => {},
      job: async () => ({ code: 0, stdout: '', stderr: '' }),
      pendingJobs: async () => this.jobs,
      awaitJob: async (id) => {
        this.commands.push(`${host}: await ${id}`);
        this.jobs = this.jobs.map((job) => (job.id === id ? { id, state: 'ended' } : job));
      },
      reapJob: async (id) => {
        this.commands.push(`${host}: reap ${id}`);
        this.jobs = this.jobs.filter((job) => job.id !== id);
      },
    };
  }

  /** A step that wants `word` on every host (or only on some). */
  step(word: string, options: Partial<Step> & { on?: readonly string[] } = {}): Step {
    const { on, ...rest } = options;
    return {
      id: `toy.${word}`,
      phase: 'base',
      title: () => ({ en: word, es: word }),
      targets: (site) => on ?? site.hosts.map((host) => host.name),
      needs: [],
      risk: 'safe',
      order: 'parallel',
      check: (view, target) =>
        wordsOf(view, target).includes(word)
          ? { state: 'satisfied' }
          : { state: 'needed', changes: [{ what: word, after: 'there' }] },
      apply: async (context) => {
        await context.transport(context.target).exec(change`add ${word}`);
      },
      ...rest,
    };
  }

  readonly folder = temporaryFolder('run');
  readonly redactor = createRedactor([new Secret('hunter2hunter2')]);
  readonly store: RunStore = openRunStore({ folder: this.folder, redactor: this.redactor, now: () => this.time });
  readonly locks = createLocks();

  async start(
    steps: readonly Step[],
    options: Partial<ApplyOptions> = {},
    journalOf: (own: Journal) => Journal = (own) => own,
  ): Promise<ToyRun> {
    const stored = await this.store.create();
    let applied: ApplyResult | undefined;
    const events: RunEvent[] = [];
    const active = startRun({
      ...stored,
      journal: journalOf(stored.journal),
      kind: 'apply',
      siteId: this.site.id,
      rehearsed: false,
      appVersion: '1.0.0',
      by: 'ana',
      clock: this.clock,
      work: async (run) => {
        applied = await applySteps(run, {
          site: this.site,
          steps,
          bundle: { list: () => [], asset: () => undefined, images: new Map() },
          secret: () => new Secret('hunter2hunter2'),
          assets: {},
          appVersion: '1.0.0',
          stableFacts: (facts) => [...facts.hosts].map(([name, sight]) => [name, sight]),
          gather: this.gather,
          transports: { change: (host, onLog) => this.transport(host, onLog) },
          locks: this.locks,
          ...options,
        });
        return applied;
      },
    });
    const reading = (async () => {
      for await (const event of stored.log.events()) events.push(event);
    })();
    const finished = active.finished.then(async (result) => {
      await reading;
      await stored.close();
      return { result, events, plan: applied?.plan, facts: applied?.facts, runId: stored.runId };
    });
    return { active, finished, runId: stored.runId };
  }

  async apply(...args: Parameters<ToySite['start']>): Promise<ToyResult> {
    return (await this.start(...args)).finished;
  }
}

export interface ToyResult {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly plan: Plan | undefined;
  readonly facts: SiteFacts | undefined;
  readonly runId: string;
}
export interface ToyRun {
  readonly active: ActiveRun;
  readonly finished: Promise<ToyResult>;
  readonly runId: string;
}

export function wordsOf(view: View, host: string): readonly string[] {
  const sight = view.facts.hosts.get(host);
  return sight?.reached ? (sight.facts as unknown as { words: readonly string[] }).words : [];
}

/** `toy.a@h1 changed` for every finished item, in order. */
export function outcomes(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-finished' ? [`${event.itemId} ${event.outcome}`] : []));
}
