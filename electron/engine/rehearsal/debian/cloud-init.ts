import type { Program } from '../kernel/program.ts';
import { program } from './program.ts';

const BOOT_SECONDS = 12;

/** cloud-init status [--wait] [--format json]: done a few seconds after a guest's boot. */
export const cloudInit: Program = program(
  { short: 'wl', long: ['wait', 'long', 'format=', 'help', 'version'] },
  async (context, options) => {
    const [verb] = options.operands;
    if (verb !== 'status') {
      context.stderr(
        `usage: cloud-init [-h] [--version] [--debug] [--force] {init,modules,single,query,features,analyze,devel,collect-logs,clean,status,schema} ...\n`,
      );
      return 2;
    }
    const left = () => BOOT_SECONDS - (context.world.now() - context.world.bootedAt(context.host)) / 1000;
    if (options.has('w', 'wait') && left() > 0) await context.sleep(left());
    const state = left() > 0 ? 'running' : 'done';
    if (options.get('format') === 'json')
      context.stdout(
        `${JSON.stringify({ status: state, extended_status: state, errors: [], recoverable_errors: {} }, null, 1)}\n`,
      );
    else context.stdout(`status: ${state}\n`);
    return 0;
  },
);
