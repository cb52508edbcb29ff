import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openSpool } from '../../../../installer-assets/stacks/monitoring/data_collector/spool.ts';

/** Said before it goes on, however slowly it is read: `process.stdout` may keep lines that die with it. */
const say = (line: string): number => writeSync(1, `${line}\n`);

/** Fills a spool as fast as it goes, and says each batch once it is kept, until somebody kills it. */
async function main(): Promise<void> {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
  const spool = await openSpool(process.argv[2] ?? '', 1e9, quiet);
  const takenAt = new Date().toISOString();
  for (;;) {
    const batchId = randomUUID();
    const samples = Array.from({ length: 50 }, (_, index) => ({ takenAt, source: `qemu/${index + 1}` }) as never);
    await spool.put({ batchId, takenAt, samples, errors: [] });
    say(batchId);
    const [first] = spool.waiting();
    // removing goes on beside it, as it does in the collector
    if (first && spool.waiting().length > 200) {
      say(`-${first.batchId}`);
      await spool.remove(first);
    }
  }
}

void main();
