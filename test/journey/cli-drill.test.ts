import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCli, eventsOf, runCli } from './support/cli.ts';

const SITE = 'examples/two-node/site.toml';
const state = mkdtempSync(join(tmpdir(), 'sitewright-cli-drill-'));
beforeAll(() => buildCli(), 180_000);
afterAll(() => rmSync(state, { recursive: true, force: true }));
const cli = (...args: string[]) => runCli(['drill', ...args], { state });

describe('sitewright drill', () => {
  test('lists what a site can have: what will happen and how it is begun, in both languages and as JSON', async () => {
    const english = await cli(SITE);
    expect(english.code).toBe(0);
    expect(english.stdout).toContain('Cluster link 1 of pve-node2 carries nothing for 30 s.');
    expect(english.stdout).toContain('sitewright drill SITE link --node pve-node2 --link 1 --confirm pve-node2');
    const spanish = await cli(SITE, '--lang', 'es');
    expect(spanish.stdout).toContain('El enlace de clúster 1 de pve-node2 no lleva nada durante 30 s.');
    const json = (await cli(SITE, '--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(json).toHaveLength(8);
    expect(json[0]).toMatchObject({
      kind: 'failover',
      machine: 'vm-dashboard',
      confirm: 'vm-dashboard',
      refused: null,
    });
  });

  test('explains itself in the language that is asked for, the values of its argument included', async () => {
    const helpIn = async (language: string) => (await cli('--help', '--lang', language)).stdout.replace(/\s+/g, ' ');
    const spanish = await helpIn('es');
    expect(spanish).toContain('lo que se prueba (valores: "failover", "link", "quorum", "restore")');
    expect(spanish).toContain('el nombre del nodo o de la máquina que se rompe');
    expect(await helpIn('en')).toContain('what is tried (choices: "failover", "link", "quorum", "restore")');
  });

  test('a site without a vote to spare is told once a kind why not', async () => {
    const { stdout } = await cli('examples/two-node-no-witness/site.toml');
    expect(stdout.match(/does not survive the loss of one node/g)).toHaveLength(3);
    expect(stdout).toContain('restore --machine vm-dashboard');
  });

  test('without the typed name the warning is shown and nothing begins; bad input is 2', async () => {
    const bare = await cli(SITE, 'quorum', '--rehearsal');
    expect(bare.code).toBe(2);
    expect(bare.stdout).toContain('The cluster traffic of pve-node2 to the other nodes, witness is cut');
    expect(bare.stderr).toContain('The drill was not begun: "" was typed, and it needs pve-node2.');
    // an order that can be none is refused for that, before anybody is asked to type a name
    const nowhere = await cli(SITE, 'quorum', '--node', 'pve-node9', '--rehearsal');
    expect({ code: nowhere.code, out: nowhere.stdout }).toEqual({ code: 2, out: '' });
    expect(nowhere.stderr).toContain('no node "pve-node9"');
    const never = await cli('examples/two-node-no-witness/site.toml', 'quorum', '--rehearsal');
    expect({ code: never.code, out: never.stdout }).toEqual({ code: 2, out: '' });
    expect(never.stderr).toContain('does not survive the loss of one node');
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['quorum', '--node', 'pve-node2', '--confirm', 'pve-node1', '--rehearsal'], '"pve-node1" was typed'],
      [['quorum', '--node', 'pve-node9', '--confirm', 'pve-node9', '--rehearsal'], 'no node "pve-node9"'],
      [['earthquake'], '"earthquake" is no value for kind'],
      [['link', '--link', '9', '--confirm', 'pve-node2'], '"9" is no value for --link'],
      [['link', '--confirm', 'pve-node2', '--fault', 'join.hangs'], '--fault belongs to a rehearsal'],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await cli(SITE, ...args);
      expect(stderr).toContain(sentence);
      expect(code, args.join(' ')).toBe(2);
    }
  });

  test('a rehearsed one builds its site where there is none, shows moments and figures, and is rehearsed, not passed', async () => {
    const words = [
      'link',
      '--node',
      'pve-node2',
      '--link',
      '1',
      '--confirm',
      'pve-node2',
      '--rehearsal',
      '--speed',
      '300',
    ];
    const first = await cli(SITE, ...words, '--lang', 'es');
    expect({ code: first.code, err: first.stderr }).toEqual({ code: 0, err: '' });
    expect(first.stdout).toMatch(/✖ El enlace 1 de pve-node2 \(10\.10\.11\.12\) está cortado/);
    expect(first.stdout).toMatch(/Hasta notar la pérdida: \d+(,\d)? s/);
    expect(first.stdout).toMatch(/El sitio está como antes\.\nSimulacro ensayado, [\d,]+ s\n$/);
    expect(first.stdout).not.toContain('superado');
    const again = eventsOf(await cli(SITE, ...words, '--json'));
    const drills = again.flatMap((event) => (event.type === 'drill' ? [event.drill] : []));
    expect(drills.at(-1)).toMatchObject({ state: 'rehearsed', target: 'pve-node2', left: [] });
    // the kept site was there: nothing was applied
    expect(again.some((event) => event.type === 'step-finished')).toBe(false);
  }, 120_000);
});
