import { z } from 'zod';
import { LANGUAGES } from './account.ts';
import { GuestSourceSchema } from './source.ts';
import { TypedSchema } from './text.ts';

const Host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/);
const Port = z.int().min(1).max(65_535);
// one address, no display name; what may break out of an SMTP line is no part of it
const Mailbox = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$/);

export const RuleSettingsSchema = z.object({
  /** A node counts as down after so many seconds. */
  nodeDownSeconds: z.int().min(15).max(3_600).default(60),
  quorumLostSeconds: z.int().min(0).max(3_600).default(30),
  /** Recovery point objective: how old the last good replication may be. */
  replicationMaxAgeMinutes: z.int().min(2).max(10_080).default(60),
  /** A disk that is full within so many days, by its trend. */
  diskFullDays: z.int().min(1).max(365).default(14),
  /** A disk that is full to this ratio, whatever the trend. */
  diskFullRatio: z.number().min(0.5).max(1).default(0.95),
  backupMaxAgeHours: z.int().min(1).max(8_760).default(26),
  /** Guests that need no backup: `qemu/100`. */
  backupExempt: z.array(GuestSourceSchema).max(1_000).default([]),
  collectorSilentSeconds: z.int().min(60).max(86_400).default(180),
  /** An alert ends when its condition has been gone for so many seconds. */
  clearSeconds: z.int().min(0).max(3_600).default(120),
});
export type RuleSettings = z.infer<typeof RuleSettingsSchema>;

/** A secret is written, never read: it comes back as true (there is one). null removes it, absent leaves it. */
const Secret = TypedSchema.min(1).max(512).nullable().optional();

export const ChannelSettingsSchema = z.object({
  email: z
    .object({
      host: Host,
      port: Port.default(25),
      security: z.enum(['none', 'starttls', 'tls']).default('starttls'),
      /** PEM of the authority that signed the mail server's certificate; absent: those of the system. */
      ca: TypedSchema.max(20_000).nullable().default(null),
      user: TypedSchema.max(256).nullable().default(null),
      password: Secret,
      from: Mailbox,
      to: z.array(Mailbox).min(1).max(20),
    })
    .nullable()
    .default(null),
  webhook: z
    .object({
      url: z.url({ protocol: /^https?$/ }).max(2_000),
      ca: TypedSchema.max(20_000).nullable().default(null),
      /** Key of the HMAC-SHA256 in the header `x-sitewright-signature`. */
      secret: Secret,
    })
    .nullable()
    .default(null),
  /** RFC 5424. */
  syslog: z
    .object({ host: Host, port: Port.default(514), transport: z.enum(['udp', 'tcp']).default('udp') })
    .nullable()
    .default(null),
});
export type ChannelSettings = z.infer<typeof ChannelSettingsSchema>;

/** `GET` and `PUT /api/settings`. */
export const SettingsSchema = z.object({
  language: z.enum(LANGUAGES).default('es'),
  rules: RuleSettingsSchema.prefault({}),
  channels: ChannelSettingsSchema.prefault({}),
});
export type Settings = z.infer<typeof SettingsSchema>;

/** Where messages can go; `POST /api/settings/test` sends one. */
export const CHANNELS = ['email', 'webhook', 'syslog'] as const;
export type Channel = (typeof CHANNELS)[number];
export const TestChannelSchema = z.object({ channel: z.enum(CHANNELS) });
export const TestChannelAnswerSchema = z.object({ sent: z.boolean(), error: z.string().nullable() });
