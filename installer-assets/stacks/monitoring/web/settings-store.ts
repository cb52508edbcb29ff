import type { Queries } from '../db/database.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { type Settings, SettingsSchema } from '../protocol/settings.ts';
import type { Keys } from './access/keys.ts';

const KEY = 'settings';

/** Settings as stored: secrets are sealed with a key that follows from SECRET_KEY. */
export async function readSettings(queries: Queries): Promise<Settings> {
  return SettingsSchema.parse((await readSetting(queries, KEY)) ?? {});
}

/** Settings with their secrets, for whoever sends messages. A secret that was sealed with another key is absent. */
export async function readOpenSettings(queries: Queries, keys: Keys): Promise<Settings> {
  return mapSecrets(await readSettings(queries), (sealed) => (sealed ? keys.unseal(sealed) : undefined));
}

/** Settings as the page may see them: of a secret only that there is one. */
export function hideSecrets(settings: Settings): unknown {
  const { email, webhook } = settings.channels;
  return {
    ...settings,
    channels: {
      ...settings.channels,
      email: email && { ...email, password: Boolean(email.password) },
      webhook: webhook && { ...webhook, secret: Boolean(webhook.secret) },
    },
  };
}

/**
 * Stores settings of the page: a secret that is absent stays, null removes it. It stays only for the same host and port, so
 * that nobody sends a password that was typed for one server to another.
 */
export async function writeSettings(queries: Queries, keys: Keys, given: Settings): Promise<Settings> {
  const old = await readSettings(queries);
  const [mail, hook] = [old.channels.email, old.channels.webhook];
  const { email, webhook } = given.channels;
  const sameMail = mail?.host === email?.host && mail?.port === email?.port && mail?.security === email?.security;
  const kept = {
    email: sameMail ? mail?.password : undefined,
    webhook: hook?.url === webhook?.url ? hook?.secret : undefined,
  };
  const settings = mapSecrets(given, (secret, channel) =>
    secret === undefined ? kept[channel] : secret === null ? null : keys.seal(secret),
  );
  await writeSetting(queries, KEY, settings);
  return settings;
}

type Secret = string | null | undefined;

function mapSecrets(settings: Settings, map: (secret: Secret, channel: 'email' | 'webhook') => Secret): Settings {
  const { email, webhook } = settings.channels;
  return {
    ...settings,
    channels: {
      ...settings.channels,
      email: email && { ...email, password: map(email.password, 'email') },
      webhook: webhook && { ...webhook, secret: map(webhook.secret, 'webhook') },
    },
  };
}
