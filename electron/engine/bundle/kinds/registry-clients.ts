import type { HttpClient } from '../http/http-client.ts';
import { RegistryClient } from '../oci/registry-client.ts';
import type { Sources } from '../sources/read-sources.ts';

/** One client a registry and HTTP client: it keeps the tokens that a registry gave, so each is asked for once. */
const clients = new WeakMap<HttpClient, Map<string, RegistryClient>>();

/** The registry of a name, by the settings of the office: an address of its own, or another server that has the same images. */
export function registryClient(http: HttpClient, registry: string, { registries }: Sources): RegistryClient {
  const own = clients.get(http) ?? new Map<string, RegistryClient>();
  clients.set(http, own);
  const known = own.get(registry);
  if (known) return known;
  const url = registries[registry]?.url;
  const isItself = url !== undefined && new URL(url).host === registry;
  const client = new RegistryClient(registry, {
    http,
    ...(isItself && url.startsWith('http:') ? { plainHttp: true } : {}),
    ...(url === undefined || isItself ? {} : { mirrors: [url] }),
  });
  own.set(registry, client);
  return client;
}
