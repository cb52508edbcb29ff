import { createHttpClient } from '../../bundle/http/http-client.ts';
import { RegistryClient } from '../../bundle/oci/registry-client.ts';
import type { RegistryEndpoint } from '../../bundle/oci/registry-endpoint.ts';
import type { Transport } from '../../transport/port.ts';
import type { RegistryPlace } from './registry-place.ts';

/** Streams through one SSH connection at a time; more of them gain nothing there. */
const MOST_STREAMS = 6;

/**
 * Works with the registry of the site through the connection to its machine: the laptop need not reach its port. The name that is
 * asked for is that of the site, so that the certificate is checked as every machine checks it, against nobody but the site's
 * authority.
 */
export async function withRegistry<T>(
  transport: Transport,
  place: RegistryPlace,
  authorityPem: string,
  work: (endpoint: RegistryEndpoint) => Promise<T>,
): Promise<T> {
  const http = createHttpClient({
    trust: { certificates: [authorityPem], only: true },
    maxConnections: MOST_STREAMS,
    dial: (_address, port) => transport.forward('127.0.0.1', port),
  });
  try {
    return await work(new RegistryClient(place.name, { http }).endpoint);
  } finally {
    http.close();
  }
}

/** Whether it answers as a registry (`/v2/`). Throws download.* where it does not answer at all. */
export async function answersAsRegistry(endpoint: RegistryEndpoint, signal: AbortSignal): Promise<boolean> {
  const response = await endpoint.http.send({ url: endpoint.url(''), signal });
  response.body.resume();
  return response.status === 200;
}
