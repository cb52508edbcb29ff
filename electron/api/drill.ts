import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { TextSchema } from './plan.ts';
import { HostNameSchema } from './site-names.ts';

/**
 * Drills: the site is broken on purpose for a while, what happens is measured, and it is put back. Each is a run of kind
 * `drill`; its state crosses as one value, whole, whenever something about it changed.
 */
export const DRILL_KINDS = ['failover', 'link', 'quorum', 'restore'] as const;
export type DrillKind = (typeof DRILL_KINDS)[number];

/** What a person asks for. Absent = what {@link DrillOfferSchema} would choose. */
export const DrillOrderSchema = z
  .strictObject({
    kind: z.enum(DRILL_KINDS),
    /** failover, restore: the machine that it is about. */
    machine: HostNameSchema.optional(),
    /** link, quorum: the node that is cut off. */
    node: HostNameSchema.optional(),
    /** link: the number of the link. */
    link: z.int().min(0).max(7).optional(),
  })
  .readonly();
export type DrillOrder = z.infer<typeof DrillOrderSchema>;

/** A drill that the site could have, before it is begun. */
export const DrillOfferSchema = z
  .strictObject({
    order: DrillOrderSchema,
    title: TextSchema,
    /** What will happen, to whom, and for how long. */
    warning: TextSchema,
    /** What is typed to begin: the name of the node or machine that is broken. */
    confirm: z.string(),
    /** About how long it takes, a person's part included. */
    lastsSeconds: z.int(),
    /** Why this site cannot bear it. Whether it can bear it now is looked at when it begins. */
    refused: DiagnosticSchema.optional(),
  })
  .readonly();
export type DrillOffer = z.infer<typeof DrillOfferSchema>;

/** What was measured. */
export const DrillFigureSchema = z
  .strictObject({
    /** `away`, `data-age`, `restore`, ...: stable for years. */
    id: z.string(),
    title: TextSchema,
    value: z.number(),
    unit: z.enum(['seconds', 'bytes', 'times']),
    /** What the site promises: at most this. */
    atMost: z.number().optional(),
  })
  .readonly();
export type DrillFigure = z.infer<typeof DrillFigureSchema>;

/** One thing that happened. */
export const DrillMomentSchema = z
  .strictObject({
    at: z.string(),
    /** Since the site was broken; negative before. */
    afterMs: z.number(),
    kind: z.enum(['note', 'good', 'bad']),
    text: TextSchema,
  })
  .readonly();
export type DrillMoment = z.infer<typeof DrillMomentSchema>;

/** passed: as promised, and the site is as before. rehearsed: the same on the simulated site, and never called passed. */
export const DrillStateSchema = z.enum(['running', 'putting-back', 'passed', 'rehearsed', 'failed', 'stopped']);
export type DrillState = z.infer<typeof DrillStateSchema>;

export const DrillViewSchema = z
  .strictObject({
    kind: z.enum(DRILL_KINDS),
    title: TextSchema,
    warning: TextSchema,
    /** The node or machine that is broken. */
    target: z.string(),
    state: DrillStateSchema,
    /** What a person has to do now for it to go on. */
    waitsFor: TextSchema.optional(),
    figures: z.array(DrillFigureSchema).readonly(),
    moments: z.array(DrillMomentSchema).readonly(),
    /** What is not as before. Empty = the site is as it was. */
    left: z.array(TextSchema).readonly(),
    diagnostic: DiagnosticSchema.optional(),
  })
  .readonly();
export type DrillView = z.infer<typeof DrillViewSchema>;
