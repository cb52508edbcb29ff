import { implement } from '@orpc/server';
import { contract } from '../api/contract.ts';
import type { Surface } from '../api/procedure.ts';
import type { Desks } from './app/desks.ts';
import { lookAtHandover } from './app/handover-look.ts';
import { laptopView } from './app/laptop-view.ts';
import { followMovedSite } from './app/moved-site.ts';
import { flashItem, retargetItem } from './app/stick-items.ts';
import { usedRanges } from './app/used-ranges.ts';
import { lookAtConnection } from './connect/look-at-connection.ts';
import { drillOffers } from './drills/offers.ts';
import { exportTerraform } from './export/terraform.ts';
import { makeFieldSheet } from './field-sheet/make-field-sheet.ts';
import { writeFieldSheet } from './field-sheet/write-field-sheet.ts';
import { fidelityReport } from './rehearsal/fidelity.ts';
import type { CallContext } from './serve/gate.ts';
import { planAddresses } from './site/address-plan.ts';
import { standInLabels } from './site/stand-in-labels.ts';
import { forgetSite } from './workspace/recent-sites.ts';
import { assertWritableFolder } from './workspace/writable-folder.ts';

/** Every procedure of the contract, implemented once. Handlers are one call into a desk: no rule lives here. */
export function createRouter(desks: Desks) {
  const {
    shelf,
    sites,
    runs,
    logs,
    histories,
    reports,
    answers,
    machines,
    images,
    drives,
    arrivals,
    secrets,
    bundles,
    deployments,
    stacks,
  } = desks;
  const os = implement(contract).$context<CallContext>();
  const siteMaybe = async (site: string | undefined, surface: Surface) =>
    site === undefined ? undefined : shelf.ready(site, surface);
  const pathMaybe = (path: string | undefined, surface: Surface) =>
    path === undefined ? undefined : shelf.pathOf(path, surface);
  const outPlace = async (path: string, surface: Surface) => {
    const folder = shelf.pathOf(path, surface);
    await assertWritableFolder(folder);
    return folder;
  };
  return os.router({
    app: {
      info: os.app.info.handler(({ context }) => ({
        version: desks.ports.appVersion,
        surface: context.surface,
        platform: process.platform,
        node: process.versions.node,
        canWriteDrives: context.surface !== 'http',
      })),
      laptop: os.app.laptop.handler(({ context }) => laptopView(desks.folders, context.surface !== 'http')),
    },
    update: {
      installation: os.update.installation.handler(() => desks.updates.installation()),
      look: os.update.look.handler(({ input, context }) =>
        desks.updates.look(shelf.pathOf(input.file, context.surface)),
      ),
      install: os.update.install.handler(({ input, context }) =>
        desks.updates.install(shelf.pathOf(input.file, context.surface), input.acceptOlder),
      ),
      restart: os.update.restart.handler(() => desks.updates.restart()),
    },
    settings: {
      read: os.settings.read.handler(() => desks.settings.read()),
      change: os.settings.change.handler(({ input, context }) =>
        desks.settings.change({
          ...input,
          ...(typeof input.siteFolder === 'string'
            ? { siteFolder: shelf.pathOf(input.siteFolder, context.surface) }
            : {}),
        }),
      ),
    },
    sites: {
      list: os.sites.list.handler(async () => [...(await shelf.list())]),
      open: os.sites.open.handler(({ input, context }) => shelf.read(input.path, context.surface)),
      read: os.sites.read.handler(({ input, context }) => shelf.read(input.site, context.surface)),
      edit: os.sites.edit.handler(({ input, context }) =>
        shelf.edit(input.site, input.baseText, input.edits, context.surface),
      ),
      copyExample: os.sites.copyExample.handler(({ input, context }) =>
        shelf.copyExample(input.site, input.name, context.surface),
      ),
      create: os.sites.create.handler(async ({ input, context: { surface } }) =>
        shelf.open(await sites.create(input.asked, pathMaybe(input.place, surface)), surface),
      ),
      locate: os.sites.locate.handler(async ({ input, context: { surface } }) => {
        const [from, to] = [shelf.pathOf(input.site, surface), shelf.pathOf(input.found, surface)];
        return shelf.open(await followMovedSite(desks.folders.state, desks.assets, from, to, new Date()), surface);
      }),
      forget: os.sites.forget.handler(async ({ input, context: { surface } }) => {
        await forgetSite(desks.folders.state, shelf.pathOf(input.site, surface));
        return [...(await shelf.list())];
      }),
      exportFile: os.sites.exportFile.handler(({ input: { site, target, ...wanted }, context: { surface } }) =>
        sites.exportTo(shelf.pathOf(site, surface), shelf.pathOf(target, surface), wanted),
      ),
      importFile: os.sites.importFile.handler(async ({ input, context: { surface } }) => {
        const file = shelf.pathOf(input.file, surface);
        return shelf.open(await sites.importFrom(file, input.name, pathMaybe(input.place, surface)), surface);
      }),
      compare: os.sites.compare.handler(async ({ input, context: { surface } }) => ({
        differences: [...(await sites.compare(shelf.pathOf(input.left, surface), shelf.pathOf(input.right, surface)))],
      })),
      exportTerraform: os.sites.exportTerraform.handler(async ({ input, context }) => {
        const { site } = await shelf.ready(input.site, context.surface);
        await assertWritableFolder(input.outDir);
        return { files: [...(await exportTerraform(site, input.outDir))] };
      }),
    },
    cluster: {
      read: os.cluster.read.handler(({ input, context: { surface }, signal }) => {
        const { login } = input;
        return desks.adoption.read(input, login.kind === 'key' ? shelf.pathOf(login.file, surface) : undefined, signal);
      }),
      make: os.cluster.make.handler(async ({ input: { place, ...asked }, context: { surface } }) => {
        const { path, notes } = await desks.adoption.make(asked, pathMaybe(place, surface));
        return { site: await shelf.open(path, surface), notes: [...notes] };
      }),
    },
    sheet: {
      read: os.sheet.read.handler(async ({ input, context }) =>
        makeFieldSheet((await shelf.ready(input.site, context.surface)).site),
      ),
      write: os.sheet.write.handler(async ({ input, context }) => {
        const { site } = await shelf.ready(input.site, context.surface);
        return writeFieldSheet(site, input.out, input.language);
      }),
    },
    edits: {
      undo: os.edits.undo.handler(({ input, context }) =>
        shelf.step(input.site, input.baseText, 'undo', context.surface),
      ),
      redo: os.edits.redo.handler(({ input, context }) =>
        shelf.step(input.site, input.baseText, 'redo', context.surface),
      ),
      keepDraft: os.edits.keepDraft.handler(async ({ input, context }) => ({
        isKept: await shelf.keepDraft(input.site, input.path, input.text, context.surface),
      })),
    },
    secrets: {
      list: os.secrets.list.handler(async ({ input, context }) =>
        secrets.list(await shelf.ready(input.site, context.surface)),
      ),
      init: os.secrets.init.handler(async ({ input, context }) =>
        secrets.init(await shelf.ready(input.site, context.surface), {
          newSshKey: input.newSshKey,
          passphrase: input.passphrase,
        }),
      ),
      set: os.secrets.set.handler(async ({ input, context }) =>
        secrets.set(await shelf.ready(input.site, context.surface), input.name, input.value, input.isPassword),
      ),
      look: os.secrets.look.handler(async ({ input, context }) =>
        desks.vaults.look(await shelf.ready(input.site, context.surface)),
      ),
      unlock: os.secrets.unlock.handler(async ({ input, context }) => ({
        count: await desks.vaults.unlock(await shelf.ready(input.site, context.surface), input.passphrase),
      })),
      rekey: os.secrets.rekey.handler(async ({ input, context }) => ({
        count: await desks.vaults.rekey(await shelf.ready(input.site, context.surface), input.passphrase),
      })),
      renew: os.secrets.renew.handler(async ({ input, context }) =>
        desks.vaults.renew(await shelf.ready(input.site, context.surface), input.name),
      ),
      reveal: os.secrets.reveal.handler(async ({ input, context }) => ({
        value: await secrets.reveal(await shelf.ready(input.site, context.surface), input.name),
      })),
    },
    answers: {
      preview: os.answers.preview.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        return answers
          .preview(ready)
          .map(({ node, fileName, text, diagnostics }) => ({ node, fileName, text, diagnostics: [...diagnostics] }));
      }),
      make: os.answers.make.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        await assertWritableFolder(input.outDir);
        await machines.refuseUnclear(ready);
        return [...(await answers.write(ready, input.outDir))];
      }),
      erasure: os.answers.erasure.handler(async ({ input, context }) => [
        ...(await machines.erasure(await shelf.unfinished(input.site, context.surface))),
      ]),
      check: os.answers.check.handler(async ({ input }) => [
        ...(await answers.check(input.files, input.pve, input.inventory)),
      ]),
    },
    inventory: {
      bring: os.inventory.bring.handler(async ({ input, context }) =>
        machines.bring(await shelf.unfinished(input.site, context.surface), input.node, input.text),
      ),
    },
    network: {
      ranges: os.network.ranges.handler(async ({ input, context }) => {
        const { site } = await shelf.unfinished(input.site, context.surface);
        return [...usedRanges(site)];
      }),
      addressPlan: os.network.addressPlan.handler(async ({ input, context }) => {
        const { site: reference, ...order } = input;
        const { site } = await shelf.unfinished(reference, context.surface);
        return planAddresses(site, order);
      }),
    },
    images: {
      make: os.images.make.handler(async ({ input, context, signal }) => {
        const ready = await shelf.ready(input.site, context.surface);
        // A page picks the base in a native dialog and gives its handle; it never says where images go.
        const base = shelf.pathOf(input.base, context.surface);
        const outDir = context.surface === 'cli' ? input.outDir : undefined;
        if (outDir !== undefined) await assertWritableFolder(outDir);
        const { full, rewrite, nodes, acceptBase } = input;
        return images.make(ready, { base, outDir, full, rewrite, nodes, acceptBase, signal });
      }),
      inspectBase: os.images.inspectBase.handler(({ input, context, signal }) =>
        images.inspectBase(shelf.pathOf(input.base, context.surface), signal),
      ),
      retarget: os.images.retarget.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        const { target, identity, node, acceptBase, verifyWhole } = input;
        // A page says what was typed; on the command line naming the target is saying it.
        const confirm = context.surface === 'cli' ? input.confirm : (input.confirm ?? '');
        const order = {
          target,
          identity,
          node,
          acceptBase,
          verifyWhole,
          confirm,
          base: shelf.pathOf(input.base, context.surface),
        };
        return { runId: await runs.sticks([retargetItem(order)], drives.retargeting(ready, order)) };
      }),
      list: os.images.list.handler(async ({ input, context }) => [
        ...(await images.list(await shelf.ready(input.site, context.surface))),
      ]),
      inspect: os.images.inspect.handler(({ input }) => JSON.parse(JSON.stringify(images.inspect(input.file)))),
    },
    drives: {
      list: os.drives.list.handler(async ({ input, context }) => {
        const ready = input.site === undefined ? undefined : await shelf.ready(input.site, context.surface);
        return [...(await drives.list(ready, input))];
      }),
      identify: os.drives.identify.handler(async ({ input, context }) => {
        const ready = input.site === undefined ? undefined : await shelf.ready(input.site, context.surface);
        return [...(await drives.identify(ready, input.devices))];
      }),
      flash: os.drives.flash.handler(async ({ input, context }) => {
        const base = input.base === undefined ? undefined : shelf.pathOf(input.base, context.surface);
        // A page cannot accept a large drive: that is typed out on the command line.
        const acceptLarge = context.surface === 'cli' ? input.acceptLarge : undefined;
        const order = { writes: input.writes, base, acceptLarge };
        return { runId: await runs.sticks(input.writes.map(flashItem), drives.flashing(order)) };
      }),
    },
    bundle: {
      needs: os.bundle.needs.handler(async ({ input, context }) => [
        ...(await bundles.needs(await shelf.ready(input.site, context.surface))),
      ]),
      look: os.bundle.look.handler(async ({ input, context: { surface } }) =>
        bundles.look(await shelf.ready(input.site, surface), pathMaybe(input.sources, surface)),
      ),
      place: os.bundle.place.handler(({ input }) => shelf.place(input.path, input.kind)),
      make: os.bundle.make.handler(async ({ input, context: { surface } }) => {
        const ready = await shelf.ready(input.site, surface);
        // A page never says where a bundle is made: it lies where the site's folder has it.
        const outDir = surface === 'cli' ? input.outDir : undefined;
        if (outDir !== undefined) await assertWritableFolder(outDir);
        return { runId: await bundles.make(ready, { outDir, sources: pathMaybe(input.sources, surface) }) };
      }),
      update: os.bundle.update.handler(async ({ input, context: { surface } }) => {
        const ready = await shelf.ready(input.site, surface);
        const outDir = surface === 'cli' ? input.outDir : undefined;
        const order = { outDir, sources: pathMaybe(input.sources, surface), write: input.write };
        return { runId: await bundles.update(ready, order) };
      }),
      verify: os.bundle.verify.handler(async ({ input, context: { surface } }) => ({
        runId: await bundles.verify(await siteMaybe(input.site, surface), pathMaybe(input.folder, surface)),
      })),
      diff: os.bundle.diff.handler(async ({ input, context: { surface } }) => {
        const ready = await siteMaybe(input.site, surface);
        return bundles.diff(ready, shelf.pathOf(input.before, surface), pathMaybe(input.after, surface));
      }),
      delta: os.bundle.delta.handler(async ({ input, context: { surface } }) => {
        const ready = await siteMaybe(input.site, surface);
        const outDir = await outPlace(input.outDir, surface);
        const before = shelf.pathOf(input.before, surface);
        return { runId: await bundles.delta(ready, before, pathMaybe(input.after, surface), outDir) };
      }),
      patch: os.bundle.patch.handler(async ({ input, context: { surface } }) => {
        const ready = await siteMaybe(input.site, surface);
        const delta = shelf.pathOf(input.delta, surface);
        return { runId: await bundles.patch(ready, pathMaybe(input.folder, surface), delta) };
      }),
      split: os.bundle.split.handler(async ({ input, context: { surface } }) => {
        const ready = await siteMaybe(input.site, surface);
        const outDir = await outPlace(input.outDir, surface);
        return { runId: await bundles.split(ready, pathMaybe(input.folder, surface), outDir, input.volumeBytes) };
      }),
      join: os.bundle.join.handler(async ({ input, context: { surface } }) => {
        const ready = await siteMaybe(input.site, surface);
        const folders = input.folders.map((folder) => shelf.pathOf(folder, surface));
        return { runId: await bundles.join(ready, folders, await outPlace(input.outDir, surface)) };
      }),
    },
    deployment: {
      stick: os.deployment.stick.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        const target = shelf.pathOf(input.target, context.surface);
        return { runId: await deployments.stick(ready, { target, plainFolder: input.plainFolder }) };
      }),
      push: os.deployment.push.handler(async ({ input, context }) => ({
        runId: await deployments.push(await shelf.ready(input.site, context.surface), input.to, input.prune),
      })),
      onHost: os.deployment.onHost.handler(async ({ input, context, signal }) =>
        deployments.onHost(await shelf.ready(input.site, context.surface), input, signal),
      ),
    },
    connect: {
      look: os.connect.look.handler(async ({ input, context, signal }) => {
        const { site, folder } = await shelf.ready(input.site, context.surface);
        const { keepAwake } = desks.ports;
        const found = await lookAtConnection({
          site,
          siteFile: folder.siteFile,
          listens: arrivals.listensFor(folder.siteFile),
          keepsAwake: keepAwake !== undefined,
          ...(signal ? { signal } : {}),
        });
        return {
          interfaces: [...found.interfaces],
          checks: found.checks.map((check) => ({
            ...check,
            seen: [...check.seen],
            diagnostics: [...check.diagnostics],
          })),
          diagnostics: [...found.diagnostics],
        };
      }),
    },
    arrival: {
      watch: os.arrival.watch.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        const { rehearsal, rehearsedMedia, untilReady } = input;
        return { runId: await arrivals.watch({ ready, rehearsal, rehearsedMedia, untilReady }) };
      }),
      powered: os.arrival.powered.handler(({ input }) => arrivals.powered(input.runId, input.host)),
      assign: os.arrival.assign.handler(({ input }) => arrivals.assign(input.runId, input.visitor, input.host)),
      release: os.arrival.release.handler(({ input }) => arrivals.release(input.runId, input.host, input.typedName)),
      compareKey: os.arrival.compareKey.handler(({ input }) =>
        arrivals.compareKey(input.runId, input.host, input.fingerprint),
      ),
      screen: os.arrival.screen.handler(async ({ input, context }) => [
        ...(await arrivals.screen(await shelf.ready(input.site, context.surface), input.host, input.screen)),
      ]),
    },
    plan: {
      make: os.plan.make.handler(async ({ input, context }) =>
        runs.plan(await shelf.ready(input.site, context.surface), input.rehearsal, input),
      ),
      outline: os.plan.outline.handler(async ({ input, context }) => {
        const { site } = await shelf.ready(input.site, context.surface);
        return [...runs.outline(site)];
      }),
    },
    runs: {
      apply: os.runs.apply.handler(async ({ input, context }) => {
        const { site, rehearsal, ...order } = input;
        const ready = await shelf.ready(site, context.surface);
        return { runId: await runs.apply({ ready, rehearsal, ...order }) };
      }),
      maintenance: os.runs.maintenance.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        return { runId: await runs.maintenance({ ready, rehearsal: input.rehearsal }, input.node, input.mode) };
      }),
      smoke: os.runs.smoke.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        return { runId: await runs.smoke({ ready, rehearsal: input.rehearsal }, input.checks) };
      }),
      drillOffers: os.runs.drillOffers.handler(async ({ input, context }) => {
        const { site } = await shelf.ready(input.site, context.surface);
        return [...drillOffers(site)];
      }),
      drill: os.runs.drill.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        const { rehearsal, takeLock, drill, confirm } = input;
        return { runId: await runs.drill({ ready, rehearsal, takeLock }, drill, confirm) };
      }),
      rehearse: os.runs.rehearse.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        const outDir = context.surface === 'cli' ? input.outDir : undefined;
        if (outDir !== undefined) await assertWritableFolder(outDir);
        const afterwards =
          outDir === undefined ? undefined : async (runId: string) => void (await reports.make(ready, runId, outDir));
        return { runId: await runs.rehearse({ ready, rehearsal: input.rehearsal, afterwards }) };
      }),
      list: os.runs.list.handler(async ({ input, context }) => [
        ...(await runs.shelf.list(await shelf.unfinished(input.site, context.surface))),
      ]),
      history: os.runs.history.handler(async ({ input, context }) => {
        const { site, ...order } = input;
        return histories.page(await shelf.unfinished(site, context.surface), order);
      }),
      past: os.runs.past.handler(async ({ input, context }) =>
        histories.one(await shelf.unfinished(input.site, context.surface), input.runId),
      ),
      compare: os.runs.compare.handler(async ({ input, context }) =>
        histories.compare(await shelf.unfinished(input.site, context.surface), input.left, input.right),
      ),
      events: os.runs.events.handler(({ input, signal }) =>
        runs.shelf.events(input.runId, input.after, signal, input.log === 'none'),
      ),
      logTail: os.runs.logTail.handler(({ input, signal }) =>
        logs.tail(input.runId, input.filter, input.limit, signal),
      ),
      logLines: os.runs.logLines.handler(({ input }) => logs.lines(input.runId, input)),
      logFind: os.runs.logFind.handler(({ input }) => logs.find(input.runId, input)),
      stop: os.runs.stop.handler(({ input }) => runs.stop(input.runId, input.mode)),
    },
    stacks: {
      list: os.stacks.list.handler(async ({ input, context }) => [
        ...stacks.list(await shelf.ready(input.site, context.surface)),
      ]),
      backups: os.stacks.backups.handler(async ({ input, context }) =>
        stacks.backups(await shelf.ready(input.site, context.surface), input.instance, input.rehearsal),
      ),
      backup: os.stacks.backup.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        // A page never names a path of the laptop: what it saves stays on the machine.
        const out = context.surface === 'cli' ? input.out : undefined;
        return { runId: await stacks.backup(ready, input, out) };
      }),
      restore: os.stacks.restore.handler(async ({ input, context: { surface } }) => {
        const ready = await shelf.ready(input.site, surface);
        const from = 'file' in input.from ? { file: shelf.pathOf(input.from.file, surface) } : input.from;
        return { runId: await stacks.restore(ready, input, from, input.confirm) };
      }),
      remove: os.stacks.remove.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        return { runId: await stacks.remove(ready, input, input.withData, input.confirm) };
      }),
    },
    report: {
      make: os.report.make.handler(async ({ input, context }) => {
        const ready = await shelf.ready(input.site, context.surface);
        const outDir = context.surface === 'cli' ? input.outDir : undefined;
        if (outDir !== undefined) await assertWritableFolder(outDir);
        const made = await reports.make(ready, input.runId, outDir);
        return { ...made, files: [...made.files] };
      }),
      preview: os.report.preview.handler(async ({ input, context }) =>
        reports.preview(await shelf.ready(input.site, context.surface), input.runId, input.language),
      ),
      evidence: os.report.evidence.handler(async ({ input, context }) =>
        reports.evidence(await shelf.ready(input.site, context.surface), input.runId, input.number),
      ),
      numbers: os.report.numbers.handler(async ({ input, context }) => [
        ...(await reports.numbers(await shelf.ready(input.site, context.surface))),
      ]),
      sign: os.report.sign.handler(async ({ input, context }) => {
        const made = await reports.sign(await shelf.ready(input.site, context.surface), input.runId, input.signOff);
        return { ...made, files: [...made.files] };
      }),
      setAside: os.report.setAside.handler(async ({ input, context }) => ({
        folder: await reports.setAside(await shelf.ready(input.site, context.surface), input.runId, input.confirm),
      })),
      verify: os.report.verify.handler(({ input }) => reports.verify(input.folder)),
    },
    handover: {
      look: os.handover.look.handler(async ({ input, context }) =>
        lookAtHandover(await shelf.ready(input.site, context.surface), reports),
      ),
      secrets: os.handover.secrets.handler(async ({ input, context: { surface } }) => {
        const ready = await shelf.ready(input.site, surface);
        return desks.handovers.secrets(ready, input.form, await outPlace(input.outDir, surface));
      }),
      copyToFolder: os.handover.copyToFolder.handler(async ({ input, context: { surface } }) => {
        const ready = await shelf.ready(input.site, surface);
        return { runId: await desks.copies.toFolder(ready, await outPlace(input.target, surface), input.withVault) };
      }),
      copyToNodes: os.handover.copyToNodes.handler(async ({ input, context }) => ({
        runId: await desks.copies.toNodes(await shelf.ready(input.site, context.surface), input),
      })),
    },
    support: {
      make: os.support.make.handler(async ({ input, context }) =>
        desks.support.make(await shelf.read(input.site, context.surface)),
      ),
    },
    rehearsal: {
      faults: os.rehearsal.faults.handler(async () => {
        const { rehearsalFaults } = await import('./app/rehearsal-command-sets.ts');
        return rehearsalFaults().map(({ name, summary }) => ({ name, text: summary }));
      }),
      labels: os.rehearsal.labels.handler(async ({ input, context }) => ({
        edits: [...standInLabels((await shelf.unfinished(input.site, context.surface)).site)],
      })),
      fidelity: os.rehearsal.fidelity.handler(() => JSON.parse(JSON.stringify(fidelityReport()))),
    },
  });
}

export type EngineRouter = ReturnType<typeof createRouter>;
