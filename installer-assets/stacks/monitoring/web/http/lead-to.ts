import type { RequestListener } from 'node:http';
import { setSecurityHeaders } from './answers.ts';
import { hostAllowed, hostName } from './host.ts';

/**
 * Leads whoever asks to the dashboard's front page, by the name that was asked for, where it is one of ours.
 *
 * 308 and `no-store`: browsers ask again each time, so that a site that goes back from TLS, or to another port, is found there.
 * @param base scheme, host and port without a slash; of the host as asked for, and of the whole `Host` header
 */
export function leadTo(
  base: (host: string, header: string) => string,
  allowedHosts: readonly string[],
): RequestListener {
  return (request, response) => {
    setSecurityHeaders(response);
    const { host: header = '' } = request.headers;
    const host = hostName(header);
    if (host === undefined || !hostAllowed(header, allowedHosts)) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end('Bad host');
      return;
    }
    const to = `${base(host, header)}/`;
    response.writeHead(308, { location: to, 'content-type': 'text/plain; charset=utf-8' }).end(`${to}\n`);
  };
}
