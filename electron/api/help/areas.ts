import type { DiagnosticCode } from '../diagnostics/index.ts';
import type { AreaHelp } from './area-help.ts';
import { OFFICE_AREAS } from './areas/office.ts';
import { PLAN_AREAS } from './areas/plan.ts';
import { PROGRAM_AREAS } from './areas/program.ts';
import { RACK_AREAS } from './areas/rack.ts';

type AreaOf<Code> = Code extends `${infer Area}.${string}` ? Area : never;

/** The part of a code before the dot. */
export type DiagnosticArea = AreaOf<DiagnosticCode>;

/** Every area of the catalogue: a code of a new area without its explanation does not compile. */
export const AREAS: Readonly<Record<DiagnosticArea, AreaHelp>> = {
  ...PLAN_AREAS,
  ...OFFICE_AREAS,
  ...RACK_AREAS,
  ...PROGRAM_AREAS,
};
