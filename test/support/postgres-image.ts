import type { Need } from '../../electron/engine/bundle/kinds/kind.ts';
import type { ImageRecipe } from '../../electron/engine/bundle/oci/build/image-recipe.ts';

const VERSION = 17;
const UID = 999;
const BIN = `/usr/lib/postgresql/${VERSION}/bin`;

/**
 * What the entrypoint of the official image does, as far as the stack uses it: as root it hands the data folder to postgres and
 * goes on as that user; an empty data folder becomes a cluster with POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB.
 */
const ENTRYPOINT = `#!/bin/sh
set -eu
: "\${POSTGRES_PASSWORD:?not set}" "\${POSTGRES_USER:=postgres}"
: "\${POSTGRES_DB:=$POSTGRES_USER}"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA"
  chmod 03775 /var/run/postgresql
  chown -R postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  umask 077
  printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
  initdb --username "$POSTGRES_USER" --pwfile /tmp/password --encoding UTF8 --locale C.UTF-8 \\
    --auth-local trust --auth-host scram-sha-256 --pgdata "$PGDATA" >/dev/null
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  pg_ctl --pgdata "$PGDATA" --options "-c listen_addresses=''" --wait start >/dev/null
  [ "$POSTGRES_DB" = postgres ] || createdb --username "$POSTGRES_USER" "$POSTGRES_DB"
  pg_ctl --pgdata "$PGDATA" --mode fast --wait stop >/dev/null
fi
exec "$@"
`;

/**
 * A database image out of Debian's packages that stands in for the official postgres:16, which only its own registry has: the same
 * variables, the same folder of data, the same programs on the path.
 */
export const POSTGRES_RECIPE: ImageRecipe = {
  release: 'trixie',
  packages: [`postgresql-${VERSION}`, 'dash', 'coreutils', 'util-linux', 'libc-bin', 'findutils', 'grep', 'sed'],
  assumed: [
    ...['debconf', 'perl', 'ssl-cert', 'postgresql-common', 'postgresql-client-common', 'adduser', 'ucf'],
    ...['dpkg', 'locales', 'locales-all', 'netbase', 'sysvinit-utils', 'login', 'libllvm19', 'libpam-modules'],
  ],
  licence: 'PostgreSQL',
  entries: [
    {
      path: 'etc/passwd',
      text: `root:x:0:0:root:/root:/bin/sh\npostgres:x:${UID}:${UID}::/var/lib/postgresql:/bin/sh\n`,
    },
    { path: 'etc/group', text: `root:x:0:\npostgres:x:${UID}:\n` },
    { path: 'etc/nsswitch.conf', text: 'passwd: files\ngroup: files\nhosts: files dns\n' },
    { path: 'usr/local/bin/docker-entrypoint.sh', text: ENTRYPOINT, mode: 0o755 },
    { path: 'tmp', folder: true, mode: 0o1777 },
    { path: 'run/postgresql', folder: true, mode: 0o3775, uid: UID, gid: UID },
    { path: 'var/run', linkTo: '/run' },
    { path: 'var/lib/postgresql/data', folder: true, mode: 0o700, uid: UID, gid: UID },
  ],
  entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
  cmd: ['postgres'],
  env: { PATH: `${BIN}:/usr/local/bin:/usr/bin:/usr/sbin`, PGDATA: '/var/lib/postgresql/data', LANG: 'C.UTF-8' },
  exposedPorts: ['5432/tcp'],
  volumes: ['/var/lib/postgresql/data'],
  stopSignal: 'SIGINT',
};

/** The stand-in as a bundle asks for it: in place of the need of the same name. */
export function postgresNeed(why: readonly string[] = ['stack monitoring']): Need {
  return {
    kind: 'image',
    name: 'postgres:16',
    why,
    recipe: POSTGRES_RECIPE,
    shownAs: 'container-image',
  };
}
