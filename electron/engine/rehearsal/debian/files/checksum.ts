import { createHash } from 'node:crypto';
import type { Program } from '../../kernel/program.ts';
import { absolute, linesOf, text } from '../options.ts';
import { complain, program, readOperand } from '../program.ts';
import { followed } from './operands.ts';

export const checksum = (algorithm: 'sha256' | 'md5' | 'sha512' | 'sha1'): Program =>
  program(
    {
      short: 'cbtwz',
      long: ['check', 'binary', 'text', 'quiet', 'status', 'strict', 'ignore-missing', 'warn', 'help', 'version'],
    },
    async (context, options) => {
      const files = options.operands.length === 0 ? ['-'] : options.operands;
      const digestOf = async (path: string): Promise<string | undefined> => {
        // also true of a file too large to be held
        const known = algorithm === 'sha256' && path !== '-' && context.host.files.digest?.(absolute(context, path));
        if (known) return known;
        const data = await readOperand(context, path);
        return data && createHash(algorithm).update(data).digest('hex');
      };
      let code = 0;
      if (!options.has('c', 'check')) {
        for (const path of files) {
          const digest = await digestOf(path);
          if (digest === undefined) code = 1;
          else context.stdout(`${digest} ${options.has('b', 'binary') ? '*' : ' '}${path}\n`);
        }
        return code;
      }
      for (const list of files) {
        const data = await readOperand(context, list);
        if (data === undefined) return 1;
        let mismatched = 0;
        let missing = 0;
        let valid = 0;
        let broken = 0;
        for (const entry of linesOf(text(data))) {
          const match = /^([0-9a-fA-F]+) [ *](.+)$/.exec(entry);
          if (!match) {
            broken += 1;
            continue;
          }
          valid += 1;
          const [, wanted = '', path = ''] = match;
          if (options.has('ignore-missing') && !followed(context, path)) continue;
          const digest = await digestOf(path);
          const quiet = options.has('status');
          if (digest === undefined) {
            missing += 1;
            if (!quiet) context.stdout(`${path}: FAILED open or read\n`);
          } else if (digest !== wanted.toLowerCase()) {
            mismatched += 1;
            if (!quiet) context.stdout(`${path}: FAILED\n`);
          } else if (!quiet && !options.has('quiet')) context.stdout(`${path}: OK\n`);
        }
        if (valid === 0)
          code = complain(context, `${list}: no properly formatted ${algorithm.toUpperCase()} checksum lines found`);
        const warn = (count: number, one: string, many: string) => {
          if (count > 0 && !options.has('status')) complain(context, `WARNING: ${count} ${count === 1 ? one : many}`);
        };
        warn(broken, 'line is improperly formatted', 'lines are improperly formatted');
        warn(missing, 'listed file could not be read', 'listed files could not be read');
        warn(mismatched, 'computed checksum did NOT match', 'computed checksums did NOT match');
        if (missing > 0 || mismatched > 0) code = 1;
      }
      return code;
    },
  );
