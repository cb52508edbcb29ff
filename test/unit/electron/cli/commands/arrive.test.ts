import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createProgram } from '../../../../../electron/cli/program.ts';
import type { Session } from '../../../../../electron/cli/session.ts';

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
