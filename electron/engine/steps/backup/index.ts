import type { Step } from '../step.ts';
import { backupJobsStep } from './jobs.ts';

/** What brings a machine back when its disk is lost: jobs that copy it, and keep as many copies as the site says. */
export const backupSteps: readonly Step[] = [backupJobsStep];
