import { expect, it } from 'vitest';
import { type FileResult, withSecondTry } from '../../../build/lib/second-try.mjs';

const file = (name: string, passed: number, failures: readonly string[] = []): FileResult => ({
  file: name,
  passed,
  failed: failures.length,
  skipped: 0,
  failures,
});

/** A runner whose first and second run come to this; tells what it was asked for. */
async function told(first: readonly FileResult[], second: readonly FileResult[] = []) {
  const asked: (readonly string[] | undefined)[] = [];
  const result = await withSecondTry(async (files) => {
    asked.push(files);
    const ran = files === undefined ? first : second;
    return { status: ran.some(({ failed }) => failed > 0) ? 1 : 0, files: ran };
  });
  return { asked, ...result };
}

it('what passes runs once', async () => {
  expect(await told([file('a', 3)])).toEqual({ asked: [undefined], status: 0, files: [file('a', 3)], unsteady: [] });
});

it('a file that fails and then passes alone is told as unsteady, with what it failed with', async () => {
  const result = await told([file('a', 3), file('b', 1, ['b: late'])], [file('b', 2)]);
  expect(result.asked).toEqual([undefined, ['b']]);
  expect(result).toMatchObject({ status: 0, files: [file('a', 3), file('b', 2)], unsteady: ['b: late'] });
});

it('a file that fails twice has failed, with the first words', async () => {
  const first = [file('a', 3, ['a: wrong'])];
  expect(await told(first, [file('a', 3, ['a: wrong again'])])).toMatchObject({
    status: 1,
    files: first,
    unsteady: [],
  });
});

it('a second run that ran fewer tests, or none, proves nothing', async () => {
  const first = [file('a', 3, ['a: wrong'])];
  expect(await told(first, [file('a', 3)])).toMatchObject({ status: 1, files: first, unsteady: [] });
  expect(await told(first, [])).toMatchObject({ status: 1, files: first, unsteady: [] });
});

it('many failing files, or a runner that left no report, are no accident', async () => {
  const many = ['a', 'b', 'c', 'd'].map((name) => file(name, 1, [`${name}: wrong`]));
  expect((await told(many)).asked).toEqual([undefined]);
  expect((await told([file('test-results/unit.json', 0, ['no report'])])).asked).toEqual([undefined]);
});
