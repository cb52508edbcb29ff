export const COPY_STAGES = ['look', 'carry', 'prove'] as const;
export type CopyStage = (typeof COPY_STAGES)[number];

/** How a copy tells of itself. */
export interface CopyTeller {
  begin(stage: CopyStage): Promise<void>;
  end(stage: CopyStage, changes: readonly string[]): Promise<void>;
  progress(stage: CopyStage, doneBytes: number, totalBytes: number): void;
}
