/** A service that runs, and the line of `.env` that names its image. */
export interface NamedService {
  readonly name: string;
  readonly variable: string;
}

/** `SITEWRIGHT_WEB_IMAGE`; two services whose names differ in signs alone get numbers. */
export function imageVariables(services: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    services.map((service) => {
      const stem = `SITEWRIGHT_${service.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
      let variable = `${stem}_IMAGE`;
      for (let count = 2; taken.has(variable); count += 1) variable = `${stem}_${count}_IMAGE`;
      taken.add(variable);
      return [service, variable];
    }),
  );
}

/**
 * The compose file that lies over the one that somebody else wrote: each service's image by its digest in the registry of the site,
 * never asked of another one, and the label that tells from which files a container was made.
 */
export function overrideText(services: readonly NamedService[]): string {
  const parts = services.map(
    ({ name, variable }) => `  ${JSON.stringify(name)}:
    image: \${${variable}:?set in .env}
    pull_policy: never
    labels:
      org.sitewright.config: \${SITEWRIGHT_CONFIG:?set in .env}
`,
  );
  return `# Written by Sitewright over the compose file beside it. Changes made here are replaced at the next run: change the site instead.
services:
${parts.join('')}`;
}
