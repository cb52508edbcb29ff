import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, EXAMPLE, jsonLines, openCommandLine } from '../support/command-line.ts';

let cli: CommandLine;
beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('arrive');
}, 120_000);
afterAll(() => cli.close());

const arrive = (...more: readonly string[]) => ['arrive', EXAMPLE, '--rehearsal', '--speed', '300', ...more];

describe('machines that arrive, on the command line', { timeout: 120_000 }, () => {
  it('ends with 0 when all are ready, with a line for every change', async () => {
    const { code, out } = await cli.run(arrive('--lang', 'es'));
    expect(code).toBe(0);
    for (const name of ['pve-node1', 'pve-node2']) {
      const words = out
        .split('\n')
        .filter((line) => line.includes(name))
        .map((line) => /encendido|arrancando|SSH contesta|listo/.exec(line)?.[0]);
      expect([...new Set(words.filter(Boolean))]).toEqual(['encendido', 'arrancando', 'SSH contesta', 'listo']);
    }
    expect(out).toContain('3 de 3 equipos están listos.');
  });

  it('tells every event with --json, and nothing else', async () => {
    const { code, out, err } = await cli.run(arrive('--json'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const events = jsonLines(out);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect(new Set(events.map((event) => event.type))).toEqual(
      new Set(['run-started', 'arrival', 'probes', 'log', 'run-finished']),
    );
  });

  it('ends with 1 and the screen when a machine cannot be installed', async () => {
    const { code, err } = await cli.run(arrive('--fault', 'install.disk-missing@pve-node2'));
    expect(code).toBe(1);
    expect(err).toContain('arrival.technician-stopped');
    expect(err).toContain('root@proxmox:/#');
  });

  it('ends with 3 when a person ends it', async () => {
    const child = cli.start(['arrive', EXAMPLE, '--rehearsal', '--speed', '1']);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(3);
  });

  it.each([
    ['a way to carry that is none', '--media', 'by-post'],
    ['a key without its machine', '--key', 'SHA256:abc'],
  ])('refuses %s with 2', async (_what, option, value) => {
    expect(await cli.run(['arrive', EXAMPLE, option, value])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cli.bad-value'),
    });
  });
});
