import { diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { Check, CheckFinding } from '../../../checks/check.ts';
import { read } from '../../../shell/command.ts';
import { containerName, MONITORING_SERVICES } from '../container-names.ts';
import type { MonitoringOptions } from '../options.ts';

/** Smoke test 4 of the manual: log in to the machine by SSH; `docker ps` lists the three services as up. */
export function services(_site: Site, instance: StackInstance, options: MonitoringOptions): Check {
  const host = instance.on;
  return {
    id: `smoke.services-${instance.id}`,
    title: { en: 'Inner services', es: 'Servicios internos' },
    expected: {
      en: 'docker ps on the machine lists web, db and data_collector as Up',
      es: 'docker ps en la máquina muestra web, db y data_collector como Up',
    },
    async run(context): Promise<CheckFinding> {
      const result = await context
        .transport(host)
        .exec(read`docker ps --all --no-trunc --format ${'{{.Names}}|{{.Status}}'}`, { signal: context.signal });
      const seen = result.stdout.split('\n').filter((line) => line.trim() !== '');
      const failed = (finding: ReturnType<typeof diagnostic>): CheckFinding => ({
        passed: false,
        seen,
        diagnostic: finding,
      });
      const subject = { host };
      if (result.code !== 0)
        return failed(
          diagnostic('check.docker-silent', { params: { host }, evidence: [result.stderr.trim()], subject }),
        );
      const statuses = new Map(
        seen.map((line): [string, string] => {
          const [name = '', status = ''] = line.split('|');
          return [name, status];
        }),
      );
      for (const service of MONITORING_SERVICES) {
        const container = containerName(options, service);
        const status = statuses.get(container);
        if (status === undefined)
          return failed(diagnostic('check.service-absent', { params: { host, service }, evidence: seen, subject }));
        // "Up 3 minutes", "Up 3 minutes (healthy)"; a service without a health test says nothing in brackets
        if (!/^Up\b/.test(status) || /\((?!healthy\))/.test(status))
          return failed(
            diagnostic('check.service-down', { params: { host, service, status, container }, evidence: seen, subject }),
          );
      }
      return {
        passed: true,
        seen: MONITORING_SERVICES.map(
          (service) => `${service}: ${statuses.get(containerName(options, service)) ?? ''}`,
        ),
      };
    },
  };
}
