export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}
export interface PartResult {
  readonly status: number | null;
  readonly files: readonly FileResult[];
}
export function withSecondTry(
  run: (files: readonly string[] | undefined) => Promise<PartResult>,
): Promise<PartResult & { readonly unsteady: readonly string[] }>;
