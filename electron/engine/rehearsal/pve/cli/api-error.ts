/** An error as the vendor's REST layer raises it: an optional HTTP code, a message, and one reason per parameter. */
export class ApiError extends Error {
  readonly code: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** Set once the command line has to add its usage line (argument errors). */
  readonly usage: boolean;

  constructor(
    message: string,
    options: { code?: number; parameters?: Readonly<Record<string, string>>; usage?: boolean } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = options.code;
    this.parameters = options.parameters ?? {};
    this.usage = options.usage ?? false;
  }

  /** The text as Perl prints it: code and message, then a line a parameter (a reason that ends in a newline leaves a blank one). */
  render(): string {
    const head = this.code === undefined ? this.message : `${this.code} ${this.message}`;
    const reasons = Object.entries(this.parameters).map(([name, reason]) => `${name}: ${reason}\n`);
    return `${head}\n${reasons.join('')}`;
  }
}

/** `die "text\n"`. */
export function die(message: string): never {
  throw new ApiError(message);
}

/** One wrong parameter, as raise_param_exc words it. */
export function parameterError(parameters: Readonly<Record<string, string>>): ApiError {
  return new ApiError('Parameter verification failed.', { code: 400, parameters, usage: true });
}

/** A format that failed: its reason ends in a newline of its own, which shows as a blank line. */
export function formatReason(reason: string): string {
  return `invalid format - ${reason}\n`;
}
