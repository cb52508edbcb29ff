import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import type { ChannelSettings } from '../../protocol/settings.ts';
import type { Message } from './sentences.ts';

const TIMEOUT_MS = 10_000;
const LOCAL0 = 16;
const SEVERITY = { critical: 2, warning: 4, info: 6 } as const;

/** One RFC 5424 record, as UTF-8 with its mark. */
export function syslogRecord(text: string, { event, at, alert }: Message, host = hostname()): Buffer {
  const severity = event === 'opened' && alert ? SEVERITY[alert.severity] : SEVERITY.info;
  const name = host.replace(/[^\x21-\x7e]/g, '').slice(0, 255) || '-';
  const head = `<${LOCAL0 * 8 + severity}>1 ${at.toISOString()} ${name} sitewright-monitoring - ${alert?.rule ?? 'test'} -`;
  return Buffer.from(`${head} \ufeff${text}`, 'utf8');
}

/** Sends one record. UDP takes it without a word; TCP frames it by its length (RFC 6587). */
export function sendSyslog(
  { host, port, transport }: NonNullable<ChannelSettings['syslog']>,
  { text, message }: { readonly text: string; readonly message: Message },
): Promise<void> {
  const record = syslogRecord(text, message);
  return new Promise((resolve, reject) => {
    if (transport === 'udp') {
      const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
      const end = (error?: Error | null): void => {
        socket.close();
        if (error) reject(error);
        else resolve();
      };
      socket.once('error', end);
      socket.send(record, port, host, end);
      return;
    }
    const socket = connect({ host, port, timeout: TIMEOUT_MS }, () => {
      socket.end(Buffer.concat([Buffer.from(`${record.length} `), record]));
    });
    socket.on('timeout', () => socket.destroy(new Error(`${host} gives no answer`)));
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}
