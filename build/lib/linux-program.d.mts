/** Why it was not made; undefined = dist/stick fits the sources. */
export function bundleLinuxProgram(): Promise<string | undefined>;
