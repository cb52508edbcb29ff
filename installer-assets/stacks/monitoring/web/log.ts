/** What a record may carry. No field takes a request's body, a header or a cookie. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Only with DEBUG. */
  debug(event: string, fields?: LogFields): void;
}

/** One JSON object a line, for `docker logs`. */
export function jsonLog(write: (line: string) => void, options: { readonly debug: boolean }): Log {
  const put =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
  return {
    info: put('info'),
    warn: put('warn'),
    error: put('error'),
    debug: options.debug ? put('debug') : () => undefined,
  };
}

/** An error as a log may show it. A database's address holds no password in what pg says. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/(\w+:\/\/[^:@/\s]*):[^@/\s]*@/g, '$1:***@').slice(0, 500);
}
