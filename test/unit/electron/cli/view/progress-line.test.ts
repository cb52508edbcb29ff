import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import type { Session } from '../../../../../electron/cli/session.ts';
import { progressLine } from '../../../../../electron/cli/view/progress-line.ts';

it('locking is one line that is written over: steps, which archive, how much of its index; then it is gone', () => {
  const out = new PassThrough();
  const session: Pick<Session, 'language' | 'out'> = { language: 'es', out };
  const show = progressLine(session as Session);
  const progress = { type: 'progress', itemId: 'bundle.lock', unit: 'steps' } as const;
  const events: readonly Partial<RunEvent>[] = [
    { ...progress, done: 2, total: 9, text: { en: 'debian trixie: …', es: 'debian trixie: …, 8,6 / 13,3 MB' } },
    { ...progress, unit: 'bytes', done: 5_000_000, total: 20_000_000, bytesPerSecond: 1_000_000 },
    { type: 'step-finished', itemId: 'bundle.lock' },
  ];
  for (const event of events) show(event as RunEvent);
  expect(String(out.read()).split('\r\x1b[K').slice(1)).toEqual([
    '  2/9  debian trixie: …, 8,6 / 13,3 MB',
    '  5 MB de 20 MB, 1 MB/s, quedan 0:15',
    '',
  ]);
});
