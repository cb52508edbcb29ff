import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { AnswerCheckSchema, ErasureViewSchema } from './answers.ts';
import { RehearsedMediaSchema, ScreenSchema } from './arrival.ts';
import { BundleNeedSchema } from './bundle.ts';
import { ConnectCheckSchema, LaptopInterfaceSchema } from './connect.ts';
import { DiagnosticSchema } from './diagnostic.ts';
import { DrillOfferSchema, DrillOrderSchema } from './drill.ts';
import { ImageInspectionSchema, Sha256Schema } from './image.ts';
import { AcceptBaseSchema, DriveViewSchema, ImageViewSchema, ShownIdentitySchema } from './media.ts';
import { PlanSchema } from './plan.ts';
import { commandLineOnly, everywhere, notOverHttp, procedure, SURFACES } from './procedure.ts';
import { FaultViewSchema, RehearsalOptionsSchema } from './rehearsal.ts';
import { ReportFolderSchema, ReportVerdictSchema } from './report.ts';
import { RunEventSchema, RunSummarySchema, StopModeSchema } from './run.ts';
import { SecretsInitSchema, SecretViewSchema } from './secrets.ts';
import { PruneSchema, SelectionSchema, WipeSchema } from './selection.ts';
import { SiteDocumentSchema, SiteEditSchema, SiteListEntrySchema, SiteRefSchema } from './sites.ts';

const path = z.string().min(1).max(4096);
const secretName = z.string().min(1).max(80);

/**
 * THE CONTRACT: every procedure of the application, once. Served to the window over a MessagePort, to a browser over the
 * loopback web server and to the command line in process; one gate decides by `surfaces` what may be called from where.
 * The shapes they exchange lie beside it, one file an idea.
 */
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
          acceptBase: AcceptBaseSchema,
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
          identity: ShownIdentitySchema.optional(),
          site: SiteRefSchema,
          base: path,
          node: z.string().min(1).max(63),
          acceptBase: AcceptBaseSchema,
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
                identity: ShownIdentitySchema.optional(),
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
      .input(
        z.strictObject({
          site: SiteRefSchema,
          rehearsal: RehearsalOptionsSchema.optional(),
          selection: SelectionSchema.optional(),
          /** Show the removal of these too. */
          prune: PruneSchema.optional(),
        }),
      )
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
          selection: SelectionSchema.optional(),
          prune: PruneSchema.optional(),
          wipe: WipeSchema.optional(),
          /** Take the cluster's lock from a run that has not renewed it for long; one that is renewed is never taken. */
          takeLock: z.boolean().optional(),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
    smoke: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema, rehearsal: RehearsalOptionsSchema.optional() }))
      .output(z.strictObject({ runId: z.string() })),
    /** Takes one node out of service (its HA machines move away) or back into it. */
    maintenance: procedure(everywhere)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          rehearsal: RehearsalOptionsSchema.optional(),
          node: z.string().min(1).max(63),
          /** `off` ends it: machines that were moved away come back by their rules. */
          mode: z.enum(['on', 'off']),
        }),
      )
      .output(z.strictObject({ runId: z.string() })),
    /** The drills that a site can have, each with its warning and what is typed to begin it. */
    drillOffers: procedure(everywhere)
      .input(z.strictObject({ site: SiteRefSchema }))
      .output(z.array(DrillOfferSchema)),
    /** Breaks the site for a while, measures, and puts it back. */
    drill: procedure(everywhere)
      .input(
        z.strictObject({
          site: SiteRefSchema,
          rehearsal: RehearsalOptionsSchema.optional(),
          drill: DrillOrderSchema,
          /** What a person typed: the name of what is broken. */
          confirm: z.string().max(80),
          takeLock: z.boolean().optional(),
        }),
      )
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
