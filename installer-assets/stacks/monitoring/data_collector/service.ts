import type { RoundError } from '../protocol/collector.ts';
import { type Log, reasonOf } from '../web/log.ts';
import { VERSION } from '../web/version.ts';
import { batchesOf, distinctTimes } from './batches.ts';
import type { Configuration } from './configuration.ts';
import { beat } from './heartbeat.ts';
import { clusterReader } from './round.ts';
import { type BackoffLimits, startSender } from './sender.ts';
import { openSpool } from './spool.ts';
import { everyTick } from './ticker.ts';
import { webClient } from './web-client.ts';

export interface Service {
  /** Lets the round that is under way come to its end, keeps what it brought, and ends within seconds. */
  stop(): Promise<void>;
}

/** compose waits 10 s. */
const ROUND_GRACE_MS = 5_000;
const SEND_GRACE_MS = 2_000;
/** As many as a batch takes. */
const MAX_ERRORS = 100;

export async function startService(configuration: Configuration, log: Log, limits?: BackoffLimits): Promise<Service> {
  const { spoolFolder, spoolBytes, collectSeconds } = configuration;
  const startedAt = new Date().toISOString();
  const spool = await openSpool(spoolFolder, spoolBytes, log);
  const web = webClient(configuration);
  const sender = startSender(spool, web, log, limits);
  const reader = clusterReader(configuration);
  const timeOfRound = distinctTimes();
  const stopper = new AbortController();
  const cut = new AbortController();
  let told = '';
  log.info('started', { version: VERSION, nodes: configuration.nodes.length, collectSeconds });

  /** Log and web hear of it when it changes, not every 15 seconds. */
  const tell = (errors: readonly RoundError[]): void => {
    const summary = errors
      .map(({ code, node }) => `${code} ${node ?? ''}`)
      .sort()
      .join(', ');
    if (summary === told) return;
    told = summary;
    if (errors.length === 0) log.info('all-is-read-again');
    for (const { code, text, node } of errors) log.warn(code, { node, text });
    const [first] = errors;
    if (first) void web.report({ at: first.at, code: first.code, text: first.text });
  };

  const turn = async (): Promise<void> => {
    const takenAt = timeOfRound(Date.now());
    const begun = performance.now();
    const round = new AbortController();
    const budget = setTimeout(() => round.abort(), Math.max(2_000, collectSeconds * 900));
    const stop = (): void => round.abort();
    cut.signal.addEventListener('abort', stop, { once: true });
    try {
      const brought = await reader.round(takenAt, round.signal);
      tell(brought.errors);
      const errors = [...brought.errors];
      if (sender.refusedSince)
        errors.push({
          at: sender.refusedSince.toISOString(),
          code: 'web-unauthorised',
          text: 'the dashboard refuses the collector',
          node: null,
        });
      const collector = {
        version: VERSION,
        startedAt,
        waitingBatches: spool.waiting().length,
        droppedSamples: spool.droppedSamples,
      };
      for (const batch of batchesOf(brought, takenAt, errors.slice(-MAX_ERRORS), collector)) {
        await spool.put(batch);
        log.debug('kept', { batchId: batch.batchId, samples: batch.samples.length });
      }
      brought.commit();
      sender.wake();
      beat(spoolFolder);
      log.debug('round', {
        samples: brought.samples.length,
        errors: errors.length,
        milliseconds: Math.round(performance.now() - begun),
      });
    } catch (error) {
      log.error('round-failed', { reason: reasonOf(error) });
    } finally {
      clearTimeout(budget);
      cut.signal.removeEventListener('abort', stop);
    }
  };
  const rounds = everyTick(collectSeconds * 1000, stopper.signal, turn);

  return {
    async stop() {
      stopper.abort();
      const timer = setTimeout(() => cut.abort(), ROUND_GRACE_MS);
      await rounds;
      clearTimeout(timer);
      await sender.stop(SEND_GRACE_MS);
      log.info('stopped', { waiting: spool.waiting().length });
    },
  };
}
