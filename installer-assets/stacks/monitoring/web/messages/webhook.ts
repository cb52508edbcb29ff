import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ChannelSettings } from '../../protocol/settings.ts';

const TIMEOUT_MS = 15_000;

/** Posts JSON. Redirects are not followed; anything but a 2xx is a failure. */
export function callWebhook(settings: NonNullable<ChannelSettings['webhook']>, payload: unknown): Promise<void> {
  const body = Buffer.from(JSON.stringify(payload));
  const url = new URL(settings.url);
  const headers: Record<string, string | number> = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'user-agent': 'sitewright-monitoring',
  };
  if (settings.secret)
    headers['x-sitewright-signature'] = `sha256=${createHmac('sha256', settings.secret).update(body).digest('hex')}`;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = send(
      url,
      { method: 'POST', headers, signal: AbortSignal.timeout(TIMEOUT_MS), ...(settings.ca ? { ca: settings.ca } : {}) },
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`${url.host} answers ${status}`));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
