import { z } from 'zod';
import type { NodeReport } from '../../api/arrival.ts';
import { HostNameSchema } from '../../api/site.ts';
import type { RawAnswer } from '../facts/fact.ts';
import { reportFromParts } from './machine-parts.ts';

/** What the first-boot hook posts: who it is, what proves it, and what each program printed, as base64. */
const FirstBootReportSchema = z.object({
  schema: z.literal(1),
  node: HostNameSchema,
  token: z.string().min(1).max(256),
  ordering: z.string().max(64),
  parts: z.record(z.string().max(32), z.string().max(2_000_000)),
});

export interface FirstBootReport {
  readonly node: string;
  readonly token: string;
  /** Reads the parts; called only when the token has proven who it is. */
  read(
    at: string,
    address: string,
  ): {
    readonly report: NodeReport;
    readonly hostKeys: readonly Uint8Array[];
  };
}

/** Reads the envelope of a first-boot report; undefined when it is none. */
export function parseFirstBootReport(body: unknown): FirstBootReport | undefined {
  const parsed = FirstBootReportSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { node, token, parts } = parsed.data;
  return {
    node,
    token,
    read: (at, address) => {
      const answers = new Map(
        Object.entries(parts).map(([name, base64]): [string, RawAnswer] => {
          const stdout = Buffer.from(base64, 'base64').toString('utf8');
          return [name, { code: stdout === '' ? 1 : 0, stdout, stderr: '' }];
        }),
      );
      return reportFromParts(answers, { source: 'first-boot', at, address });
    },
  };
}
