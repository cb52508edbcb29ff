import { fail } from '../../api/diagnostic.ts';
import { type Command, type CommandKind, logText } from '../shell/command.ts';
import type { ExecOptions, ExecResult, ReadTransport } from './port.ts';

/** A transport that only looks, whatever the types were talked into: a change is refused before anything is sent. */
export function readOnly(transport: ReadTransport): ReadTransport {
  return {
    host: transport.host,
    async exec(command: Command<'read'>, options?: ExecOptions): Promise<ExecResult> {
      const asked: Command<CommandKind> = command;
      if (asked.kind !== 'read') {
        throw fail('transport.change-refused', {
          params: { host: transport.host },
          evidence: [logText(asked)],
          subject: { host: transport.host },
        });
      }
      return transport.exec(command, options);
    },
  };
}
