/**
 * corosync.conf with other link priorities and the next config_version, every other line as it was (pve-facts 2.11).
 * @param wanted priority by link number; links that it does not name keep theirs
 */
export function withLinkPriorities(text: string, wanted: Readonly<Record<number, number>>): string {
  const lines: string[] = [];
  let block: string[] | undefined;
  for (const line of text.split('\n')) {
    if (/^\s*interface\s*\{\s*$/.test(line)) block = [];
    if (!block) {
      const version = /^(\s*config_version:\s*)(\d+)\s*$/.exec(line);
      lines.push(version ? `${version[1]}${Number(version[2]) + 1}` : line);
      continue;
    }
    block.push(line);
    if (line.trim() !== '}') continue;
    lines.push(...withPriority(block, wanted));
    block = undefined;
  }
  return lines.join('\n');
}

function withPriority(block: readonly string[], wanted: Readonly<Record<number, number>>): readonly string[] {
  const number = block.map((line) => /^(\s*)linknumber:\s*(\d+)\s*$/.exec(line)).find((match) => match !== null);
  const priority = number ? wanted[Number(number[2])] : undefined;
  if (!number || priority === undefined) return block;
  const rest = block.filter((line) => !/^\s*knet_link_priority:/.test(line));
  return [...rest.slice(0, 1), `${number[1]}knet_link_priority: ${priority}`, ...rest.slice(1)];
}
