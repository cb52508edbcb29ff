import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import { getManifest, putManifest } from './manifests.ts';
import type { RegistryConfig } from './registry-config.ts';
import { DIGEST, type RegistryStore } from './registry-store.ts';
import { check, receive, type Upload, type UploadDesk } from './upload-desk.ts';

/** One run of the registry, as its requests see it. */
export interface RegistryRun {
  readonly config: RegistryConfig;
  readonly store: RegistryStore;
  readonly uploads: UploadDesk;
  /** Simulated epoch milliseconds. */
  now(): number;
  newId(): string;
}

/** distribution/reference: the first part may be a host's name. */
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const NAME = `(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?${COMPONENT}(?:/${COMPONENT})*`;
const REFERENCE = '[\\w][\\w.-]{0,127}|[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}';
const LARGEST_MANIFEST_BYTES = 4 * 1024 ** 2;

type Handler = (run: RegistryRun, call: Call) => Promise<void> | void;
interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly repository: string;
  /** Tag, digest or the id of an upload. */
  readonly item: string;
}

const ROUTES: readonly { readonly path: RegExp; readonly methods: Readonly<Record<string, Handler>> }[] = [
  { path: /^\/v2\/_catalog$/, methods: { GET: catalogue } },
  { path: new RegExp(`^/v2/(${NAME})/tags/list$`), methods: { GET: listTags } },
  {
    path: new RegExp(`^/v2/(${NAME})/manifests/(${REFERENCE})$`),
    methods: { GET: readManifest, HEAD: readManifest, PUT: writeManifest, DELETE: deleteManifest },
  },
  { path: new RegExp(`^/v2/(${NAME})/blobs/uploads/?$`), methods: { POST: beginUpload } },
  {
    path: new RegExp(`^/v2/(${NAME})/blobs/uploads/([a-zA-Z0-9_.=-]+)$`),
    methods: { GET: tellUpload, HEAD: tellUpload, PATCH: addToUpload, PUT: finishUpload, DELETE: cancelUpload },
  },
  {
    path: new RegExp(`^/v2/(${NAME})/blobs/([^/]+:[^/]+)$`),
    methods: { DELETE: deleteBlob, GET: readBlob, HEAD: readBlob },
  },
];

/** Answers one request as docker-registry 2.8.3 was seen to; it speaks HTTP/1.1 alone. */
export async function answerRegistry(
  run: RegistryRun,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://registry');
  const { pathname } = url;
  for (const [name, value] of Object.entries(run.config.headers)) response.setHeader(name, value);
  if (pathname === '/') {
    response.writeHead(200, { 'cache-control': 'no-cache', 'content-length': '0' }).end();
    return;
  }
  response.setHeader('docker-distribution-api-version', 'registry/2.0');
  if (pathname === '/v2') {
    const body = '<a href="/v2/">Moved Permanently</a>.\n\n';
    const type = 'text/html; charset=utf-8';
    response.writeHead(301, { location: '/v2/', 'content-type': type, 'content-length': String(body.length) });
    response.end(body);
    return;
  }
  try {
    const route = ROUTES.find(({ path }) => path.test(pathname));
    if (!route && pathname !== '/v2/') return notFound(response);
    const [, repository = '', item = ''] = route?.path.exec(pathname) ?? [];
    if (run.config.realm !== undefined) throw challenge(run.config.realm, request, response, repository);
    if (!route) return sendJson(response, 200, '{}');
    const handler = route.methods[request.method ?? ''];
    if (!handler) return wrongMethod(response, Object.keys(route.methods));
    await handler(run, { request, response, query: url.searchParams, repository, item });
  } catch (error) {
    const refusal = ApiError.of(error);
    // what was not read of the body must not be taken for the next request
    request.resume();
    if (!response.headersSent) sendJson(response, refusal.status, refusal.body());
  }
}

function catalogue(run: RegistryRun, { response, query }: Call): void {
  const last = query.get('last') ?? '';
  const size = Number(query.get('n') ?? '100') || 100;
  const rest = run.store.repositories().filter((name) => name > last);
  const page = rest.slice(0, size);
  if (page.length === size && page.length > 0 && query.has('n'))
    response.setHeader(
      'link',
      `</v2/_catalog?last=${encodeURIComponent(page.at(-1) as string)}&n=${size}>; rel="next"`,
    );
  sendJson(response, 200, `${JSON.stringify({ repositories: page })}\n`);
}

function listTags(run: RegistryRun, { response, repository }: Call): void {
  const tags = run.store.tags(repository);
  if (!tags) throw new ApiError('NAME_UNKNOWN', { name: repository });
  sendJson(response, 200, `${JSON.stringify({ name: repository, tags: tags.length === 0 ? null : tags })}\n`);
}

function readManifest(run: RegistryRun, { request, response, repository, item }: Call): void {
  const accepts = new Set((request.headers.accept ?? '').split(',').map((type) => type.split(';')[0]?.trim() ?? ''));
  const { digest, mediaType, bytes } = getManifest(run.store, repository, item, accepts);
  if (request.headers['if-none-match'] === `"${digest}"` || request.headers['if-none-match'] === digest) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'content-type': mediaType,
    'docker-content-digest': digest,
    etag: `"${digest}"`,
    'content-length': String(bytes.length),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

async function writeManifest(run: RegistryRun, { request, response, repository, item }: Call): Promise<void> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= LARGEST_MANIFEST_BYTES) chunks.push(chunk);
  }
  if (sizeBytes > LARGEST_MANIFEST_BYTES) throw new ApiError('MANIFEST_INVALID', 'http: request body too large');
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const digest = putManifest(run.store, repository, item, type, Buffer.concat(chunks));
  created(run, request, response, `/v2/${repository}/manifests/${digest}`, digest);
}

function deleteManifest(run: RegistryRun, { response, repository, item }: Call): void {
  if (!run.config.deleteEnabled) throw new ApiError('UNSUPPORTED');
  if (!DIGEST.test(item)) throw new ApiError('DIGEST_INVALID');
  if (!run.store.removeManifest(repository, item)) throw new ApiError('MANIFEST_UNKNOWN');
  response.writeHead(202, { 'content-length': '0' }).end();
}

function readBlob(run: RegistryRun, { request, response, repository, item }: Call): void {
  needDigest(item);
  const sizeBytes = run.store.hasLayer(repository, item) ? run.store.blobSize(item) : undefined;
  if (sizeBytes === undefined) throw new ApiError('BLOB_UNKNOWN', item);
  const head = {
    'accept-ranges': 'bytes',
    'cache-control': 'max-age=31536000',
    'content-type': 'application/octet-stream',
    'docker-content-digest': item,
    etag: `"${item}"`,
  };
  if (request.method === 'HEAD') {
    response.writeHead(200, { ...head, 'content-length': String(sizeBytes) }).end();
    return;
  }
  const bytes = run.store.readBlob(item) ?? new Uint8Array(0);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) {
    response.writeHead(200, { ...head, 'content-length': String(bytes.length) }).end(bytes);
    return;
  }
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1);
  if (from >= bytes.length || to < from) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end('invalid range: failed to overlap\n');
    return;
  }
  const part = bytes.subarray(from, to + 1);
  response.writeHead(206, {
    ...head,
    'content-range': `bytes ${from}-${to}/${bytes.length}`,
    'content-length': String(part.length),
  });
  response.end(part);
}

function deleteBlob(run: RegistryRun, { response, repository, item }: Call): void {
  needDigest(item);
  if (!run.config.deleteEnabled) throw new ApiError('UNSUPPORTED');
  if (!run.store.unlinkLayer(repository, item)) throw new ApiError('BLOB_UNKNOWN');
  response.writeHead(202, { 'content-length': '0' }).end();
}

function beginUpload(run: RegistryRun, { request, response, repository, query }: Call): void {
  request.resume();
  const wanted = query.get('mount') ?? '';
  const from = query.get('from') ?? '';
  if (DIGEST.test(wanted) && from !== '' && run.store.hasLayer(from, wanted)) {
    run.store.linkLayer(repository, wanted);
    created(run, request, response, `/v2/${repository}/blobs/${wanted}`, wanted);
    return;
  }
  const at = new Date(run.now()).toISOString();
  const id = run.newId();
  run.store.beginUpload(repository, id, `${at.slice(0, 19)}Z`);
  tell(run, request, response, run.uploads.begin(repository, id, at), 202);
}

function tellUpload(run: RegistryRun, call: Call): void {
  tell(run, call.request, call.response, uploadOf(run, call), 204);
}

async function addToUpload(run: RegistryRun, call: Call): Promise<void> {
  const { request, response } = call;
  const upload = uploadOf(run, call);
  const type = request.headers['content-type'] ?? '';
  if (type !== '' && type !== 'application/octet-stream') throw new ApiError('UNKNOWN', {});
  const { whole, ...progress } = await receive(request, upload.progress);
  upload.progress = progress;
  if (whole) tell(run, request, response, upload, 202);
}

async function finishUpload(run: RegistryRun, call: Call): Promise<void> {
  const { request, response, repository, query } = call;
  const upload = uploadOf(run, call);
  const digest = query.get('digest') ?? '';
  if (digest === '') throw new ApiError('DIGEST_INVALID', 'digest missing');
  if (!DIGEST.test(digest)) throw new ApiError('DIGEST_INVALID', 'digest parsing failed');
  const { whole, ...progress } = await receive(request, upload.progress);
  // also where the digest then proves to be wrong
  upload.progress = progress;
  if (!whole) return;
  run.store.writeBlob(digest, check(progress, digest));
  run.store.linkLayer(repository, digest);
  run.store.endUpload(repository, upload.id);
  run.uploads.end(upload);
  created(run, request, response, `/v2/${repository}/blobs/${digest}`, digest);
}

function cancelUpload(run: RegistryRun, call: Call): void {
  const upload = uploadOf(run, call);
  run.uploads.end(upload);
  run.store.endUpload(upload.repository, upload.id);
  call.response.writeHead(204, { 'docker-upload-uuid': upload.id }).end();
}

function uploadOf(run: RegistryRun, { repository, item, query }: Call): Upload {
  return run.uploads.find(repository, item, query.get('_state'));
}

function tell(
  run: RegistryRun,
  request: IncomingMessage,
  response: ServerResponse,
  upload: Upload,
  status: 202 | 204,
): void {
  const state = encodeURIComponent(run.uploads.seal(upload));
  response.writeHead(status, {
    'docker-upload-uuid': upload.id,
    location: `${originOf(run, request)}/v2/${upload.repository}/blobs/uploads/${upload.id}?_state=${state}`,
    range: `0-${Math.max(0, upload.progress.sizeBytes - 1)}`,
    ...(status === 202 ? { 'content-length': '0' } : {}),
  });
  response.end();
}

function created(
  run: RegistryRun,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  digest: string,
): void {
  response.writeHead(201, {
    'docker-content-digest': digest,
    location: `${originOf(run, request)}${path}`,
    'content-length': '0',
  });
  response.end();
}

function originOf(run: RegistryRun, request: IncomingMessage): string {
  return `${run.config.tls ? 'https' : 'http'}://${request.headers.host ?? ''}`;
}

function needDigest(item: string): void {
  if (!DIGEST.test(item)) throw new ApiError('DIGEST_INVALID', {});
}

/** htpasswd: nobody is let in, as no password is checked here. */
function challenge(realm: string, request: IncomingMessage, response: ServerResponse, repository: string): ApiError {
  response.setHeader('www-authenticate', `Basic realm="${realm}"`);
  const access = { Type: 'repository', Class: '', Name: repository };
  const writes = !['GET', 'HEAD'].includes(request.method ?? '');
  const wanted = [{ ...access, Action: 'pull' }, ...(writes ? [{ ...access, Action: 'push' }] : [])];
  return new ApiError('UNAUTHORIZED', repository === '' ? null : wanted);
}

function notFound(response: ServerResponse): void {
  plain(response, 404, '404 page not found\n');
}

function wrongMethod(response: ServerResponse, methods: readonly string[]): void {
  response.setHeader('allow', [...methods].sort().join(', '));
  plain(response, 405, 'Method not allowed\n');
}

function plain(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': String(body.length),
  });
  response.end(body);
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(body);
}
