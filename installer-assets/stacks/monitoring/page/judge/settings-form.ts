import type { Channel, Settings } from '../../protocol/settings.ts';

export const CHANNEL_NAMES = ['email', 'webhook', 'syslog'] as const satisfies readonly Channel[];

/** What a form says, as `FormData` gives it. */
export interface Fields {
  get(name: string): unknown;
}

/**
 * The settings that a form asks for, to be sent to web. A secret that was left empty is absent, which keeps the stored one;
 * null removes it. A channel that is switched off is null. Pure.
 */
export function settingsOf(fields: Fields, old: Settings): unknown {
  const text = (name: string): string => String(fields.get(name) ?? '').trim();
  const number = (name: string): number => Number(text(name));
  const lines = (name: string): readonly string[] =>
    text(name)
      .split(/[\s,;]+/)
      .filter(Boolean);
  const secret = (name: string): { readonly [key: string]: string | null } => {
    const key = name.split('.')[1] ?? '';
    // spaces belong to a password
    const typed = String(fields.get(name) ?? '');
    if (typed !== '') return { [key]: typed };
    return fields.get(`${name}.remove`) ? { [key]: null } : {};
  };
  const on = (channel: Channel): boolean => Boolean(fields.get(`${channel}.on`));
  return {
    language: text('language'),
    rules: {
      ...old.rules,
      nodeDownSeconds: number('nodeDownSeconds'),
      quorumLostSeconds: number('quorumLostSeconds'),
      replicationMaxAgeMinutes: number('replicationMaxAgeMinutes'),
      diskFullDays: number('diskFullDays'),
      diskFullRatio: number('diskFullRatio') / 100,
      backupMaxAgeHours: number('backupMaxAgeHours'),
      backupExempt: lines('backupExempt'),
      collectorSilentSeconds: number('collectorSilentSeconds'),
      clearSeconds: number('clearSeconds'),
    },
    channels: {
      email: on('email')
        ? {
            host: text('email.host'),
            port: number('email.port'),
            security: text('email.security'),
            ca: text('email.ca') || null,
            user: text('email.user') || null,
            ...secret('email.password'),
            from: text('email.from'),
            to: lines('email.to'),
          }
        : null,
      webhook: on('webhook')
        ? { url: text('webhook.url'), ca: text('webhook.ca') || null, ...secret('webhook.secret') }
        : null,
      syslog: on('syslog')
        ? { host: text('syslog.host'), port: number('syslog.port'), transport: text('syslog.transport') }
        : null,
    },
  };
}
