import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { machinesTemplate } from '../../electron/engine/steps/machines/template.ts';
import { applyFrom, bundle, IMAGE_PATH, imageSha256, siteWith, TEMPLATE, TEMPLATE_CONF } from './machines.support.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, NODE1 } from './support/two-node.ts';

const notYetTemplate = { id: 9000, conf: TEMPLATE_CONF.replace('template: 1\n', '').replace('base-9000', 'vm-9000') };
const CREATE = {
  job: 'machines.create-9000',
  command: `qm create 9000 --name debian-13-template --ostype l26 --cores 1 --memory 1024 --net0 virtio,bridge=vmbr0 --scsihw virtio-scsi-single --scsi0 vmdata:0,import-from=${IMAGE_PATH},discard=on,iothread=1 --ide2 vmdata:cloudinit --boot 'order=scsi0' --serial0 socket --vga serial0 --agent 'enabled=1' --tags sitewright-municipal --description 'Made by Sitewright from debian-13-genericcloud-amd64.qcow2, SHA-256 ${imageSha256}'`,
};
const TO_TEMPLATE = { job: 'machines.template-9000', command: 'qm template 9000' };

test('a site without the template gets it made and marked', async () => {
  expect(checkStep(machinesTemplate, NODE1, siteWith([]))).toEqual({
    state: 'needed',
    changes: [{ what: 'template 9000', after: 'debian-13-template from debian-13-genericcloud-amd64.qcow2' }],
  });
  const done = await applyFrom(machinesTemplate, {
    target: NODE1,
    bundle,
    before: siteWith([]),
    afterwards: [siteWith([notYetTemplate]), siteWith([TEMPLATE])],
    scripts: { [NODE1]: [CREATE, TO_TEMPLATE] },
  });
  expect(done.failure).toBeUndefined();
});

test('a try that broke off after the creation goes on with the rest', async () => {
  const done = await applyFrom(machinesTemplate, {
    target: NODE1,
    bundle,
    before: siteWith([notYetTemplate]),
    afterwards: [siteWith([TEMPLATE])],
    scripts: { [NODE1]: [TO_TEMPLATE] },
  });
  expect(done.failure).toBeUndefined();
});

test('a finished template brings no command', async () => {
  expect(checkStep(machinesTemplate, NODE1, siteWith([TEMPLATE]))).toEqual({ state: 'satisfied' });
  await applyStep(machinesTemplate, { target: NODE1, looks: [siteWith([TEMPLATE])], scripts: { [NODE1]: [] } });
});

test('a template on a file storage is one too: its volume has a folder before its name', () => {
  const conf = TEMPLATE_CONF.replace('vmdata:base-9000-disk-0', 'vmdata:9000/base-9000-disk-0.qcow2').replace(
    'vmdata:vm-9000-cloudinit',
    'vmdata:9000/vm-9000-cloudinit.qcow2',
  );
  expect(checkStep(machinesTemplate, NODE1, siteWith([{ id: 9000, conf }]))).toEqual({ state: 'satisfied' });
  const half = conf.replace('9000/base-9000', '9000/vm-9000');
  expect(checkStep(machinesTemplate, NODE1, siteWith([{ id: 9000, conf: half }]))).toMatchObject({ state: 'needed' });
});

test('a lost serial console is set again, the disk is not touched', async () => {
  const hosts = siteWith([{ id: 9000, conf: TEMPLATE_CONF.replace('serial0: socket\n', '') }]);
  expect(checkStep(machinesTemplate, NODE1, hosts)).toEqual({
    state: 'needed',
    changes: [{ what: 'debian-13-template: serial0', after: 'socket' }],
  });
  await applyStep(machinesTemplate, {
    target: NODE1,
    looks: [hosts],
    scripts: { [NODE1]: [{ command: 'qm set 9000 --serial0 socket', kind: 'change' }] },
  });
});

test('qm template that ended with 0 without effect is not believed', async () => {
  const done = await applyStep(machinesTemplate, {
    target: NODE1,
    looks: [siteWith([notYetTemplate])],
    scripts: { [NODE1]: [{ ...TO_TEMPLATE, stdout: "command '/usr/bin/chattr +i' failed\n" }] },
  });
  expect(done.failure).toBe('On pve-node1 the command ended without an error, but template 9000 is still not so.');
});

test('somebody else’s guest 9000 blocks with the exact sentence', () => {
  const hosts = siteWith([{ id: 9000, conf: 'name: mail\nmemory: 512\ntags: office\n' }]);
  expect(sentenceOf(checkStep(machinesTemplate, NODE1, hosts))).toBe(
    'Guest 9000 exists on pve-node1 as «mail» and does not carry the tag sitewright-municipal.',
  );
});

test('a guest that a power cut left locked blocks with the exact sentence', () => {
  const hosts = siteWith([{ id: 9000, conf: 'lock: create\n' }]);
  expect(sentenceOf(checkStep(machinesTemplate, NODE1, hosts))).toBe('Guest 9000 on pve-node1 is locked (create).');
});

test('a running guest 9000 is not turned into a template', () => {
  const hosts = siteWith([{ ...notYetTemplate, status: 'running' }]);
  expect(sentenceOf(checkStep(machinesTemplate, NODE1, hosts))).toBe(
    'Guest 9000 on pve-node1 is to become a template and runs.',
  );
});

test('unreadable guest configurations block, they are never an empty cluster', () => {
  const hosts = changed(changed(siteWith([]), NODE1, { guestConfigs: unknown('grep: not mounted') }), 'pve-node2', {
    guestConfigs: unknown('grep: not mounted'),
  });
  expect(sentenceOf(checkStep(machinesTemplate, NODE1, hosts))).toBe(
    'What pve-node1 says about /etc/pve/nodes/*/qemu-server could not be read.',
  );
});
