import { createHash } from 'node:crypto';
import { change } from '../../electron/engine/shell/command.ts';
import type { Step } from '../../electron/engine/steps/step.ts';
import { bell } from './bell.ts';

const LINES_A_COMMAND = 25_000;
export const FIRST_LINE = 'the very first line';
export const LAST_LINE = 'the very last line';

/** A step like any other whose commands print a lot; it begins when told. */
export function talkingStep(lines: number): {
  readonly step: Step;
  readonly begun: Promise<void>;
  /** All lines have come from the host. */
  readonly said: Promise<void>;
  go(): void;
} {
  let isDone = false;
  const started = bell();
  const begun = bell();
  const said = bell();
  const text = Array.from(
    { length: LINES_A_COMMAND },
    (_, index) => `Unpacking package-${index} (1.${index % 97}-2+deb13u1) over (1.${index % 89}-1) ... ok\n`,
  ).join('');
  const bytes = Buffer.from(text);
  const step: Step = {
    id: 'bench.talk',
    phase: 'base',
    title: () => ({ en: 'Talk', es: 'Hablar' }),
    targets: (site) => site.hosts.slice(0, 1).map(({ name }) => name),
    needs: [],
    risk: 'safe',
    order: 'parallel',
    // By the clock of the rehearsal, which is a fast one.
    deadlineMs: 1_000 * 3_600_000,
    check: () =>
      isDone ? { state: 'satisfied' } : { state: 'needed', changes: [{ what: 'talk', after: `${lines} lines` }] },
    async apply(context) {
      const host = context.transport(context.target);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await host.upload({ source: { bytes }, sha256, sizeBytes: bytes.length }, '/root/talk.txt', { mode: 0o600 });
      begun.ring();
      await started.rung;
      await host.exec(change`echo ${FIRST_LINE}`);
      for (let count = 0; count < lines; count += LINES_A_COMMAND) await host.exec(change`cat /root/talk.txt`);
      await host.exec(change`echo ${LAST_LINE}`);
      isDone = true;
      said.ring();
    },
  };
  return { step, begun: begun.rung, said: said.rung, go: started.ring };
}
