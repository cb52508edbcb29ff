import type { ServerResponse } from 'node:http';
import type { Exchange, RefusalWord } from './exchange.ts';
import { REFUSALS } from './exchange.ts';

/** No script, style, frame or request but our own files; nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer, whatever it is. `hstsSeconds`: only over TLS, and where the site wants it. */
export function setSecurityHeaders(response: ServerResponse, hstsSeconds?: number): void {
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  // with no-referrer a browser sends a form of our own with `Origin: null` (Fetch, "append a request Origin header")
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  response.setHeader('cache-control', 'no-store');
  if (hstsSeconds !== undefined) response.setHeader('strict-transport-security', `max-age=${hstsSeconds}`);
}

export function sendJson({ response }: Exchange, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export function sendRefusal(
  exchange: Exchange,
  word: RefusalWord,
  headers: Readonly<Record<string, string>> = {},
): void {
  for (const [name, value] of Object.entries(headers)) exchange.response.setHeader(name, value);
  sendJson(exchange, REFUSALS[word], { error: word });
}

export function sendHtml({ response }: Exchange, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

export function sendText({ response }: Exchange, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

export function sendNothing({ response }: Exchange): void {
  response.writeHead(204).end();
}

export function redirect({ response }: Exchange, status: 302 | 303, location: string): void {
  response.writeHead(status, { location }).end();
}
