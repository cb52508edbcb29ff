import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, EXAMPLE, jsonLines, openCommandLine } from '../support/command-line.ts';

let cli: CommandLine;
beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('rehearsal');
}, 120_000);
afterAll(() => cli.close());

const MINUTES = { timeout: 240_000 };
/** No faster: a busy machine has to keep up with what the hosts may take to answer. */
const FAST = ['--speed', '200'];

describe('a rehearsed site on the command line', MINUTES, () => {
  it('has changes at first: plan ends with 4', async () => {
    const { code, out, err } = await cli.run(['plan', EXAMPLE, '--rehearsal', '--json', ...FAST]);
    expect({ code, err }).toEqual({ code: 4, err: '' });
    const [plan, ...more] = jsonLines(out);
    expect(more).toEqual([]);
    expect(plan).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ action: 'apply' })]) });
  });

  it('is built by rehearse --keep, every line of --json an event, and reported', async () => {
    const { code, out, err } = await cli.run(['rehearse', EXAMPLE, '--keep', '--out', 'report', '--json', ...FAST]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const events = jsonLines(out);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect(events.filter((event) => event.type === 'check-finished')).toHaveLength(7);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', failed: 0 });
  });

  it('has nothing to change then: plan ends with 0', async () => {
    const { code } = await cli.run(['plan', EXAMPLE, '--rehearsal', ...FAST]);
    expect(code).toBe(0);
  });

  it('says in Spanish that a second rehearsal changed nothing', async () => {
    const { code, out } = await cli.run(['rehearse', EXAMPLE, '--keep', '--lang', 'es', ...FAST]);
    expect(code).toBe(0);
    expect(out).toContain('Nada cambió');
  });

  it('has a report that verifies, and fails naming the file when one byte is flipped', async () => {
    expect((await cli.run(['report', 'verify', 'report'])).code).toBe(0);
    const files = readdirSync(cli.path('report'));
    expect(files).toContain('report.pdf');
    for (const name of files) {
      const whole = readFileSync(cli.path('report', name));
      const altered = Buffer.from(whole);
      altered[Math.floor(whole.length / 2)] = (altered[Math.floor(whole.length / 2)] ?? 0) ^ 1;
      writeFileSync(cli.path('report', name), altered);
      const { code, err } = await cli.run(['report', 'verify', 'report']);
      expect({ name, code }).toEqual({ name, code: 1 });
      expect(err).toContain(name);
      writeFileSync(cli.path('report', name), whole);
    }
    const { out } = await cli.run(['report', 'verify', 'report', '--json']);
    expect(jsonLines(out)).toEqual([expect.objectContaining({ ok: true })]);
  });

  it('is reported again by report make, the folder told', async () => {
    const made = await cli.run(['report', 'make', EXAMPLE, '--out', 'again', '--json']);
    expect(made.code).toBe(0);
    expect(jsonLines(made.out)).toEqual([expect.objectContaining({ folder: 'again' })]);
    expect((await cli.run(['report', 'verify', 'again'])).code).toBe(0);
  });

  it('ends with 1 where a fault makes a step fail, and tells it', async () => {
    const { code, err } = await cli.run(['rehearse', EXAMPLE, '--fault', 'app.front-page-replaced', ...FAST]);
    expect(code).toBe(1);
    expect(err).toContain('Do now');
  });
});

describe('Ctrl+C', MINUTES, () => {
  /** Sends `times` interrupts once the first step changes something; gives exit code and events. */
  const interrupted = (times: number): Promise<{ code: number | null; events: readonly Record<string, unknown>[] }> =>
    new Promise((resolve) => {
      // Slow enough that a step of minutes is still running when the signals come.
      const child = cli.start(['rehearse', EXAMPLE, '--json', '--speed', '5']);
      let out = '';
      let sent = false;
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        out += chunk;
        if (sent || !out.includes('"outcome":"changed"')) return;
        sent = true;
        child.kill('SIGINT');
        if (times === 2) setTimeout(() => child.kill('SIGINT'), 50);
      });
      child.on('close', (code) => resolve({ code, events: jsonLines(out) }));
    });

  it.each([
    ['once stops after the running step', 1],
    ['twice stops now', 2],
  ])('%s: exit 3, and the run tells that it was cancelled', async (_what, times) => {
    const { code, events } = await interrupted(times);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'cancelled' });
    expect(code).toBe(3);
  });

  it('during plan leaves at once with 3 and no lock that stops the next', async () => {
    const child = cli.start(['plan', EXAMPLE, '--rehearsal', '--speed', '1']);
    const ended = new Promise((resolve) => child.on('close', resolve));
    const lock = cli.path('state', 'sitewright', 'sites', 'municipal');
    while (!existsSync(lock) || readdirSync(lock).every((name) => !name.includes('lock')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await ended).toBe(3);
    expect((await cli.run(['plan', EXAMPLE, '--rehearsal', ...FAST])).code).toBe(4);
  });
});
