/** What the tests look at of it. */
export function electronBuilderConfig(of: {
  readonly electron: { readonly dist?: string; readonly version: string };
  readonly staged: string;
  readonly modules: string;
  readonly resources: string;
  readonly icons: string;
  readonly out: string;
}): { readonly electronVersion: string; readonly electronFuses: Readonly<Record<string, boolean>> };
