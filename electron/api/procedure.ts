import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

/** Where a procedure can be called from: the window (MessagePort), a browser (loopback web server), the command line (in process). */
export const SURFACES = ['window', 'http', 'cli'] as const;
export type Surface = (typeof SURFACES)[number];

export interface ProcedureMeta {
  /** Where it may be called from. A page never names a path of the laptop: it uses handles. */
  readonly surfaces: readonly Surface[];
}

export const everywhere: ProcedureMeta = { surfaces: SURFACES };
/** Raw drive writes do not exist over HTTP. */
export const notOverHttp: ProcedureMeta = { surfaces: ['window', 'cli'] };
/** What a window asks with a native dialog. */
export const inBrowser: ProcedureMeta = { surfaces: ['http', 'cli'] };
export const windowOnly: ProcedureMeta = { surfaces: ['window'] };
export const commandLineOnly: ProcedureMeta = { surfaces: ['cli'] };

/** The one declared error: what is wrong, as diagnostics. */
export const DIAGNOSTIC_ERROR = 'DIAGNOSTIC';
export const DiagnosticErrorDataSchema = z.strictObject({ diagnostics: z.array(DiagnosticSchema).min(1) });

/** One procedure: where it is served, and the one error every procedure may answer with. */
export const procedure = (meta: ProcedureMeta) =>
  oc
    .$meta<ProcedureMeta>(everywhere)
    .meta(meta)
    .errors({ [DIAGNOSTIC_ERROR]: { status: 422, data: DiagnosticErrorDataSchema } });
