import { imageBaseDiagnostics } from './image/base.ts';
import { imageContentDiagnostics } from './image/content.ts';
import { imageMadeDiagnostics } from './image/made.ts';
import { imageStructureDiagnostics } from './image/structure.ts';

/** Bases, and the images made of them. A code exists once, in the file of its idea. */
export const imageDiagnostics = {
  ...imageStructureDiagnostics,
  ...imageBaseDiagnostics,
  ...imageContentDiagnostics,
  ...imageMadeDiagnostics,
} as const;
