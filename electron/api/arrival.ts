import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { HostNameSchema, IpSchema, MacSchema } from './site.ts';

/**
 * Arrival: from power-on to "SSH answers, API answers". Everything here is what is *known*: an answer that was asked for, a
 * report that was proven, a port that was probed. What is only expected is marked as such.
 */

/**
 * waiting: nothing is known. powered: a person said so. asked: it took its answer. installing: it has its answer and works.
 * installed: its webhook came. restarting: it was to restart, or a person pulled the stick. ssh: SSH answers.
 * ready: SSH answers with a confirmed key and, on a PVE node, the API answers.
 */
export const ARRIVAL_PHASES = [
  'waiting',
  'powered',
  'asked',
  'installing',
  'installed',
  'restarting',
  'ssh',
  'ready',
] as const;
export const ArrivalPhaseSchema = z.enum(ARRIVAL_PHASES);
export type ArrivalPhase = z.infer<typeof ArrivalPhaseSchema>;

/**
 * How far a host key can be trusted. seen: shown by SSH, nothing confirms it. from-report: equal to the one in the node's
 * authenticated report. compared: a person compared it with the node's screen. pinned: known from an earlier time.
 * different: SSH shows another one than the report or the pin: nobody may log in.
 */
export const HostKeyStateSchema = z.enum(['seen', 'from-report', 'compared', 'pinned', 'different']);
export type HostKeyState = z.infer<typeof HostKeyStateSchema>;

const instant = z.iso.datetime();
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/);

/** What a machine said of itself, in an answer request or a report. Bounded: it comes from the network. */
export const MachineIdentitySchema = z
  .strictObject({
    product: z.string().max(256),
    systemSerial: z.string().max(256),
    systemUuid: z.string().max(64),
    boardSerial: z.string().max(256),
    assetTag: z.string().max(256),
    macs: z.array(MacSchema).max(256),
  })
  .partial()
  .readonly();
export type MachineIdentity = z.infer<typeof MachineIdentitySchema>;

export const ReportedDiskSchema = z
  .strictObject({
    name: z.string().max(64),
    model: z.string().max(256).optional(),
    serial: z.string().max(256).optional(),
    /** Absent where the report does not tell it (the webhook gives the configured size for every disk). */
    sizeBytes: z.number().nonnegative().optional(),
    isBootDisk: z.boolean(),
  })
  .readonly();

export const ReportedNicSchema = z
  .strictObject({
    name: z.string().max(64).optional(),
    mac: MacSchema,
    address: z.string().max(64).optional(),
    isManagement: z.boolean(),
    isPinned: z.boolean(),
  })
  .readonly();

/** What an installed node reported, or what the first SSH login found. */
export const NodeReportSchema = z
  .strictObject({
    source: z.enum(['webhook', 'first-boot', 'ssh']),
    at: instant,
    pveVersion: z.string().max(64).optional(),
    bootMode: z.enum(['bios', 'efi']).optional(),
    secureBoot: z.boolean().optional(),
    cores: z.int().nonnegative().optional(),
    /** Whether the processor can run virtual machines. */
    virtualisation: z.boolean().optional(),
    memoryBytes: z.number().nonnegative().optional(),
    filesystem: z.string().max(64).optional(),
    machine: MachineIdentitySchema,
    disks: z.array(ReportedDiskSchema).max(256),
    nics: z.array(ReportedNicSchema).max(256),
    hostKeys: z.array(fingerprint).max(8),
  })
  .readonly();
export type NodeReport = z.infer<typeof NodeReportSchema>;

export const ArrivalSegmentSchema = z
  .strictObject({ phase: ArrivalPhaseSchema, from: instant, to: instant.optional() })
  .readonly();
export type ArrivalSegment = z.infer<typeof ArrivalSegmentSchema>;

/** One machine of the site as it stands now. A run sends it whole whenever something changed. */
export const NodeArrivalSchema = z
  .strictObject({
    host: HostNameSchema,
    address: IpSchema,
    os: z.enum(['pve', 'debian', 'rocky']),
    /** existing: it is not installed by us, only looked for. */
    origin: z.enum(['installed', 'existing']),
    phase: ArrivalPhaseSchema,
    /** Every phase so far, oldest first; the last one is open. */
    segments: z.array(ArrivalSegmentSchema).max(200),
    /** How long the present phase usually takes, and from where that is known. */
    usually: z.strictObject({ ms: z.number().positive(), learntFrom: HostNameSchema.optional() }).readonly().optional(),
    /** Since when it has been longer than usual. */
    silentSince: instant.optional(),
    hostKey: z.strictObject({ fingerprint, state: HostKeyStateSchema, at: instant }).readonly().optional(),
    report: NodeReportSchema.optional(),
    /** What to do now ("pull the stick, power on"), what a silence may mean, where a report differs from the plan. */
    diagnostics: z.array(DiagnosticSchema).max(50),
  })
  .readonly();
export type NodeArrival = z.infer<typeof NodeArrivalSchema>;

/** SHA-256 of a certificate, as PVE shows it. */
const certificateFingerprint = z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);

/** One look at a machine. up: something answered at all (an open or a refused port). */
export const ProbeSchema = z
  .strictObject({
    host: HostNameSchema,
    up: z.boolean(),
    ssh: z.boolean(),
    /** The API of a PVE node answered over HTTPS. */
    api: z.boolean().optional(),
    /** Of the certificate that its API showed, where it was asked in this look. Noted, not believed. */
    apiFingerprint: certificateFingerprint.optional(),
  })
  .readonly();
export type Probe = z.infer<typeof ProbeSchema>;

/** Somebody who came to the answer server without being known, or without the right secret. Shown, never pinned. */
export const VisitorSchema = z
  .strictObject({
    id: z.string().max(64),
    at: instant,
    /** guarded: a node that has been installed already asks again; it gets no answer until it is released. */
    kind: z.enum(['unknown-machine', 'guarded', 'wrong-path', 'wrong-secret', 'unreadable']),
    fromAddress: z.string().max(64),
    machine: MachineIdentitySchema.optional(),
    /** The node it was given by hand, or the one that is guarded. */
    host: HostNameSchema.optional(),
    diagnostics: z.array(DiagnosticSchema).max(10),
  })
  .readonly();
export type Visitor = z.infer<typeof VisitorSchema>;

/** What the console of a silent node can show: the answer to "what does its screen show?". */
export const SCREENS = [
  'error-and-prompt',
  'boot-menu',
  'login-prompt',
  'installer',
  'grub-prompt',
  'nothing',
] as const;
export const ScreenSchema = z.enum(SCREENS);
export type Screen = z.infer<typeof ScreenSchema>;

/** How the rehearsed technician carries the answers to the simulated machines. */
export const REHEARSED_MEDIA = ['stick-each', 'one-stick', 'one-image'] as const;
export const RehearsedMediaSchema = z.enum(REHEARSED_MEDIA);
export type RehearsedMedia = z.infer<typeof RehearsedMediaSchema>;
