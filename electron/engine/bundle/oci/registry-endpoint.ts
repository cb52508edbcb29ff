import { z } from 'zod';
import { type DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { type Clock, realClock } from '../../shell/clock.ts';
import { Secret } from '../../shell/command.ts';
import { authorizationOf, type HttpClient, type HttpRequest, type HttpResponse } from '../http/http-client.ts';
import { isRetryableStatus } from '../http/http-failure.ts';
import type { HttpCredential } from '../http/http-settings.ts';
import { readBody, readComplaint } from '../http/read-body.ts';
import { AskedToWait, askedWaitMs } from '../http/retry.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { type Challenge, readChallenge } from './registry-challenge.ts';

export interface EndpointOptions {
  readonly http: HttpClient;
  /** How it is called in sentences: `docker.io`. */
  readonly registry: string;
  /** Where it is: `https://registry-1.docker.io`. */
  readonly base: string;
  readonly credential?: HttpCredential;
}

/** What is asked for in which repositories; a token is good for exactly this. */
export type Access = Readonly<Record<string, 'pull' | 'pull,push'>>;

const TokenSchema = z.object({
  token: z.string().min(1).optional(),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().optional(),
});
const LARGEST_TOKEN_BYTES = 256 * 1024;
/** "For compatibility with older clients, a token should never be returned with less than 60 seconds to live." */
const TOKEN_LIFE_S = 60;
const SPARE_MS = 10_000;

/** One registry server, with its login: none, basic, or a token from its realm. */
export class RegistryEndpoint {
  readonly registry: string;
  readonly base: URL;
  readonly #options: EndpointOptions;
  readonly #clock: Clock;
  #challenge: Challenge | undefined;
  readonly #tokens = new Map<string, Promise<{ readonly value: Secret; readonly endsAt: number }>>();

  constructor(options: EndpointOptions) {
    this.registry = options.registry;
    this.base = new URL(options.base);
    this.#options = options;
    this.#clock = options.http.settings.clock ?? realClock;
  }

  get http(): HttpClient {
    return this.#options.http;
  }

  /** An address below `/v2/`. */
  url(path: string): string {
    return new URL(`/v2/${path}`, this.base).href;
  }

  /** One request with the login it takes. A 401 is answered once; every other status is the caller's. Throws download.*, registry.*. */
  async send(request: HttpRequest, access: Access): Promise<HttpResponse> {
    const { http } = this.#options;
    // where the registry sends us elsewhere, that one sees neither the token nor the password
    const ours = new URL(request.url).origin === this.base.origin;
    if (!ours) return http.send({ ...request, anonymous: true });
    const before = await this.#authorization(access, request.signal);
    const first = await http.send({ ...request, anonymous: true, authorization: before });
    if (first.status !== 401) return first;
    const challenge = readChallenge(first.headers['www-authenticate'] ?? '');
    first.body.resume();
    this.#challenge = challenge;
    if (challenge.scheme === 'other')
      throw fail('registry.login-unknown', { params: { registry: this.registry, scheme: challenge.name || '-' } });
    if (before !== undefined) this.#tokens.delete(keyOf(access));
    const after = await this.#authorization(access, request.signal);
    if (after === undefined) throw this.#loginRefused(access);
    const second = await http.send({ ...request, anonymous: true, authorization: after });
    if (second.status !== 401) return second;
    second.body.resume();
    throw this.#loginRefused(access);
  }

  /** The failure that an answer stands for. Reads its body. */
  async failureOf(response: HttpResponse, what: string, repository: string, push: boolean): Promise<DiagnosticError> {
    const { status } = response;
    const evidence = [`HTTP ${status}`, ...(await readComplaint(response))];
    const { registry } = this;
    if (status === 401 || status === 403)
      return fail('registry.denied', { params: { registry, repository, status }, evidence });
    if (isRetryableStatus(status)) {
      const busy = fail('registry.busy', { params: { registry, status }, evidence });
      const waitMs = askedWaitMs(response.headers['retry-after'], this.#clock.now());
      return waitMs === undefined ? busy : new AskedToWait(busy, waitMs);
    }
    if (push) return fail('registry.push-refused', { params: { registry, what, status }, evidence });
    if (status === 404) return fail('registry.not-there', { params: { registry, what }, evidence });
    return this.misunderstood(what, `HTTP ${status}`, evidence);
  }

  misunderstood(what: string, why: string, evidence: readonly string[] = []): DiagnosticError {
    return fail('registry.answer-unexpected', { params: { registry: this.registry, what, why }, evidence });
  }

  #loginRefused(access: Access): DiagnosticError {
    return fail('registry.login-refused', {
      params: { registry: this.registry, repository: Object.keys(access).join(', ') || '/' },
    });
  }

  async #authorization(access: Access, signal: AbortSignal | undefined): Promise<Secret | undefined> {
    const { credential } = this.#options;
    const challenge = this.#challenge;
    if (challenge === undefined || challenge.scheme === 'other') return undefined;
    if (challenge.scheme === 'basic') return credential?.kind === 'basic' ? authorizationOf(credential) : undefined;
    if (credential?.kind === 'bearer') return authorizationOf(credential);
    const key = keyOf(access);
    const known = this.#tokens.get(key);
    const token = known && (await known);
    if (token && token.endsAt > this.#clock.now()) return token.value;
    const asked = this.#tokens.get(key) === known ? this.#token(challenge, access, signal) : this.#tokens.get(key);
    if (asked === undefined) return undefined;
    this.#tokens.set(key, asked);
    try {
      return (await asked).value;
    } catch (error) {
      this.#tokens.delete(key);
      throw error;
    }
  }

  /** A token for these repositories (distribution's token authentication, GET form). */
  async #token(challenge: Challenge & { readonly scheme: 'bearer' }, access: Access, signal: AbortSignal | undefined) {
    const realm = this.#realm(challenge.realm);
    if (challenge.service !== undefined) realm.searchParams.set('service', challenge.service);
    const scopes = scopesOf(access);
    if (scopes.length === 0 && challenge.scope !== undefined) scopes.push(challenge.scope);
    for (const scope of scopes) realm.searchParams.append('scope', scope);
    const { http, credential } = this.#options;
    if (credential?.kind === 'basic') realm.searchParams.set('account', credential.username);
    const response = await http.send({
      url: realm.href,
      anonymous: true,
      authorization: credential && authorizationOf(credential),
      signal,
    });
    if (response.status === 401 || response.status === 403) {
      response.body.resume();
      throw this.#loginRefused(access);
    }
    if (response.status !== 200) throw await this.failureOf(response, 'token', realm.host, false);
    let parsed: z.infer<typeof TokenSchema>;
    try {
      parsed = TokenSchema.parse(parseBoundedJson(await readBody(response, LARGEST_TOKEN_BYTES)));
    } catch {
      throw this.misunderstood('token', 'no token');
    }
    const token = parsed.token ?? parsed.access_token;
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) throw this.misunderstood('token', 'no token');
    const lifeMs = Math.max(TOKEN_LIFE_S, parsed.expires_in ?? TOKEN_LIFE_S) * 1000;
    return { value: new Secret(`Bearer ${token}`), endsAt: this.#clock.now() + lifeMs - SPARE_MS };
  }

  /** A password never goes to a realm without TLS, unless the registry itself has none. */
  #realm(text: string): URL {
    try {
      const url = new URL(text);
      if (url.protocol === 'https:' || (url.protocol === 'http:' && this.base.protocol === 'http:')) return url;
    } catch {
      // said below
    }
    throw this.misunderstood('token', 'its realm is no address with https');
  }
}

function keyOf(access: Access): string {
  return scopesOf(access).join(' ');
}

function scopesOf(access: Access): string[] {
  return Object.entries(access)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([repository, actions]) => `repository:${repository}:${actions}`);
}
