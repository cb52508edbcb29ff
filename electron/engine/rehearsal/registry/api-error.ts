import { StoreError } from './registry-store.ts';

interface ErrorEntry {
  readonly code: string;
  readonly message: string;
  readonly detail?: unknown;
}

const MESSAGES = {
  BLOB_UNKNOWN: { status: 404, message: 'blob unknown to registry' },
  BLOB_UPLOAD_INVALID: { status: 404, message: 'blob upload invalid' },
  BLOB_UPLOAD_UNKNOWN: { status: 404, message: 'blob upload unknown to registry' },
  DIGEST_INVALID: { status: 400, message: 'provided digest did not match uploaded content' },
  MANIFEST_BLOB_UNKNOWN: { status: 400, message: 'blob unknown to registry' },
  MANIFEST_INVALID: { status: 400, message: 'manifest invalid' },
  MANIFEST_UNKNOWN: { status: 404, message: 'manifest unknown' },
  NAME_UNKNOWN: { status: 404, message: 'repository name not known to registry' },
  UNAUTHORIZED: { status: 401, message: 'authentication required' },
  UNKNOWN: { status: 500, message: 'unknown error' },
  UNSUPPORTED: { status: 405, message: 'The operation is unsupported.' },
} as const;
export type ApiErrorCode = keyof typeof MESSAGES;

/** A refusal of the registry: status and JSON as docker-registry 2.8.3 was seen to answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly entries: readonly ErrorEntry[];

  /** `detail` undefined = the answer has none; `{}` is what most of Go's errors become. */
  constructor(code: ApiErrorCode, detail?: unknown, message: string = MESSAGES[code].message) {
    super(message);
    this.status = MESSAGES[code].status;
    this.entries = [{ code, message, ...(detail === undefined ? {} : { detail }) }];
  }

  /** Several things of one kind that are not there. */
  static ofAll(code: ApiErrorCode, details: readonly unknown[]): ApiError {
    const error = new ApiError(code);
    const { message } = MESSAGES[code];
    return Object.assign(error, { entries: details.map((detail) => ({ code, message, detail })) });
  }

  static of(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    if (!(error instanceof StoreError)) throw error;
    const enclosed = { Op: error.operation, Path: error.path, Err: error.errno };
    return new ApiError('UNKNOWN', { DriverName: 'filesystem', Enclosed: enclosed });
  }

  body(): string {
    return `${JSON.stringify({ errors: this.entries })}\n`;
  }
}
