import { z } from 'zod';

/** A path on the laptop, as a person or a native dialog gives it. */
export const path = z.string().min(1).max(4096);
