import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { machinesTemplate } from '../../electron/engine/steps/machines/template.ts';
import {
  ASK_TASKS,
  applyFrom,
  bundle,
  clearing,
  IMAGE_PATH,
  imageSha256,
  making,
  siteWith,
  TEMPLATE,
  TEMPLATE_CONF,
  withMarks,
} from './machines.support.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, NODE1 } from './support/two-node.ts';

const notYetTemplate = { id: 9000, conf: TEMPLATE_CONF.replace('template: 1\n', '').replace('base-9000', 'vm-9000') };
const CREATE = {
  job: 'machines.create-9000',
  command: making(
    9000,
    `qm create 9000 --name debian-13-template --ostype l26 --cores 1 --memory 1024 --net0 virtio,bridge=vmbr0 --scsihw virtio-scsi-single --scsi0 vmdata:0,import-from=${IMAGE_PATH},discard=on,iothread=1 --ide2 vmdata:cloudinit --boot 'order=scsi0' --serial0 socket --vga serial0 --agent 'enabled=1' --tags sitewright-municipal --description 'Made by Sitewright from debian-13-genericcloud-amd64.qcow2, SHA-256 ${imageSha256}'`,
  ),
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

test('a template whose mark was set and whose disk was not converted gets its disk converted alone', async () => {
  const conf = TEMPLATE_CONF.replace('base-9000', 'vm-9000');
  const done = await applyFrom(machinesTemplate, {
    target: NODE1,
    before: siteWith([{ id: 9000, conf }]),
    afterwards: [siteWith([TEMPLATE])],
    scripts: { [NODE1]: [{ ...TO_TEMPLATE, command: 'qm template 9000 --disk scsi0' }] },
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

const half = { id: 9000, conf: 'lock: create\n' };

test('what a power cut left of our own try is removed, and the template is made again', async () => {
  const left = withMarks(siteWith([half]), 9000);
  expect(checkStep(machinesTemplate, NODE1, left)).toMatchObject({ state: 'needed' });
  const done = await applyFrom(machinesTemplate, {
    target: NODE1,
    bundle,
    before: left,
    afterwards: [siteWith([notYetTemplate]), siteWith([TEMPLATE])],
    scripts: { [NODE1]: [ASK_TASKS, clearing(9000), CREATE, TO_TEMPLATE] },
  });
  expect(done.failure).toBeUndefined();
});

test('a half guest is left alone while a task works on it', async () => {
  const task = '[{"upid":"UPID:pve-node1:00001F40:0001E240:69203A00:qmcreate:9000:root@pam:"}]\n';
  const done = await applyFrom(machinesTemplate, {
    target: NODE1,
    bundle,
    before: withMarks(siteWith([half]), 9000),
    scripts: { [NODE1]: [{ ...ASK_TASKS, stdout: task }] },
  });
  expect(done.failure).toBe('Guest 9000 on pve-node1 is locked (create).');
});

test('a locked guest that holds more than the making writes is never ours to remove', () => {
  const conf = 'lock: create\nname: mail\nscsi0: vmdata:vm-9000-disk-0\n';
  expect(sentenceOf(checkStep(machinesTemplate, NODE1, withMarks(siteWith([{ id: 9000, conf }]), 9000)))).toBe(
    'Guest 9000 on pve-node1 is locked (create).',
  );
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
