import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createProgram } from '../../../../../electron/cli/program.ts';
import type { Session } from '../../../../../electron/cli/session.ts';

/** What is asked of the real network, by the path of the procedure; nothing of it may be asked. */
function realNetwork() {
  const asked: string[] = [];
  const refuse = (path: string) => () => {
    asked.push(path);
    throw new Error(`${path}: the real network is asked`);
  };
  const session = {
    client: {
      plan: { make: refuse('plan.make') },
      runs: { apply: refuse('runs.apply'), smoke: refuse('runs.smoke') },
    },
    language: 'en',
    out: new PassThrough(),
    err: new PassThrough(),
    colour: false,
  } as unknown as Session;
  return { asked, program: createProgram(async (work) => void (await work(session)), 'en', '0') };
}

it.each(
  ['plan', 'apply', 'smoke'].flatMap((name) =>
    ['--fault join.hangs', '--speed 60'].map((words) => [name, words] as const),
  ),
)('%s %s without --rehearsal never touches the real nodes', async (name, words) => {
  const { asked, program } = realNetwork();
  await expect(program.parseAsync([name, 'site.toml', ...words.split(' ')], { from: 'user' })).rejects.toMatchObject({
    diagnostics: [{ code: 'cli.needs-rehearsal', params: { option: words.split(' ')[0] } }],
  });
  expect(asked).toEqual([]);
});

it.each(['--media one-image', '--fault install.hangs', '--speed 60', '--keep'])(
  'arrive %s without --rehearsal never begins to watch the real network',
  async (words) => {
    const watched: unknown[] = [];
    const watch = (input: unknown) => {
      watched.push(input);
      throw new Error('the real network is watched');
    };
    const session = {
      client: { arrival: { watch } },
      language: 'en',
      out: new PassThrough(),
      err: new PassThrough(),
      colour: false,
    } as unknown as Session;
    const program = createProgram(async (work) => void (await work(session)), 'en', '0');
    await expect(
      program.parseAsync(['arrive', 'site.toml', ...words.split(' ')], { from: 'user' }),
    ).rejects.toMatchObject({
      diagnostics: [{ code: 'cli.needs-rehearsal', params: { option: words.split(' ')[0] } }],
    });
    expect(watched).toEqual([]);
  },
);
