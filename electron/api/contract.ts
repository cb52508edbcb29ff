import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { RehearsedMediaSchema, ScreenSchema } from './arrival.ts';
import { DiagnosticSchema } from './diagnostic.ts';
import { ImageInspectionSchema, Sha256Schema } from './image.ts';
import { PlanSchema } from './plan.ts';
import { ReportFolderSchema, ReportVerdictSchema } from './report.ts';
import { RunEventSchema, RunSummarySchema, StopModeSchema } from './run.ts';
import { SiteSchema } from './site.ts';

/**
 * THE CONTRACT: every procedure of the application, once. Served to the window over a MessagePort, to a browser over the
 * loopback web server and to the command line in process; one gate decides by `surfaces` what may be called from where.
 */
export const SURFACES = ['window', 'http', 'cli'] as const;
export type Surface = (typeof SURFACES)[number];

export interface ProcedureMeta {
  /** Where it may be called from. A page never names a path of the laptop: it uses handles. */
  readonly surfaces: readonly Surface[];
}

const everywhere: ProcedureMeta = { surfaces: SURFACES };
/** Raw drive writes do not exist over HTTP. */
const notOverHttp: ProcedureMeta = { surfaces: ['window', 'cli'] };
const commandLineOnly: ProcedureMeta = { surfaces: ['cli'] };

/** The one declared error: what is wrong, as diagnostics. */
export const DIAGNOSTIC_ERROR = 'DIAGNOSTIC';
export const DiagnosticErrorDataSchema = z.strictObject({ diagnostics: z.array(DiagnosticSchema).min(1) });

const procedure = (meta: ProcedureMeta) =>
  oc
    .$meta<ProcedureMeta>(everywhere)
    .meta(meta)
    .errors({ [DIAGNOSTIC_ERROR]: { status: 422, data: DiagnosticErrorDataSchema } });

/** A handle given out by `sites.list` or `sites.open`; on the command line also the path of a site.toml or its folder. */
export const SiteRefSchema = z.string().min(1).max(4096);

/** A rehearsal of the example takes about 20 s at this; faster ones leave slow laptops too little time for each deadline. */
export const DEFAULT_COMPRESSION = 60;

/** Where the work goes: the real site, or a simulated one with named faults. */
export const RehearsalOptionsSchema = z.strictObject({
  faults: z.array(z.string().max(120)).max(50).default([]),
  /** Keep the simulated site's state in the user's state folder and go on from it. */
  keep: z.boolean().default(false),
  /** How many times faster than real delays; 1 = as observed on real nodes. */
  compression: z.number().min(1).max(10_000).default(DEFAULT_COMPRESSION),
});
export type RehearsalOptions = z.infer<typeof RehearsalOptionsSchema>;

export const SiteListEntrySchema = z.strictObject({
  ref: z.string(),
  name: z.string(),
  folder: z.string(),
  kind: z.enum(['example', 'recent']),
  state: z.enum(['planned', 'media-made', 'installing', 'verified', 'rehearsed', 'broken']),
  nodes: z.int(),
  lastRun: RunSummarySchema.optional(),
  diagnostics: z.array(DiagnosticSchema),
});
export type SiteListEntry = z.infer<typeof SiteListEntrySchema>;

export const SiteDocumentSchema = z.strictObject({
  ref: z.string(),
  path: z.string(),
  text: z.string(),
  site: SiteSchema.optional(),
  diagnostics: z.array(DiagnosticSchema),
});
export type SiteDocument = z.infer<typeof SiteDocumentSchema>;

/** One edit of site.toml, by path as the diagnostics write it: `hosts[1].address`. */
export const SiteEditSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), path: z.string().min(1).max(200), value: z.json() }),
  z.strictObject({ op: z.literal('remove'), path: z.string().min(1).max(200) }),
]);
export type SiteEdit = z.infer<typeof SiteEditSchema>;

export const AnswerCheckSchema = z.strictObject({
  file: z.string(),
  accepted: z.boolean(),
  installs: z
    .strictObject({ filesystem: z.string(), disks: z.array(z.string()), managementNic: z.string() })
    .nullable(),
  diagnostics: z.array(DiagnosticSchema),
});
export type AnswerCheck = z.infer<typeof AnswerCheckSchema>;

/** A stick that this laptop wrote and knows again. */
export const StickViewSchema = z.strictObject({
  siteId: z.string(),
  siteName: z.string(),
  node: z.string(),
  writtenAt: z.string(),
  verifiedAt: z.string().optional(),
  /** older: the plan says something else by now. */
  state: z.enum(['current', 'older', 'other-site', 'node-gone']),
  /** What the plan says differently by now, in the field's words; secrets as ***. */
  changed: z.array(z.strictObject({ what: z.string(), before: z.string().optional(), after: z.string().optional() })),
});
export type StickView = z.infer<typeof StickViewSchema>;

export const DriveViewSchema = z.strictObject({
  device: z.string(),
  /** What must be typed to confirm it: its serial; for a loop device its backing path. */
  confirm: z.string(),
  /** Opaque: which drive this is, as it is plugged in now. Given back, another one at its place is not written. */
  identity: z.string(),
  model: z.string(),
  sizeBytes: z.number(),
  verdict: z.enum(['offered', 'excluded']),
  /** How it is connected and where, as far as the system says: `usb`, `left side, USB 3`. */
  connection: z.string().optional(),
  /** What is on it now: labels and sizes of its partitions, or that it is empty. */
  holds: z.array(z.string()),
  /** A stick of ours, recognised by the digest of what is on it. needs-permission: it could not be read unprivileged. */
  stick: z.union([StickViewSchema, z.literal('needs-permission')]).optional(),
  diagnostics: z.array(DiagnosticSchema),
});
export type DriveView = z.infer<typeof DriveViewSchema>;

export const ImageViewSchema = z.strictObject({
  node: z.string(),
  file: z.string(),
  kind: z.enum(['overlay', 'iso']),
  sizeBytes: z.number(),
  sha256: z.string(),
  /** older: the plan says something else by now; unknown: the node is not in the plan. */
  state: z.enum(['current', 'older', 'unknown']),
});
export type ImageView = z.infer<typeof ImageViewSchema>;

/** What the installer will do to one machine, by its own rules over what is known of the machine. */
export const ErasureViewSchema = z.strictObject({
  node: z.string(),
  /** From where the machine is known; none: nothing can be told. */
  inventory: z.enum(['none', 'typed', 'imported']),
  disks: z.array(
    z.strictObject({
      label: z.string(),
      serial: z.string(),
      sizeBytes: z.number().optional(),
      verdict: z.enum(['erased', 'kept', 'cannot-tell']),
      reason: DiagnosticSchema.optional(),
    }),
  ),
  nics: z.array(
    z.strictObject({
      name: z.string(),
      mac: z.string(),
      verdict: z.enum(['management', 'other', 'cannot-tell']),
      /** Its name in the installed system, where it is pinned. */
      pinnedName: z.string().optional(),
    }),
  ),
  /** Errors stop the making of media for this node. */
  diagnostics: z.array(DiagnosticSchema),
});
export type ErasureView = z.infer<typeof ErasureViewSchema>;

export const FaultViewSchema = z.strictObject({
  name: z.string(),
  text: z.strictObject({ en: z.string(), es: z.string() }),
});

export const BundleNeedSchema = z.strictObject({
  kind: z.enum(['container-image', 'deb', 'cloud-image', 'file']),
  name: z.string(),
  why: z.strictObject({ en: z.string(), es: z.string() }),
  present: z.boolean(),
  sizeBytes: z.number().optional(),
});
export type BundleNeed = z.infer<typeof BundleNeedSchema>;

export const LaptopInterfaceSchema = z.strictObject({
  name: z.string(),
  address: z.string(),
  mac: z.string(),
  /** The address lies in the site's management network. */
  inside: z.boolean(),
});

/** One thing that must hold before the rack is powered, with the exact fix for this laptop's system. */
export const ConnectCheckSchema = z.strictObject({
  id: z.enum(['interface', 'address', 'conflict', 'receiver', 'firewall', 'sleep', 'clock', 'power']),
  outcome: z.enum(['passed', 'failed', 'unknown', 'not-applicable']),
  /** What was literally seen. */
  seen: z.array(z.string()),
  diagnostics: z.array(DiagnosticSchema),
});
export type ConnectCheck = z.infer<typeof ConnectCheckSchema>;

/** A secret as it may be shown: where the site uses it and whether the vault keeps it; never its value. */
export const SecretViewSchema = z.strictObject({
  name: z.string(),
  /** What it is for: decides how it is checked and whether it can be made by chance. */
  kind: z.enum([
    'ssh-key',
    'password-hash',
    'root-password',
    'random',
    'certificate',
    'subscription-key',
    'token',
    'other',
  ]),
  state: z.enum(['kept', 'lacking', 'unused']),
  usedBy: z.array(z.string()),
});
export type SecretView = z.infer<typeof SecretViewSchema>;

export const SecretsInitSchema = z.strictObject({
  /** False: the vault was there and only what it lacked was made. */
  created: z.boolean(),
  made: z.array(z.string()),
  /** The new public half, where a key was made: it stands in site.toml now. */
  sshPublicKey: z.string().optional(),
  secrets: z.array(SecretViewSchema),
});
export type SecretsInit = z.infer<typeof SecretsInitSchema>;

const path = z.string().min(1).max(4096);
/** `identity` of a listed drive. */
const shownIdentity = z.string().min(1).max(32_768);
/** The digest that was typed for a base that is no known image. */
const acceptBase = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .optional();
const secretName = z.string().min(1).max(80);

export const contract = {
  app: {
    info: procedure(everywhere)
      .input(z.void())
      .output(
        z.strictObject({
          version: z.string(),
          surface: z.enum(SURFACES),
          platform: z.string(),
          node: z.string(),
          canWriteDrives: z.boolean(),
        }),
      ),
  },
  sites: {
    list: procedure(everywhere).input(z.void()).output(z.array(SiteListEntrySchema)),
    open: procedure(commandLineOnly).input(z.strictObject({ path })).output(SiteDocumentSchema),
    read: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(SiteDocumentSchema),
    edit: procedure(everywhere)
      .input(
        z.strictObject({ site: SiteRefSchema, baseText: z.string(), edits: z.array(SiteEditSchema).min(1).max(500) }),
      )
      .output(SiteDocumentSchema),
    copyExample: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) }))
      .output(SiteDocumentSchema),
    exportTerraform: procedure(commandLineOnly)
      .input(z.strictObject({ site: SiteRefSchema, outDir: path }))
      .output(z.strictObject({ files: z.array(z.string()) })),
  },
  /** The vault. A value comes in from standard input or a prompt and goes out only to the person who asks for it. */
  secrets: {
    list: procedure(commandLineOnly)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(z.strictObject({ secrets: z.array(SecretViewSchema), diagnostics: z.array(DiagnosticSchema) })),
    init: procedure(commandLineOnly)
      .input(z.strictObject({ site: SiteRefSchema, newSshKey: z.boolean().default(false) }))
      .output(SecretsInitSchema),
    set: procedure(commandLineOnly)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          name: secretName,
          value: z.string().min(1).max(65_536),
          isPassword: z.boolean().default(false),
        }),
      )
      .output(SecretViewSchema),
    reveal: procedure(commandLineOnly)
      .input(z.strictObject({ site: SiteRefSchema, name: secretName }))
      .output(z.strictObject({ value: z.string() })),
  },
  answers: {
    preview: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(
        z.array(
          z.strictObject({
            node: z.string(),
            fileName: z.string(),
            text: z.string(),
            diagnostics: z.array(DiagnosticSchema),
          }),
        ),
      ),
    /** Which disk of which machine will be erased, before a stick is made. */
    erasure: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(z.array(ErasureViewSchema)),
    make: procedure(commandLineOnly)
      .input(z.strictObject({ site: SiteRefSchema, outDir: path }))
      .output(z.array(z.strictObject({ node: z.string(), file: z.string(), sha256: z.string() }))),
    check: procedure(commandLineOnly)
      .input(
        z.strictObject({
          files: z.array(path).min(1).max(1000),
          pve: z.enum(['8.4', '9.1', '9.2']),
          inventory: path.optional(),
        }),
      )
      .output(z.array(AnswerCheckSchema)),
  },
  /** What a machine has inside, from `lsblk --json`, `udevadm info --export-db`, `device-info` or `ip -j link`. */
  inventory: {
    /** Keeps the listing beside the site for this node, and says which edits bring site.toml up to it. */
    bring: procedure(everywhere)
      .input(
        z.strictObject({ site: SiteRefSchema, node: z.string().min(1).max(63), text: z.string().max(8 * 1024 * 1024) }),
      )
      .output(
        z.strictObject({
          found: z.strictObject({ disks: z.int(), nics: z.int(), sources: z.array(z.string()) }),
          edits: z.array(SiteEditSchema),
          diagnostics: z.array(DiagnosticSchema),
        }),
      ),
  },
  images: {
    make: procedure(notOverHttp)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          base: path,
          outDir: path.optional(),
          full: z.boolean().default(false),
          /** For a base that cannot be patched in place: a complete image with its root directory moved (only with `full`). */
          rewrite: z.boolean().default(false),
          /** Only these nodes; default all that our media install. */
          nodes: z.array(z.string()).max(64).optional(),
          acceptBase,
        }),
      )
      .output(
        z.strictObject({
          baseSha256: z.string(),
          baseKnownAs: z.string().optional(),
          images: z.array(ImageViewSchema),
          diagnostics: z.array(DiagnosticSchema),
        }),
      ),
    /** A look at a base: product, version, layout, whether it is a known image, how it can be patched. */
    inspectBase: procedure(notOverHttp)
      .input(z.strictObject({ base: path }))
      .output(ImageInspectionSchema.and(z.object({ sha256: Sha256Schema, knownAs: z.string().optional() }))),
    /** Turns a stick or image made for one node into another's by writing a few KB. */
    retarget: procedure(notOverHttp)
      .input(
        z.strictObject({
          target: path,
          /** The drive's serial, or the path of a file: what was typed to confirm it. Files need none on the command line. */
          confirm: z.string().min(1).max(4096).optional(),
          /** Of the drive that was shown; another one at its place is refused. */
          identity: shownIdentity.optional(),
          site: SiteRefSchema,
          base: path,
          node: z.string().min(1).max(63),
          acceptBase,
          /** Read the whole stick back, also when this laptop has proven it before. */
          verifyWhole: z.boolean().default(false),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
    list: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(z.array(ImageViewSchema)),
    inspect: procedure(commandLineOnly)
      .input(z.strictObject({ file: path }))
      .output(z.json()),
  },
  drives: {
    list: procedure(everywhere)
      .input(
        z.strictObject({
          /** Whose sticks are recognised as current or older; others are named by their site. */
          site: SiteRefSchema.optional(),
          imageSizeBytes: z.number().optional(),
          includeVirtual: z.boolean().default(false),
        }),
      )
      .output(z.array(DriveViewSchema)),
    /** Asks the flasher, with privilege, what is on drives that could not be read without. Nothing is written. */
    identify: procedure(notOverHttp)
      .input(z.strictObject({ site: SiteRefSchema.optional(), devices: z.array(path).min(1).max(64) }))
      .output(z.array(DriveViewSchema)),
    /** Writes confirmed drives, several at once, each failing alone; one elevation for all. */
    flash: procedure(notOverHttp)
      .input(
        z.strictObject({
          writes: z
            .array(
              z.strictObject({
                image: path,
                device: path,
                confirm: z.string().min(1).max(4096),
                /** Of the drive that was shown; another one at its place is refused. */
                identity: shownIdentity.optional(),
              }),
            )
            .min(1)
            .max(64),
          base: path.optional(),
          /** Serial of a drive that is larger than sticks are and meant all the same; honoured on the command line alone. */
          acceptLarge: z.string().min(1).max(512).optional(),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
  },
  bundle: {
    needs: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(z.array(BundleNeedSchema)),
  },
  connect: {
    /** The laptop's own place on site. The self-test listens on the receiver's port for a moment and asks itself. */
    look: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(
        z.strictObject({
          interfaces: z.array(LaptopInterfaceSchema),
          checks: z.array(ConnectCheckSchema),
          diagnostics: z.array(DiagnosticSchema),
        }),
      ),
  },
  arrival: {
    /** Listens, probes and answers until all machines are ready or the run is stopped. */
    watch: procedure(everywhere)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          rehearsal: RehearsalOptionsSchema.optional(),
          /** Only with `rehearsal`: how the rehearsed technician carries the answers; default as the site says. */
          rehearsedMedia: RehearsedMediaSchema.optional(),
          /** Stop by itself when all machines are ready. */
          untilReady: z.boolean().default(true),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
    /** A person says that a machine was switched on (again). */
    powered: procedure(everywhere)
      .input(z.strictObject({ runId: z.string(), host: z.string() }))
      .output(z.void()),
    /** Gives an unknown machine a node of the plan. */
    assign: procedure(everywhere)
      .input(z.strictObject({ runId: z.string(), visitor: z.string(), host: z.string() }))
      .output(z.void()),
    /** Lets an installed node be installed again, once. Its name is typed. */
    release: procedure(everywhere)
      .input(z.strictObject({ runId: z.string(), host: z.string(), typedName: z.string() }))
      .output(z.void()),
    /** A person compared the fingerprint with the node's own screen. */
    compareKey: procedure(everywhere)
      .input(z.strictObject({ runId: z.string(), host: z.string(), fingerprint: z.string() }))
      .output(z.void()),
    /** What it means when a silent node's screen shows this, and what to do. */
    screen: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, host: z.string(), screen: ScreenSchema }))
      .output(z.array(DiagnosticSchema)),
  },
  plan: {
    make: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, rehearsal: RehearsalOptionsSchema.optional() }))
      .output(PlanSchema),
  },
  runs: {
    apply: procedure(everywhere)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          rehearsal: RehearsalOptionsSchema.optional(),
          /** Refuse when the plan has changed since it was shown. */
          planFingerprint: z.string().optional(),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
    smoke: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, rehearsal: RehearsalOptionsSchema.optional() }))
      .output(z.strictObject({ runId: z.string() })),
    /** Apply, smoke tests and report on a simulated site. */
    rehearse: procedure(everywhere)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          rehearsal: RehearsalOptionsSchema,
          /** Only on the command line; elsewhere the report goes into the site's folder. */
          outDir: path.optional(),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
    list: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(z.array(RunSummarySchema)),
    events: procedure(everywhere)
      .input(z.strictObject({ runId: z.string(), after: z.int().min(0).default(0) }))
      .output(eventIterator(RunEventSchema)),
    stop: procedure(everywhere)
      .input(z.strictObject({ runId: z.string(), mode: StopModeSchema }))
      .output(z.void()),
  },
  report: {
    make: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), outDir: path.optional() }))
      .output(ReportFolderSchema),
    preview: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), language: z.enum(['en', 'es']) }))
      .output(z.strictObject({ html: z.string(), runId: z.string() })),
    verify: procedure(commandLineOnly)
      .input(z.strictObject({ folder: path }))
      .output(ReportVerdictSchema),
  },
  rehearsal: {
    faults: procedure(everywhere).input(z.void()).output(z.array(FaultViewSchema)),
    fidelity: procedure(everywhere).input(z.void()).output(z.json()),
  },
};
export type Contract = typeof contract;
