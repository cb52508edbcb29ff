import { diagnostic } from '../../api/diagnostic.ts';
import type { ApplyOptions, InterruptedRun, RunTransport } from './apply-options.ts';
import { asDiagnostics, type RunContext } from './start-run.ts';

/**
 * After an interrupted run: waits for its detached jobs that are still running, so that the look that follows sees what
 * they did. A host that cannot be reached is left to that look. Results stay on the host for the step that asks.
 */
export async function waitForJobs(run: RunContext, options: ApplyOptions, earlier: InterruptedRun): Promise<void> {
  const steps = earlier.items.map((item) => item.itemId).join(', ');
  if (!earlier.hasEnded) {
    const told = diagnostic('run.was-interrupted', { params: { runId: earlier.runId, steps: steps || '-' } });
    run.emit({ type: 'diagnostic', diagnostic: told });
  }
  await run.record('resumed', { after: earlier.runId, items: earlier.items.map((item) => item.itemId) });
  await onEachHost(run, options, earlier, async (transport) => {
    for (const job of await transport.pendingJobs()) {
      if (job.state === 'running') await transport.awaitJob(job.id, { signal: run.signal });
    }
  });
}

/** Removes what is left of ended jobs once every step was looked at. */
export async function clearJobs(run: RunContext, options: ApplyOptions, earlier: InterruptedRun): Promise<void> {
  await onEachHost(run, options, earlier, async (transport) => {
    for (const job of await transport.pendingJobs()) {
      if (job.state !== 'running') await transport.reapJob(job.id);
    }
  });
}

async function onEachHost(
  run: RunContext,
  options: ApplyOptions,
  earlier: InterruptedRun,
  act: (transport: RunTransport) => Promise<void>,
): Promise<void> {
  const hosts = [...new Set(earlier.items.flatMap((item) => item.hosts))];
  await Promise.all(
    hosts.map(async (host) => {
      try {
        await act(options.transports.change(host, (line) => run.emit({ type: 'log', ...line })));
      } catch (error) {
        if (run.signal.aborted) throw error;
        const [first] = asDiagnostics(error, run.runId);
        if (first.code === 'transport.host-key-changed') run.halt(first);
        run.emit({ type: 'log', host, level: 'note', text: `jobs of the earlier run: ${first.code}` });
      }
    }),
  );
}
