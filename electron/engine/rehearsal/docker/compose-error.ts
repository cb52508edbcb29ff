/** A refusal in the words of compose, with its exit code. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';
  readonly code: number;
  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}
