import { z } from 'zod';
import type { StackInstance } from '../../../api/site.ts';
import { readOptions } from '../read-options.ts';

/** Where a site folder keeps its own: a project cannot lie there. */
const TAKEN_FOLDERS = ['bundle', 'runs', 'media', 'reports', 'inventory'];
const FOLDER = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;
/** What the shell of the machine has already: compose would take that before what stands in `.env`. */
const OF_THE_MACHINE =
  /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|LANG|LANGUAGE|TERM|MAIL|HOSTNAME|SHLVL|TMPDIR|IFS|(LC|SSH|SUDO|XDG|SYSTEMD)_.*)$/;
/** Ours, and what compose and Docker read for themselves. */
const RESERVED = /^(SITEWRIGHT|COMPOSE|DOCKER)_/;

const PortSchema = z.int().min(1).max(65_535);
const LineSchema = z.string().min(1).max(500);

/** One question to the running project; exactly one of `http`, `tcp` and `command`. */
const SmokeSchema = z
  .strictObject({
    title: z.string().min(1).max(100),
    /** Asked from this laptop, at the machine's address. */
    http: z
      .strictObject({
        port: PortSchema,
        path: z.string().regex(/^\/[\x21-\x7e]*$/, 'a path begins with / and has no blank'),
        status: z.int().min(100).max(599).default(200),
        /** Text that the answer has somewhere. */
        contains: LineSchema.optional(),
        /** TLS; the certificate is not judged, and nothing secret is sent. */
        tls: z.boolean().default(false),
      })
      .readonly()
      .optional(),
    tcp: z.strictObject({ port: PortSchema }).readonly().optional(),
    /** Run inside a service's container; it has to end with 0. */
    command: z
      .strictObject({
        service: z.string().min(1).max(100),
        run: z.array(LineSchema).min(1).max(50).readonly(),
        contains: LineSchema.optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly()
  .refine(({ http, tcp, command }) => [http, tcp, command].filter((each) => each !== undefined).length === 1, {
    message: 'exactly one of http, tcp and command',
  });
export type Smoke = z.infer<typeof SmokeSchema>;

const EnvironmentSchema = z
  .record(z.string(), z.union([z.string(), z.int()]).transform(String))
  .superRefine((environment, context) => {
    for (const [name, value] of Object.entries(environment)) {
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: [name], message });
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) refuse('a name has letters, digits and _ alone');
      else if (RESERVED.test(name)) refuse('names that begin with SITEWRIGHT_, COMPOSE_ or DOCKER_ are taken');
      else if (OF_THE_MACHINE.test(name)) refuse('the machine has this name already, and its value would come first');
      else if (name.endsWith('_IMAGE') && value.startsWith('secret:')) refuse('the name of an image is no secret');
    }
  });

/** Options of an instance of a compose project that a site brings, as written below `[stacks.options]`. */
export const ComposeProjectOptionsSchema = z
  .strictObject({
    /** Beside site.toml, `stacks/inventory`: the compose file and what it reads. */
    folder: z
      .string()
      .max(200)
      .regex(FOLDER, 'a folder beside site.toml, without .. and blanks')
      .refine((folder) => !TAKEN_FOLDERS.includes(folder.split('/')[0]?.toLowerCase() ?? ''), {
        message: `the site folder keeps its own in ${TAKEN_FOLDERS.join(', ')}`,
      }),
    /** Compose project: the containers are called PROJECT-SERVICE-1. Default: the instance's id. */
    project: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
      .optional(),
    /** Lines of `.env`: texts, or `secret:NAME` of the vault. */
    environment: EnvironmentSchema.default({}),
    smoke: z.array(SmokeSchema).max(50).readonly().default([]),
  })
  .readonly();
type Read = z.infer<typeof ComposeProjectOptionsSchema>;
export type ComposeProjectOptions = Read & { readonly project: string };

/** Reads the options of an instance; throws `stack.options` with the first problem. */
export function composeProjectOptions(instance: StackInstance): ComposeProjectOptions {
  const read = readOptions<Read>(ComposeProjectOptionsSchema, instance);
  return { ...read, project: read.project ?? instance.id };
}
