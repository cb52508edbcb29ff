import type { Redactor } from '../shell/redactor.ts';
import type { OnLog } from './host-transport.ts';
import type { ReadTransport } from './port.ts';

/** Of an answer so many lines are kept, and of a line so much: enough to see what was answered. */
const MOST_LINES = 40;
const LONGEST_LINE = 400;

/** As the transport, with what each command answered in the log behind it: a report's claim leads to what was seen. */
export function answersLogged(transport: ReadTransport, log: OnLog, redactor: Redactor): ReadTransport {
  const { host } = transport;
  return {
    host,
    exec(command, options = {}) {
      let count = 0;
      return transport.exec(command, {
        ...options,
        onLine(line, stream) {
          count += 1;
          if (count <= MOST_LINES) log({ host, level: stream, text: shortened(redactor.text(line)) });
          if (count === MOST_LINES + 1) log({ host, level: stream, text: '…' });
          options.onLine?.(line, stream);
        },
      });
    },
  };
}

/** Of a text without secrets: half a secret would not be known for one. */
function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)} …`;
}
