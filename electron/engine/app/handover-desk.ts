import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { fail } from '../../api/diagnostic.ts';
import type { HandedOver, HandoverForm } from '../../api/handover.ts';
import { renderHtml } from '../report/render-html.ts';
import { renderPdf } from '../report/render-pdf.ts';
import { type HandedSecret, secretsSheet } from '../report/secrets-sheet.ts';
import { ARRIVAL_IDENTITY, ARRIVAL_SECRET } from '../site/delivery.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { noteHandover } from '../workspace/handover-book.ts';
import { isInside } from '../workspace/is-inside.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { DEFAULT_WORK_FACTOR, MIN_PASSPHRASE_LENGTH } from '../workspace/vault.ts';
import type { EnginePorts } from './ports.ts';
import { secretViews } from './secrets-desk.ts';
import { unlockVault } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** Only the receiver on this laptop uses them. */
const OF_THE_LAPTOP: readonly string[] = [ARRIVAL_IDENTITY, ARRIVAL_SECRET].map((ref) => ref.replace(/^secret:/, ''));

/** Gives the secrets of a site to whoever runs it from now on. Written nowhere but into the folder that the person names. */
export class HandoverDesk {
  readonly #ports: EnginePorts;
  readonly #workFactor: number;

  /** @param workFactor of scrypt, as a power of two; lower only in tests */
  constructor(ports: EnginePorts, workFactor = DEFAULT_WORK_FACTOR) {
    this.#ports = ports;
    this.#workFactor = workFactor;
  }

  /** Throws vault.*, handover.inside-site, handover.file-exists, handover.recipient. */
  async secrets(ready: ReadySite, form: HandoverForm, outDir: string, now = new Date()): Promise<HandedOver> {
    const { site, folder } = ready;
    const target = resolve(outDir);
    // The site's folder is copied, mailed and put onto sticks: what lies open must not lie in it, also not by way of a link.
    if (await isInside(target, folder.root))
      throw fail('handover.inside-site', {
        params: { path: target, folder: folder.root },
        subject: { file: target },
      });
    if (form.kind === 'passphrase' && form.passphrase.length < MIN_PASSPHRASE_LENGTH)
      throw fail('vault.passphrase-short', { params: { minimum: MIN_PASSPHRASE_LENGTH } });
    const names = form.kind === 'sheet' ? ['secrets-sheet.html', 'secrets-sheet.pdf'] : [`${site.id}-secrets.age`];
    for (const name of names) {
      const path = join(target, name);
      if (await stat(path).catch(() => undefined))
        throw fail('handover.file-exists', { params: { path }, subject: { file: path } });
    }
    const { env, passphraseFd: fd, secretStore: store, askPassphrase: ask } = this.#ports;
    const vault = await unlockVault(folder.root, site, { fd, file: env.SITEWRIGHT_PASSPHRASE_FILE, store, ask });
    const views = secretViews(site, vault.names()).filter((view) => view.state !== 'lacking');
    const isHanded = (view: (typeof views)[number]) =>
      !OF_THE_LAPTOP.includes(view.name) && view.kind !== 'password-hash';
    const handed = views
      .filter(isHanded)
      .map(({ name, usedBy }): HandedSecret => ({ name, usedBy, value: vault.get(name).reveal() }));
    const files: { name: string; sha256: string; sizeBytes: number }[] = [];
    const contents = await this.#contents(site.name, handed, form, now);
    for (const [index, name] of names.entries()) {
      const bytes = contents[index] ?? new Uint8Array();
      await writeFileAtomic(join(target, name), bytes, { mode: 0o600 });
      const read = await readFile(join(target, name));
      files.push({ name, sha256: sha256Of(read), sizeBytes: read.length });
    }
    await noteHandover(folder.root, {
      kind: 'secrets',
      at: now.toISOString(),
      by: this.#ports.by,
      form: form.kind,
      folder: target,
      files: files.map(({ name, sha256 }) => ({ name, sha256 })),
      count: handed.length,
    });
    return {
      folder: target,
      files,
      handed: handed.map(({ name }) => name),
      leftOut: views.filter((view) => !isHanded(view)).map(({ name }) => name),
    };
  }

  async #contents(
    site: string,
    handed: readonly HandedSecret[],
    form: HandoverForm,
    now: Date,
  ): Promise<readonly Uint8Array[]> {
    if (form.kind === 'sheet') {
      const document = secretsSheet(site, handed, { at: now, by: this.#ports.by }, form.language);
      return [Buffer.from(renderHtml(document)), await renderPdf(document, now)];
    }
    const text = `${JSON.stringify({ format: 'sitewright-secrets', site, madeAt: now.toISOString(), secrets: handed }, null, 2)}\n`;
    const encrypter = new Encrypter();
    if (form.kind === 'recipients') {
      for (const recipient of form.recipients)
        try {
          encrypter.addRecipient(recipient);
        } catch {
          throw fail('handover.recipient', { params: { recipient } });
        }
    } else {
      encrypter.setScryptWorkFactor(this.#workFactor);
      encrypter.setPassphrase(form.passphrase);
    }
    const sealed = await encrypter.encrypt(text);
    if (form.kind === 'passphrase') {
      // What a passphrase cannot open again is not handed to anybody. Of other people's keys only they can say.
      const decrypter = new Decrypter();
      decrypter.addPassphrase(form.passphrase);
      if ((await decrypter.decrypt(sealed, 'text')) !== text) throw new Error('the file does not open again');
    }
    return [Buffer.from(`${armor.encode(sealed).trimEnd()}\n`)];
  }
}
