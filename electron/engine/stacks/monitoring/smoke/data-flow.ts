import { z } from 'zod';
import { diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { Check, CheckFinding } from '../../../checks/check.ts';
import type { HttpAnswer } from '../../../checks/http.ts';
import { containerName } from '../container-names.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import type { MonitoringOptions } from '../options.ts';
import { ask, dashboardPlace, logIn, whyNotAsked } from './dashboard-client.ts';

const SampleSchema = z.object({
  takenAt: z.string(),
  receivedAt: z.string(),
  source: z.string(),
  cpuRatio: z.number().nullish(),
  memoryUsedBytes: z.number().nullish(),
  diskUsedBytes: z.number().nullish(),
});
const SamplesSchema = z.object({ now: z.string(), samples: z.array(SampleSchema) });
const CollectorSchema = z.object({
  lastContactAt: z.string().nullable(),
  lastError: z.object({ at: z.string(), code: z.string(), text: z.string() }).nullable(),
});

/**
 * Smoke test 5 of the manual: log in to the dashboard, and data of CPU, memory and disk arrives. Only a sample that web
 * received after this test began counts; "after" is told by web's own clock, so that no two clocks are compared.
 */
export function dataFlow(site: Site, instance: StackInstance, options: MonitoringOptions): Check {
  const address = dashboardAddress(site, instance, options);
  // two rounds of the collector, and what its start takes
  const deadlineSeconds = 2 * options.collectSeconds + 60;
  const subject = { host: instance.on };
  return {
    id: `smoke.data-${instance.id}`,
    title: { en: 'Data flow', es: 'Flujo de datos' },
    expected: {
      en: 'After logging in to the dashboard, fresh samples of CPU, memory and disk arrive',
      es: 'Tras iniciar sesión en el panel llegan muestras nuevas de CPU, memoria y disco',
    },
    secrets: [options.adminPassword],
    async run(context): Promise<CheckFinding> {
      const seen: string[] = [];
      const failed = (finding: ReturnType<typeof diagnostic>): CheckFinding => ({
        passed: false,
        seen,
        diagnostic: finding,
      });
      try {
        const password = context.secret(options.adminPassword).reveal();
        const place = await dashboardPlace(context, site, instance, options);
        const login = await logIn(context, place, options.adminUser, password);
        seen.push(`log in as ${options.adminUser}: status ${login.answer.status}`);
        if (!login.cookies)
          return failed(
            diagnostic('check.login-refused', {
              params: { user: options.adminUser, status: login.answer.status },
              subject,
            }),
          );
        const { cookies } = login;
        const get = (path: string): Promise<HttpAnswer> => ask(context, place, path, cookies);
        const begin = SamplesSchema.parse(json(await get('/api/samples?limit=1'))).now;
        const deadline = context.now() + deadlineSeconds * 1000;
        while (context.now() < deadline) {
          const { samples } = SamplesSchema.parse(
            json(await get(`/api/samples?since=${encodeURIComponent(begin)}&limit=100`)),
          );
          const sample = samples.find((entry) => entry.source.startsWith('node/')) ?? samples[0];
          if (sample) {
            seen.push(
              `${sample.source} at ${sample.receivedAt}: CPU ${percentOf(sample.cpuRatio)} %, memory ${sample.memoryUsedBytes ?? '-'} B, disk ${sample.diskUsedBytes ?? '-'} B`,
            );
            if (sample.cpuRatio == null || sample.memoryUsedBytes == null || sample.diskUsedBytes == null)
              return failed(diagnostic('check.sample-empty', { params: { source: sample.source }, subject }));
            return { passed: true, seen };
          }
          await context.wait(2_000);
        }
        return failed(await whySilent(get));
      } catch (error) {
        context.signal.throwIfAborted();
        const why = whyNotAsked(address, instance, error);
        seen.push(why.seen);
        return failed(why.diagnostic);
      }

      async function whySilent(get: (path: string) => Promise<HttpAnswer>) {
        const { lastError, lastContactAt } = CollectorSchema.parse(json(await get('/api/collector')));
        seen.push(`no sample within ${deadlineSeconds} s; last word of the collector: ${lastContactAt ?? 'never'}`);
        if (lastError)
          return diagnostic('check.collector-error', {
            params: { text: lastError.text },
            evidence: [`${lastError.code} at ${lastError.at}`],
            subject,
          });
        return diagnostic('check.no-samples', {
          params: {
            seconds: deadlineSeconds,
            name: instance.on,
            container: containerName(options, 'data_collector'),
          },
          subject,
        });
      }
    },
  };
}

function json(answer: HttpAnswer): unknown {
  if (answer.status !== 200) throw new Error(`the dashboard answers ${answer.status}: ${answer.body.slice(0, 200)}`);
  return JSON.parse(answer.body) as unknown;
}

function percentOf(ratio: number | null | undefined): string {
  return ratio == null ? '-' : String(Math.round(ratio * 1000) / 10);
}
