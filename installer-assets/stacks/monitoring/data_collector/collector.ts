import { jsonLog, reasonOf } from '../web/log.ts';
import { ConfigurationRefused, readConfiguration } from './configuration.ts';
import { startService } from './service.ts';

/** `/app/collector`: runs until it is told to stop. Ends with 2 where its environment does not fit. */
async function main(): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), { debug: /^true$/i.test(process.env.DEBUG ?? '') });
  // an order to stop that comes before everything runs is kept
  let ordered = (_signal: string): void => undefined;
  const order = new Promise<string>((resolve) => {
    ordered = resolve;
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => ordered(signal));
  try {
    const service = await startService(readConfiguration(process.env), log);
    log.info('stopping', { signal: await order });
    await service.stop();
    process.exit(0);
  } catch (error) {
    const refused = error instanceof ConfigurationRefused;
    log.error(refused ? 'refused' : 'cannot-start', { reason: reasonOf(error) });
    process.exit(refused ? 2 : 1);
  }
}

void main();
