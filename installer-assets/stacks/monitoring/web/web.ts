import { dirname, join } from 'node:path';
import { SchemaRefused } from '../db/migrate.ts';
import { ConfigurationRefused, readConfiguration } from './configuration.ts';
import { jsonLog, reasonOf } from './log.ts';
import { startService } from './service.ts';

/** `/app/web`: runs until it is told to stop. Ends with 2 where its files or the database do not fit. */
async function main(): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), { debug: /^true$/i.test(process.env.DEBUG ?? '') });
  try {
    const configuration = readConfiguration(process.env, join(dirname(process.argv[1] ?? ''), 'page'));
    const service = await startService(configuration, log);
    let stopping = false;
    const stop = (signal: string): void => {
      if (stopping) return;
      stopping = true;
      log.info('stopping', { signal });
      void service.stop().then(() => process.exit(0));
    };
    process.on('SIGTERM', () => stop('SIGTERM'));
    process.on('SIGINT', () => stop('SIGINT'));
    await service.ready;
  } catch (error) {
    const refused = error instanceof ConfigurationRefused || error instanceof SchemaRefused;
    log.error(refused ? 'refused' : 'cannot-start', { reason: reasonOf(error) });
    process.exit(refused ? 2 : 1);
  }
}

void main();
