import type { SimHost } from '../../kernel/program.ts';
import { groupId, userId } from '../../kernel/user-ids.ts';

/** Debian 13's config.yml of docker-registry 2.8.3+ds1-2; that of Debian 12 names the folder as its htpasswd file. */
const REGISTRY_CONFIG = `version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/docker-registry
  delete:
    enabled: true
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
auth:
  htpasswd:
    realm: basic-realm
    path: /etc/docker/registry/htpasswd
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`;
const REGISTRY_UNIT = `[Unit]
Description=the Docker toolset to pack, ship, store, and deliver content
After=network.target

[Service]
User=docker-registry
ExecStart=/usr/bin/docker-registry serve /etc/docker/registry/config.yml

[Install]
WantedBy=multi-user.target
`;

/** What the scripts of packages do on the host, and the files of theirs that a stand-in package leaves out. */
export const POST_INSTALL: Readonly<Record<string, (host: SimHost) => void>> = {
  'docker-registry': (host) => {
    addSystemUser(host, 'docker-registry', '/var/lib/docker-registry', 'Docker Registry');
    layOut(host, '/etc/docker/registry/config.yml', REGISTRY_CONFIG);
    layOut(host, '/etc/docker/registry/htpasswd', '');
    if (!host.files.stat('/lib/systemd/system/docker-registry.service'))
      layOut(host, '/usr/lib/systemd/system/docker-registry.service', REGISTRY_UNIT);
    host.files.makeDirectories('/var/lib/docker-registry');
    host.files.chown('/var/lib/docker-registry', 'docker-registry', 'docker-registry');
  },
};

function layOut(host: SimHost, path: string, content: string): void {
  if (host.files.stat(path)) return;
  host.files.makeDirectories(path.slice(0, path.lastIndexOf('/')));
  host.files.write(path, Buffer.from(content));
}

/** `adduser --system --group --no-create-home`: the first free number from 100. */
function addSystemUser(host: SimHost, name: string, home: string, comment: string): void {
  if (userId(host, name) !== undefined) return;
  const { files } = host;
  const numbers = (path: string) =>
    Buffer.from(files.read(path) ?? [])
      .toString('utf8')
      .split('\n')
      .map((line) => Number(line.split(':')[2]));
  const taken = new Set([...numbers('/etc/passwd'), ...numbers('/etc/group')]);
  let id = 100;
  while (taken.has(id)) id += 1;
  if (groupId(host, name) === undefined) files.append('/etc/group', Buffer.from(`${name}:x:${id}:\n`));
  files.append('/etc/passwd', Buffer.from(`${name}:x:${id}:${id}:${comment},,,:${home}:/usr/sbin/nologin\n`));
}
