import { createHmac, timingSafeEqual } from 'node:crypto';
import { Secret } from '../shell/command.ts';

/**
 * What opens the receiver of one site. Nothing of it is stored: it follows from the site's arrival secret by HMAC-SHA256, so
 * that media made last week still fit, and another site's media never do.
 */
export interface ArrivalTokens {
  /** Where machines ask for their answer: `/<43 characters>/answer`. */
  readonly answerPath: string;
  /** Where first-boot hooks report. */
  readonly reportPath: string;
  /** Where the installer of one node says that it is done. 8.4 and 9.1 can prove themselves by the path alone. */
  webhookPath(node: string): string;
  /** 9.2: the bearer token of the answer request, the same for all. */
  readonly bearer: Secret;
  /** 9.2: the token in the body of one node's webhook. */
  webhookToken(node: string): Secret;
  /** The token in the body of one node's first-boot report. */
  reportToken(node: string): Secret;
  /** Everything that must never be written anywhere, for the redactor. */
  all(nodes: readonly string[]): readonly Secret[];
}

/** Derives the tokens of a site. The same secret and site always give the same ones. */
export function arrivalTokens(secret: Secret, siteId: string): ArrivalTokens {
  const derive = (purpose: string, node = ''): string =>
    createHmac('sha256', secret.reveal())
      .update(['sitewright-arrival-1', purpose, siteId, node].join('\0'))
      .digest('base64url');
  const place = derive('path');
  const webhookPath = (node: string): string => `/${place}/installed/${derive('webhook-path', node)}`;
  const bearer = new Secret(derive('bearer'));
  const webhookToken = (node: string): Secret => new Secret(derive('webhook-token', node));
  const reportToken = (node: string): Secret => new Secret(derive('report-token', node));
  return {
    answerPath: `/${place}/answer`,
    reportPath: `/${place}/report`,
    webhookPath,
    bearer,
    webhookToken,
    reportToken,
    all: (nodes) => [
      new Secret(place),
      bearer,
      ...nodes.flatMap((node) => [new Secret(derive('webhook-path', node)), webhookToken(node), reportToken(node)]),
    ],
  };
}

/** `https://192.168.1.50:8443/...`: where media say that the laptop listens. */
export function receiverUrl(laptop: { readonly address: string; readonly port: number }, path: string): string {
  const host = laptop.address.includes(':') ? `[${laptop.address}]` : laptop.address;
  return `https://${host}:${laptop.port}${path}`;
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameToken(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
