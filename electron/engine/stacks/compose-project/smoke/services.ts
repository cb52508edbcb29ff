import { diagnostic } from '../../../../api/diagnostic.ts';
import type { StackInstance } from '../../../../api/site.ts';
import type { Check, CheckFinding } from '../../../checks/check.ts';
import { type ContainerState, containersFact, isHealthy } from '../../compose/compose-facts.ts';
import type { ComposeProjectOptions } from '../options.ts';
import type { ProjectFile } from '../project-file.ts';

/** Every service of the project runs and is healthy where it says so; a job has ended with 0. */
export function projectServices(instance: StackInstance, options: ComposeProjectOptions, file: ProjectFile): Check {
  const host = instance.on;
  const names = file.services.map(({ name }) => name).join(', ');
  return {
    id: `smoke.services-${instance.id}`,
    title: { en: `${instance.id}: services`, es: `${instance.id}: servicios` },
    expected: {
      en: `docker ps on ${host} lists ${names} as they have to be`,
      es: `docker ps en ${host} muestra ${names} como deben estar`,
    },
    async run(context): Promise<CheckFinding> {
      const answer = await context.transport(host).exec(containersFact.command, { signal: context.signal });
      const found = containersFact.parse(answer);
      const subject = { host };
      if (!found.known || answer.code !== 0) {
        const evidence = [found.known ? answer.stderr.trim() : found.why];
        return {
          passed: false,
          seen: [],
          diagnostic: diagnostic('check.docker-silent', { params: { host }, evidence, subject }),
        };
      }
      const own = found.value.filter(({ project }) => project === options.project);
      const seen = own.map(({ service, status }) => `${service}: ${status}`);
      for (const { name: service } of file.services) {
        const containers = own.filter((each) => each.service === service);
        const isJob = file.jobs.includes(service);
        const wrong = containers.find((each) => !(isJob ? hasEnded(each) : isHealthy(each)));
        if (containers.length > 0 && !wrong) continue;
        const params = { host, service, status: wrong?.status ?? '', container: wrong?.name ?? '' };
        const code = wrong ? 'check.service-down' : 'check.service-absent';
        return { passed: false, seen, diagnostic: diagnostic(code, { params, evidence: seen, subject }) };
      }
      return { passed: true, seen };
    },
  };
}

function hasEnded({ state, status }: ContainerState): boolean {
  return state === 'exited' && status.startsWith('Exited (0)');
}
