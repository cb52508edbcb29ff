import type { Role, SessionAnswer, User } from '../../protocol/account.ts';
import type { Alert, AlertsAnswer } from '../../protocol/alert.ts';
import type { Overview } from '../../protocol/overview.ts';
import type { Range, SeriesAnswer } from '../../protocol/series.ts';
import type { Channel, Settings } from '../../protocol/settings.ts';

/** A question that was not answered as asked. `word` is web's own, `unreachable` where nothing (or nothing of web's) came. */
export class Refused extends Error {
  readonly word: string;
  readonly status: number;
  constructor(word: string, status: number) {
    super(word);
    this.word = word;
    this.status = status;
  }
}

const TIMEOUT_MS = 20_000;

/** Everything that the page asks of web. Throws Refused; `onEnd` is called where the session is over. */
export function clientOf(onEnd: () => void) {
  let csrf = '';

  async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new Refused('unreachable', 0);
    }
    // half an answer is none: what is shown stays
    const text = await response.text().catch(() => {
      throw new Refused('unreachable', response.status);
    });
    if (response.ok) return answerOf<Answer>(text, response.status);
    const word = wordOf(text);
    if (word === 'no-session') onEnd();
    throw new Refused(word, response.status);
  }

  return {
    async session(): Promise<SessionAnswer> {
      const session = await ask<SessionAnswer>('GET', '/api/session');
      csrf = session.csrf;
      return session;
    },
    overview: () => ask<Overview>('GET', '/api/overview'),
    series: (source: string, range: Range) =>
      ask<SeriesAnswer>('GET', `/api/series?source=${encodeURIComponent(source)}&range=${range}`),
    alerts: (state: 'open' | 'all', limit: number, before?: number) =>
      ask<AlertsAnswer>(
        'GET',
        `/api/alerts?state=${state}&limit=${limit}${before === undefined ? '' : `&before=${before}`}`,
      ),
    acknowledge: (id: number, note: string) => ask<Alert>('POST', `/api/alerts/${id}/acknowledge`, { note }),
    /** Of a secret only whether there is one. */
    settings: () => ask<Settings>('GET', '/api/settings'),
    saveSettings: (settings: unknown) => ask<Settings>('PUT', '/api/settings', settings),
    testChannel: (channel: Channel) =>
      ask<{ readonly sent: boolean; readonly error: string | null }>('POST', '/api/settings/test', { channel }),
    users: async () => (await ask<{ readonly users: readonly User[] }>('GET', '/api/users')).users,
    addUser: (name: string, role: Role, password: string) => ask<User>('POST', '/api/users', { name, role, password }),
    changeUser: (name: string, change: { readonly role?: Role; readonly password?: string }) =>
      ask<void>('PUT', `/api/users/${name}`, change),
    removeUser: (name: string) => ask<void>('DELETE', `/api/users/${name}`),
    ownPassword: (current: string, password: string) =>
      ask<void>('POST', '/api/account/password', { current, password }),
  };
}
export type Client = ReturnType<typeof clientOf>;

function answerOf<Answer>(text: string, status: number): Answer {
  try {
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  } catch {
    // a page of a proxy in between
    throw new Refused('unreachable', status);
  }
}

function wordOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === 'string' ? error : 'unreachable';
  } catch {
    // a proxy in between, or web on its way down
    return 'unreachable';
  }
}
