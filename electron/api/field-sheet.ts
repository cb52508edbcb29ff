import { z } from 'zod';

const TextSchema = z.strictObject({ en: z.string(), es: z.string() }).readonly();

const SheetTableSchema = z
  .strictObject({
    title: TextSchema,
    head: z.array(TextSchema).readonly(),
    /** Cells; names, addresses and serials are the same in every language. */
    rows: z.array(z.array(TextSchema).readonly()).readonly(),
  })
  .readonly();
export type SheetTable = z.infer<typeof SheetTableSchema>;

/**
 * What a technician prints and takes along: what to pack, and for each machine its firmware settings, disks and cables, with a
 * label to cut out. It follows from the site alone; no secret is in it.
 */
export const FieldSheetSchema = z
  .strictObject({
    site: z.string(),
    organisation: z.string(),
    packing: SheetTableSchema,
    hosts: z
      .array(
        z
          .strictObject({
            name: z.string(),
            /** Address, place in the rack. */
            about: TextSchema,
            tables: z.array(SheetTableSchema).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    labels: z
      .array(
        z
          .strictObject({
            name: z.string(),
            /** For the machine, or for its stick. */
            kind: z.enum(['machine', 'stick']),
            lines: z.array(TextSchema).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type FieldSheet = z.infer<typeof FieldSheetSchema>;
