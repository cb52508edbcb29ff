import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeDiagnostic, diagnostic, fail } from '../../../../../electron/api/diagnostic.ts';
import { type RunEvent, RunEventSchema } from '../../../../../electron/api/run.ts';
import { openJournal, readJournal } from '../../../../../electron/engine/run/journal.ts';
import { openRunStore } from '../../../../../electron/engine/run/run-store.ts';
import { change } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { outcomes, ToySite, wordsOf } from './toy-site.ts';

const lost = (host: string) => fail('transport.connection-lost', { params: { host }, subject: { host } });
const finishedDiagnostic = (events: readonly RunEvent[], itemId: string) =>
  events.find((event) => event.type === 'step-finished' && event.itemId === itemId);

describe('applying the steps of a site', () => {
  it('makes the site as described; applying twice changes nothing and sends nothing but one look', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const steps = [toy.step('a'), toy.step('b', { needs: ['toy.a'] })];
    const first = await toy.apply(steps);
    expect(first.result).toMatchObject({ outcome: 'done', changed: 4, unchanged: 0, failed: 0 });
    expect([...toy.commands].sort()).toEqual(['h1: add a', 'h1: add b', 'h2: add a', 'h2: add b']);
    expect(toy.commands.slice(0, 2).sort()).toEqual(['h1: add a', 'h2: add a']);
    expect(toy.mostAtWork).toBe(2);

    toy.commands.length = 0;
    toy.looks.length = 0;
    const second = await toy.apply(steps);
    expect(second.result).toMatchObject({ outcome: 'done', changed: 0, unchanged: 4, failed: 0 });
    expect(toy.commands).toEqual([]);
    expect(toy.looks).toEqual(['h1+h2']);
    expect(second.plan?.items.map((item) => item.action)).toEqual(['skip', 'skip', 'skip', 'skip']);
  });

  it('emits events that the contract accepts, numbered without gaps', async () => {
    const toy = new ToySite(['h1']);
    const { events } = await toy.apply([toy.step('a')]);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    for (const event of events) expect(RunEventSchema.safeParse(event).error).toBeUndefined();
    expect(events.map((event) => event.type)).toEqual([
      'run-started',
      'plan',
      'step-started',
      'log',
      'step-finished',
      'run-finished',
    ]);
    expect(events[3]).toMatchObject({ itemId: 'toy.a@h1', host: 'h1', level: 'change' });
  });

  it('has the start of a step on the disk before anything is sent', async () => {
    const toy = new ToySite(['h1']);
    let onDisk = '';
    const run = await toy.start([toy.step('a')]);
    toy.onCommand = () => {
      onDisk = readFileSync(join(toy.store.folder(run.runId), 'journal.jsonl'), 'utf8');
    };
    await run.finished;
    expect(onDisk).toContain('"type":"step-started","item":"toy.a@h1"');
    expect(onDisk).not.toContain('step-finished');
    const journal = await readJournal(join(toy.store.folder(run.runId), 'journal.jsonl'));
    expect(journal.isWhole).toBe(true);
    expect(journal.records.map((record) => record.type)).toEqual([
      'run-started',
      'plan',
      'step-started',
      'step-finished',
      'run-finished',
    ]);
  });

  it('ends with the right sentence when the disk of this computer fills up in mid-run, and changes nothing more', async () => {
    const toy = new ToySite(['h1']);
    const path = join(toy.folder, 'full.jsonl');
    symlinkSync('/dev/full', path);
    const full = await openJournal(path, { redactor: toy.redactor });
    const steps = [toy.step('a'), toy.step('b', { needs: ['toy.a'] }), toy.step('c', { needs: ['toy.b'] })];
    // run-started, plan, a begins, a ends: these still fit
    const { result, events } = await toy.apply(steps, {}, (own) => {
      let left = 4;
      return { ...own, append: (type, fields) => (left-- > 0 ? own.append(type, fields) : full.append(type, fields)) };
    });
    await full.close();
    expect(toy.commands).toEqual(['h1: add a']);
    expect(result.outcome).toBe('failed');
    expect(result.diagnostics.map((entry) => describeDiagnostic(entry, 'en').summary)).toEqual([
      `The disk of this computer is full: the journal ${path} cannot go on, and nothing is changed without a record.`,
    ]);
    expect(outcomes(events)).toEqual(['toy.a@h1 changed', 'toy.b@h1 failed', 'toy.c@h1 cancelled']);
  });

  it('fails a step that ends without having made its claim true, with what still differs', async () => {
    const toy = new ToySite(['h1']);
    const { result, events } = await toy.apply([toy.step('a', { apply: async () => {} }), toy.step('b')]);
    expect(result).toMatchObject({ outcome: 'failed', changed: 1, failed: 1 });
    expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject({
      diagnostic: { code: 'step.not-converged', evidence: ['a: - -> there'] },
    });
  });

  it('stops only what depends on a failed step', async () => {
    const toy = new ToySite(['h1', 'h2']);
    toy.onCommand = (host, word) => {
      if (host === 'h1' && word === 'a') throw fail('transport.login-refused', { params: { host, user: 'root' } });
    };
    const steps = [
      toy.step('a'),
      toy.step('b', { needs: ['toy.a'] }),
      toy.step('c', { needs: ['toy.b'] }),
      toy.step('d'),
    ];
    const { result, events } = await toy.apply(steps);
    expect(result).toMatchObject({ outcome: 'failed', changed: 3, failed: 1 });
    expect([...outcomes(events)].sort()).toEqual([
      'toy.a@h1 failed',
      'toy.a@h2 changed',
      'toy.b@h1 skipped',
      'toy.b@h2 skipped',
      'toy.c@h1 skipped',
      'toy.c@h2 skipped',
      'toy.d@h1 changed',
      'toy.d@h2 changed',
    ]);
  });

  it('tries again only what may help, with growing pauses, and looks before it does', async () => {
    const toy = new ToySite(['h1']);
    let tries = 0;
    toy.onCommand = (host) => {
      tries += 1;
      if (tries < 3) throw lost(host);
    };
    expect((await toy.apply([toy.step('a')])).result).toMatchObject({ outcome: 'done', changed: 1 });
    expect(tries).toBe(3);
    expect(toy.waits).toEqual([2000, 4000]);

    const again = new ToySite(['h1']);
    again.onCommand = (host, word) => {
      again.words.get(host)?.add(word); // it happened, and then the connection went away
      throw lost(host);
    };
    const done = await again.apply([again.step('a')]);
    expect(done.result).toMatchObject({ outcome: 'done', changed: 1 });
    expect(again.commands).toEqual(['h1: add a']);

    const never = new ToySite(['h1']);
    never.onCommand = (host) => {
      throw lost(host);
    };
    expect((await never.apply([never.step('a')])).result).toMatchObject({ outcome: 'failed' });
    expect(never.commands).toHaveLength(3);
  });

  it('takes one host after the other where a step says so', async () => {
    const toy = new ToySite(['h1', 'h2', 'h3']);
    await toy.apply([toy.step('a', { order: 'one-at-a-time' })]);
    expect(toy.mostAtWork).toBe(1);
    expect(toy.commands).toEqual(['h1: add a', 'h2: add a', 'h3: add a']);
  });

  it('works on at most as many items at once as allowed, and on one of a host', async () => {
    const toy = new ToySite(['h1', 'h2', 'h3', 'h4']);
    await toy.apply([toy.step('a'), toy.step('b')], { concurrency: 3 });
    expect(toy.mostAtWork).toBe(3);
  });

  it('keeps everybody else away while a step touches all hosts', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const seen: number[] = [];
    const whole = toy.step('whole', {
      on: ['site'],
      check: (view) =>
        wordsOf(view, 'h1').includes('whole')
          ? { state: 'satisfied' }
          : { state: 'needed', changes: [{ what: 'whole', after: 'there' }] },
      apply: async (context) => {
        seen.push(toy.atWork.size);
        await context.transport('h1').exec(change`add ${'whole'}`);
        seen.push(toy.atWork.size);
      },
    });
    await toy.apply([toy.step('a'), whole, toy.step('b')]);
    expect(seen).toEqual([0, 0]);
  });

  it('does not apply what its guard refuses', async () => {
    const toy = new ToySite(['h1']);
    const refusal = diagnostic('transport.login-refused', { params: { host: 'h1', user: 'x' } });
    const { result, events } = await toy.apply([toy.step('a', { guard: () => refusal })]);
    expect(result.outcome).toBe('failed');
    expect(toy.commands).toEqual([]);
    expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject({ diagnostic: refusal });
  });

  it('decides later what could not be decided yet, on fresh facts', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const dependent = toy.step('late', {
      on: ['h2'],
      needs: ['toy.first'],
      check: (view, target) => {
        if (wordsOf(view, target).includes('late')) return { state: 'satisfied' };
        if (!wordsOf(view, target).includes('sign')) return { state: 'later', waitsFor: ['toy.first'] };
        return { state: 'needed', changes: [{ what: 'late', after: 'there' }] };
      },
    });
    toy.onCommand = () => void toy.words.get('h2')?.add('sign'); // h1's step changes h2 without saying so
    const { result, plan } = await toy.apply([toy.step('first', { on: ['h1'] }), dependent]);
    expect(plan?.items.map((item) => [item.action, item.waitsFor])).toEqual([
      ['apply', []],
      ['later', ['toy.first']],
    ]);
    expect(result).toMatchObject({ outcome: 'done', changed: 2 });
  });

  it('says so when a step waits although nothing is left to wait for', async () => {
    const toy = new ToySite(['h1']);
    const waiting = toy.step('a', { check: () => ({ state: 'later', waitsFor: ['toy.none'] }) });
    const { events } = await toy.apply([waiting]);
    expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject({ diagnostic: { code: 'step.still-waiting' } });
  });

  it('refuses a plan that no longer fits, before any change', async () => {
    const toy = new ToySite(['h1']);
    const steps = [toy.step('a')];
    const agreed = (await toy.apply([])).plan;
    toy.words.get('h1')?.add('else');
    const { result, events } = await toy.apply(steps, agreed ? { plan: agreed } : {});
    expect(result).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'run.plan-stale' }] });
    expect(toy.commands).toEqual([]);
    expect(events.some((event) => event.type === 'diagnostic' && event.diagnostic.code === 'run.plan-stale')).toBe(
      true,
    );

    const fresh = (await toy.apply([])).plan;
    expect((await toy.apply(steps, fresh ? { plan: fresh } : {})).result.outcome).toBe('done');
  });

  it('stops after the running step when asked, and begins nothing new', async () => {
    const toy = new ToySite(['h1']);
    const run = await toy.start([toy.step('a'), toy.step('b')]);
    toy.onCommand = () => run.active.stop('after-step');
    const { result, events } = await run.finished;
    expect(outcomes(events)).toEqual(['toy.a@h1 changed', 'toy.b@h1 cancelled']);
    expect(result).toMatchObject({ outcome: 'cancelled', changed: 1 });
  });

  it('tells no more than the stop itself where a step waited for nothing else', async () => {
    const toy = new ToySite(['h1']);
    const run = await toy.start([toy.step('a')]);
    toy.onCommand = (_host, _word, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        run.active.stop('now');
      });
    const { events } = await run.finished;
    expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject({
      outcome: 'cancelled',
      diagnostic: { code: 'run.stop-now', evidence: [] },
    });
  });

  it('reaches the running command when stopped now, and says what was left', async () => {
    const toy = new ToySite(['h1']);
    const run = await toy.start([toy.step('a'), toy.step('b')]);
    toy.onCommand = (host, _word, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(fail('transport.stopped', { params: { host } })));
        run.active.stop('now');
      });
    const { result, events } = await run.finished;
    expect(result.outcome).toBe('cancelled');
    expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject({
      outcome: 'cancelled',
      diagnostic: { code: 'run.stop-now', params: { step: 'toy.a@h1', target: 'h1' } },
    });
    expect(outcomes(events)).toEqual(['toy.a@h1 cancelled', 'toy.b@h1 cancelled']);
  });

  it('halts everything at a changed host key', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const changed = diagnostic('transport.host-key-changed', { params: { host: 'h2', seen: 'B', pinned: 'A' } });
    toy.sights.set('h2', { reached: false, expected: false, diagnostic: changed });
    const { result } = await toy.apply([toy.step('a')]);
    expect(result).toMatchObject({ outcome: 'failed', diagnostics: [changed] });
    expect(toy.commands).toEqual([]);
  });

  it('waits for the jobs of an interrupted run before it looks, and clears them away at the end', async () => {
    const toy = new ToySite(['h1']);
    toy.jobs = [{ id: 'toy.a-h1', state: 'running' }];
    const looksBefore: string[][] = [];
    const awaitOrder = toy.gather;
    toy.gather = async (...args) => {
      looksBefore.push([...toy.commands]);
      return awaitOrder(...args);
    };
    const interrupted = { runId: 'x', hasEnded: false, items: [{ itemId: 'toy.a@h1', hosts: ['h1'] }] };
    const { result, events } = await toy.apply([toy.step('a')], { interrupted });
    expect(looksBefore[0]).toEqual(['h1: await toy.a-h1']);
    expect(toy.commands).toEqual(['h1: await toy.a-h1', 'h1: add a', 'h1: reap toy.a-h1']);
    expect(result.outcome).toBe('done');
    expect(events.some((event) => event.type === 'diagnostic' && event.diagnostic.code === 'run.was-interrupted')).toBe(
      true,
    );
  });

  it('lets only one run change a site at a time', async () => {
    const toy = new ToySite(['h1']);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      toy.onCommand = () => {
        resolve();
        return released;
      };
    });
    const first = await toy.start([toy.step('a')]);
    await reached; // the first run is in the middle of its step, and stays there
    const second = await toy.apply([toy.step('a')]);
    release();
    expect(second.result.diagnostics[0]?.code).toBe('run.busy');
    expect((await first.finished).result.outcome).toBe('done');
    toy.onCommand = () => {};
    expect((await toy.apply([toy.step('a')])).result).toMatchObject({ outcome: 'done', unchanged: 1 });
  });

  it('turns a crash of a step into a failed item, and gives only declared secrets', async () => {
    const toy = new ToySite(['h1']);
    const crash = toy.step('a', {
      apply: () => {
        throw new TypeError('boom');
      },
    });
    const greedy = toy.step('b', { check: (view) => ({ state: view.secret('secret:x') ? 'satisfied' : 'satisfied' }) });
    const { events } = await toy.apply([crash, greedy]);
    expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject({ diagnostic: { code: 'step.crashed' } });
    expect(finishedDiagnostic(events, 'toy.b@h1')).toMatchObject({ diagnostic: { code: 'step.undeclared-secret' } });
  });

  it('writes no secret into events, log or journal', async () => {
    const toy = new ToySite(['h1']);
    const leaky = toy.step('a', {
      apply: async (context) => {
        context.note(`password=${'hunter2hunter2'}`);
        throw fail('transport.login-refused', { params: { host: 'h1', user: 'x' }, evidence: ['got hunter2hunter2'] });
      },
    });
    const { events, runId } = await toy.apply([leaky]);
    const files = ['journal.jsonl', 'log.jsonl'].map((name) =>
      readFileSync(join(toy.store.folder(runId), name), 'utf8'),
    );
    expect(`${JSON.stringify(events)}${files.join('')}`).not.toContain('hunter2');
    expect(files.join('')).toContain('***');
  });

  it('knows what was interrupted from the journal alone', async () => {
    const toy = new ToySite(['h1']);
    expect(await toy.store.interrupted('another')).toBeUndefined();
    await toy.apply([toy.step('a')]);
    expect(await toy.store.interrupted('another')).toBeUndefined();
    toy.time += 60_000;
    const killed = await toy.store.create();
    await killed.journal.append('run-started', { kind: 'apply', siteId: 'toy', rehearsed: false });
    await killed.journal.append('step-started', { item: 'toy.b@h1', hosts: ['h1'] });
    expect((await toy.store.list())[0]?.outcome).toBe('running');
    await killed.close();
    expect((await toy.store.list()).map((run) => run.outcome)).toEqual(['interrupted', 'done']);
    expect(await toy.store.interrupted('another')).toEqual({
      runId: killed.runId,
      hasEnded: false,
      items: [{ itemId: 'toy.b@h1', hosts: ['h1'] }],
    });
  });

  it('is not taken in by itself: a run that begins sees the one before it', async () => {
    const toy = new ToySite(['h1']);
    const killed = await toy.store.create();
    await killed.journal.append('run-started', { kind: 'apply', siteId: 'toy', rehearsed: false });
    await killed.journal.append('step-started', { item: 'toy.b@h1', hosts: ['h1'] });
    await killed.close();
    toy.time += 60_000;
    const asking = await toy.store.create();
    await asking.journal.append('run-started', { kind: 'apply', siteId: 'toy', rehearsed: false });
    // as another process would look, in which the asking run is not known to be alive
    const other = openRunStore({ folder: join(toy.store.folder(asking.runId), '..'), redactor: createRedactor() });
    expect(await other.interrupted(asking.runId)).toMatchObject({ runId: killed.runId, hasEnded: false });
    await asking.close();
  });

  it('does not forget what was begun when the run after it ended before it came to that', async () => {
    const toy = new ToySite(['h1']);
    const begun = async (...records: readonly (readonly [string, Record<string, unknown>?])[]) => {
      toy.time += 60_000;
      const run = await toy.store.create();
      await run.journal.append('run-started', { kind: 'apply', siteId: 'toy', rehearsed: false });
      for (const [type, fields] of records) await run.journal.append(type, fields);
      await run.close();
      return run.runId;
    };
    await begun(
      ['plan'],
      ['step-started', { item: 'toy.a@h1', hosts: ['h1'] }],
      ['step-started', { item: 'toy.b@h1', hosts: ['h1'] }],
    );
    const stale = await begun(
      ['resumed', { items: ['toy.a@h1', 'toy.b@h1'] }],
      ['run-finished', { outcome: 'failed' }],
    );
    expect(await toy.store.interrupted('another')).toEqual({
      runId: stale,
      hasEnded: true,
      items: [
        { itemId: 'toy.a@h1', hosts: ['h1'] },
        { itemId: 'toy.b@h1', hosts: ['h1'] },
      ],
    });
    await begun(
      ['resumed', { items: ['toy.a@h1', 'toy.b@h1'] }],
      ['plan'],
      ['step-finished', { item: 'toy.a@h1', outcome: 'unchanged' }],
      ['run-finished', { outcome: 'cancelled' }],
    );
    expect((await toy.store.interrupted('another'))?.items).toEqual([{ itemId: 'toy.b@h1', hosts: ['h1'] }]);
    await begun(
      ['plan'],
      ['step-finished', { item: 'toy.b@h1', outcome: 'changed' }],
      ['run-finished', { outcome: 'done' }],
    );
    expect(await toy.store.interrupted('another')).toBeUndefined();
  });

  it('waits for work on an instance that was broken off, and once an apply ended well no more', async () => {
    const toy = new ToySite(['h1']);
    const begun = async (kind: string, outcome?: string, item = 'stack.restore') => {
      toy.time += 60_000;
      const run = await toy.store.create();
      await run.journal.append('run-started', { kind, siteId: 'toy', rehearsed: false });
      if (kind === 'apply') await run.journal.append('resumed', { items: [item] });
      else await run.journal.append('step-started', { item, hosts: ['h1'] });
      if (kind === 'apply') await run.journal.append('plan');
      if (outcome === 'done' && kind === 'stack')
        await run.journal.append('step-finished', { item, outcome: 'changed' });
      if (outcome) await run.journal.append('run-finished', { outcome });
      await run.close();
      return run.runId;
    };
    const restore = [{ itemId: 'stack.restore', hosts: ['h1'] }];
    await begun('stack', 'done');
    await begun('stack', 'cancelled');
    expect(await toy.store.interrupted('another')).toBeUndefined();
    const broken = await begun('stack');
    expect(await toy.store.interrupted('another')).toEqual({ runId: broken, hasEnded: false, items: restore });
    const stale = await begun('apply', 'failed');
    expect(await toy.store.interrupted('another')).toEqual({ runId: stale, hasEnded: true, items: restore });
    await begun('apply', 'done');
    expect(await toy.store.interrupted('another')).toBeUndefined();
    const lost = await begun('stack', 'failed');
    expect(await toy.store.interrupted('another')).toEqual({ runId: lost, hasEnded: true, items: restore });
  });

  it('tells a stop as a stop, also while it waits to try again, and sends nothing more', async () => {
    for (const mode of ['now', 'after-step'] as const) {
      const toy = new ToySite(['h1']);
      const run = await toy.start([toy.step('a'), toy.step('b')]);
      toy.onCommand = () => {
        setImmediate(() => run.active.stop(mode));
        throw fail('transport.connection-lost', { params: { host: 'h1' } });
      };
      const { events } = await run.finished;
      expect(toy.commands, mode).toEqual(['h1: add a']);
      expect(finishedDiagnostic(events, 'toy.a@h1')).toMatchObject(
        mode === 'now'
          ? { outcome: 'cancelled', diagnostic: { code: 'run.stop-now' } }
          : { outcome: 'failed', diagnostic: { code: 'transport.connection-lost' } },
      );
    }
  });
});
