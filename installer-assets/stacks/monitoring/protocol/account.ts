import { z } from 'zod';
import { TimeSchema } from './text.ts';

export const ROLES = ['admin', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export const RoleSchema = z.enum(ROLES);

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

export const UserNameSchema = z.string().regex(/^[a-z][a-z0-9._-]{1,31}$/);

/** NIST SP 800-63B: length counts, no rules of composition. */
export const PasswordSchema = z.string().min(12).max(256);

/** `GET /api/session`: who is logged in. `csrf` goes into the header `x-csrf-token` of everything that changes something. */
export const SessionAnswerSchema = z.object({
  user: UserNameSchema,
  role: RoleSchema,
  csrf: z.string(),
  expiresAt: TimeSchema,
  timeZone: z.string(),
  version: z.string(),
});
export type SessionAnswer = z.infer<typeof SessionAnswerSchema>;

export const UserSchema = z.object({ name: UserNameSchema, role: RoleSchema, createdAt: TimeSchema });
export type User = z.infer<typeof UserSchema>;

export const UsersAnswerSchema = z.object({ users: z.array(UserSchema) });
export const NewUserSchema = z.object({ name: UserNameSchema, role: RoleSchema, password: PasswordSchema });
export const UserChangeSchema = z.object({ role: RoleSchema.optional(), password: PasswordSchema.optional() });
/** `POST /api/account/password` */
export const OwnPasswordSchema = z.object({ current: z.string().max(256), password: PasswordSchema });
