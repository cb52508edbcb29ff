import { z } from 'zod';
import { everywhere, procedure } from '../procedure.ts';
import { FaultViewSchema } from '../rehearsal.ts';

export const rehearsal = {
  faults: procedure(everywhere).input(z.void()).output(z.array(FaultViewSchema)),
  fidelity: procedure(everywhere).input(z.void()).output(z.json()),
};
