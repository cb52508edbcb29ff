import { extraFact } from '../../facts/registry.ts';
import { factOf, factsOf, knownOr } from '../../steps/sight.ts';
import type { View } from '../../steps/step.ts';
import { dockerFact } from '../compose/compose-facts.ts';

/** The first of each that knows `start_interval`; before, compose refuses the whole project (docker/compose 10939, 11360). */
const LEAST_ENGINE = [25, 0];
const LEAST_COMPOSE = [2, 24];
const COMPOSE_PACKAGES = ['docker-compose', 'docker-compose-plugin', 'docker-compose-v2'];

/** Whether services may be asked every second while they start: Docker and compose of the host know how. */
export function knowsStartInterval(view: View, host: string): boolean {
  const docker = knownOr(extraFact(factsOf(view, host), dockerFact), host, 'docker');
  const packages = factOf(view, host, 'packages');
  return (
    isAtLeast(docker.version, LEAST_ENGINE) &&
    COMPOSE_PACKAGES.some((name) => isAtLeast(packages.get(name) ?? '', LEAST_COMPOSE))
  );
}

/** `5:26.1.5+dfsg1-9`: what stands before a colon is Debian's epoch. */
function isAtLeast(version: string, [major = 0, minor = 0]: readonly number[]): boolean {
  const match = /^(?:\d+:)?(\d+)(?:\.(\d+))?/.exec(version);
  if (!match) return false;
  const [have, of] = [Number(match[1]), Number(match[2] ?? '0')];
  return have > major || (have === major && of >= minor);
}
