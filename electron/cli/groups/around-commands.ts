import { serveCommand } from '../commands/serve.ts';
import { exportTerraformCommand } from '../commands/site-runs.ts';
import { supportCommand } from '../commands/support.ts';
import type { Grammar } from '../grammar.ts';

/** What stands beside the journey: help for support, export, the browser mode. */
export function addAroundCommands({ program, run, say, values, siteWord, meant, json, example }: Grammar): void {
  example(
    json(program.command(`support ${siteWord}`).description(say('support')).option('--out <file>', say('supportOut'))),
    'support site.toml --out support.tar.gz',
  ).action((site: string | undefined, options) => run((session) => supportCommand(session, meant(site), options)));
  const exported = program.command('export').description(say('export'));
  example(
    exported.command('terraform <site>').description(say('exportTerraform')).requiredOption('--out <dir>', say('out')),
    'export terraform site.toml --out terraform',
  ).action((site: string, options: { out: string }) =>
    run((session) => exportTerraformCommand(session, site, options)),
  );
  example(
    program
      .command('serve')
      .description(say('serve'))
      .option('--port <n>', say('port'), values.port)
      .option('--open', say('open')),
    'serve --open',
  ).action((options) => run((session) => serveCommand(session, options)));
}
