import type { ComposeInstance } from '../registry.ts';

/** Names under which compose finds its file, the first one first (compose-go, cli/options.go). */
export const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;

/** Beside a file that somebody else wrote: images by digest, and the label that tells from which files a container was made. */
export const OVERRIDE_FILE = 'compose.sitewright.yaml';

/**
 * The words after `docker` that name an instance's project: its compose file, and where there is one the file that lies over it.
 * @param names the files beside `.env`; other ones than the instance's own where those that ran before come back
 */
export function composeWords(
  { folder, application }: ComposeInstance,
  names: readonly string[] = application.plainFiles,
): readonly string[] {
  const base = COMPOSE_FILES.find((name) => names.includes(name)) ?? COMPOSE_FILES[0];
  const files = names.includes(OVERRIDE_FILE) ? [base, OVERRIDE_FILE] : [base];
  return [
    'compose',
    ...files.flatMap((name) => ['--file', `${folder}/${name}`]),
    '--project-name',
    application.project,
  ];
}
