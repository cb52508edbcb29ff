import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Configuration } from '../configuration.ts';
import type { Context } from '../context.ts';
import { type Exchange, Refusal } from '../http/exchange.ts';

export const AUTHORITY_PATH = '/authority.crt';

/** What the login page needs to offer the site's authority; nothing where there is none. */
export function authorityLink({ authorityFile }: Configuration): { readonly authorityPath?: string } {
  return authorityFile === undefined ? {} : { authorityPath: AUTHORITY_PATH };
}

/** `GET /authority.crt`: the site's authority, as browsers and systems import it. Read anew: it may be renewed. */
export function giveAuthority({ configuration }: Context, { response }: Exchange): void {
  if (configuration.authorityFile === undefined) throw new Refusal('not-found');
  // the certificate alone, whatever else the file may hold
  const pem = new X509Certificate(readFileSync(configuration.authorityFile)).toString();
  response
    .writeHead(200, {
      'content-type': 'application/x-x509-ca-cert',
      'content-disposition': 'attachment; filename="authority.crt"',
    })
    .end(pem);
}
