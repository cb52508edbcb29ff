/**
 * The host keys that lines of known_hosts(5) name for one of these names or addresses. Hashed names (`|1|...`) say of nobody whose
 * they are, `@revoked` ones are no keys to trust: both are left out.
 */
export function keysNamed(lines: readonly string[], names: readonly string[]): readonly Uint8Array[] {
  const wanted = names.map((name) => name.toLowerCase());
  return lines.flatMap((line) => {
    const [hosts = '', type = '', body = ''] = line.trim().split(/\s+/);
    if (hosts.startsWith('@') || hosts.startsWith('|') || !/^(ssh|ecdsa)-/.test(type)) return [];
    const named = hosts.split(',').map((host) => host.toLowerCase().replace(/^\[(.+)\]:22$/, '$1'));
    if (!named.some((host) => wanted.includes(host))) return [];
    const bytes = Buffer.from(body, 'base64');
    return bytes.length > 0 ? [bytes] : [];
  });
}
