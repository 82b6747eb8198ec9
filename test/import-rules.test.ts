import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const folders = ['bin', 'browser', 'cli', 'exchange', 'lambdas', 'learning', 'lib', 'records', 'report', 'simulation'];

interface Import {
  /** The file it is in, from the root. */
  readonly file: string;
  /** What it imports: a file from the root, `node:…`, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = globSync(
  folders.map((folder) => `${folder}/**/*.ts`),
  { cwd: root },
).map((file) => file.replaceAll(path.sep, '/'));
const sources = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

/** `import … from '…'`, `export … from '…'`, `import '…'`, `import('…')`, as biome formats them. */
const IMPORTS =
  /(?:^|;)\s*(?:import|export)\s(?<type>type\s)?[^'";]*?from\s*'(?<from>[^']+)'|^\s*import\s*'(?<bare>[^']+)'|\bimport\(\s*'(?<lazy>[^']+)'/gm;

const imports: readonly Import[] = files.flatMap((file) =>
  [...(sources.get(file) as string).matchAll(IMPORTS)].map(({ groups = {} }) => ({
    file,
    target: targetOf(file, groups.from ?? groups.bare ?? groups.lazy),
    typeOnly: groups.type !== undefined,
  })),
);

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Whether a target is one of those named: a folder (`records/`), a file, a package, or a beginning (`@aws-sdk/*`, `node:*`). */
function isAmong(target: string, allowed: readonly string[]): boolean {
  return allowed.some((name) =>
    name.endsWith('/') || name.endsWith('*') ? target.startsWith(name.replace(/\*$/, '')) : target === name,
  );
}

/** That the files under a folder import nothing but what is named. */
function expectOnly(folder: string, allowed: readonly string[]): void {
  const broken = imports
    .filter(({ file, target }) => file.startsWith(folder) && !isAmong(target, allowed))
    .map(({ file, target }) => `${file} imports ${target}; ${folder} imports only ${allowed.join(', ')}`);
  expect(broken).toEqual([]);
}

/** Places where a source says something, as `file:line: text`, comments left out. */
function placesOf(pattern: RegExp, within: (file: string) => boolean): string[] {
  return files
    .filter(within)
    .flatMap((file) =>
      (sources.get(file) as string)
        .split('\n')
        .flatMap((line, i) =>
          pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [],
        ),
    );
}

it('every import names a file that is there, with its ending, or a package', () => {
  const lost = imports.filter(
    ({ target }) => /^[a-z]+\/|\.ts$|^\.\./.test(target) && !existsSync(path.join(root, target)),
  );
  expect(lost.map(({ file, target }) => `${file} imports ${target}, which is not there`)).toEqual([]);
  expect(imports.length).toBeGreaterThan(100); // the expression above still finds them
});

it('learning imports nothing outside itself', () => {
  expectOnly('learning/', ['learning/']);
});

it('records imports records and learning only', () => {
  expectOnly('records/', ['records/', 'learning/']);
});

it('exchange imports exchange, learning and zod only', () => {
  expectOnly('exchange/', ['exchange/', 'learning/', 'zod']);
});

it('report imports report, learning, records and the two d3 packages only', () => {
  expectOnly('report/', ['report/', 'learning/', 'records/', 'd3-scale', 'd3-shape']);
});

it('browser imports browser, report, learning, records and uplot only', () => {
  expectOnly('browser/', ['browser/', 'report/', 'learning/', 'records/', 'uplot']);
});

it('nothing but the bundler of pages knows browser, and nothing else imports it', () => {
  const broken = imports.filter(({ file, target }) => target.startsWith('browser/') && !file.startsWith('browser/'));
  expect(broken.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

it('lib imports lib, the contract, the config and CDK only, and of learning the definition’s type', () => {
  expectOnly('lib/', [
    'lib/',
    'lambdas/contract.ts',
    'sluice.config.ts',
    'learning/definition.ts',
    'aws-cdk-lib',
    'constructs',
    'cdk-nag',
    'node:*',
  ]);
  const values = imports.filter(
    ({ file, target, typeOnly }) => file.startsWith('lib/') && target.startsWith('learning/') && !typeOnly,
  );
  expect(values.map(({ file, target }) => `${file} imports values of ${target}; lib imports its types only`)).toEqual(
    [],
  );
});

it('a function imports its own folder, learning, records, and what is shared under lambdas', () => {
  const functions = new Set(files.flatMap((file) => file.match(/^lambdas\/(?!aws\/)[^/]+\//)?.[0] ?? []));
  expect(functions.size).toBeGreaterThan(1);
  for (const folder of functions) {
    expectOnly(folder, [
      folder,
      'learning/',
      'records/',
      'lambdas/ports.ts',
      'lambdas/contract.ts',
      'lambdas/definitions.ts',
      'lambdas/read-snapshot.ts',
      'lambdas/in-groups.ts',
      'lambdas/put-all.ts',
      'lambdas/aws/',
      'sluice.config.ts',
      'aws-lambda',
      'zod',
    ]);
  }
});

it('of a function, only its handler knows lambdas/aws and the config', () => {
  const broken = imports.filter(
    ({ file, target }) =>
      /^lambdas\/(?!aws\/)[^/]+\//.test(file) &&
      !file.endsWith('/handler.ts') &&
      isAmong(target, ['lambdas/aws/', 'sluice.config.ts']),
  );
  expect(
    broken.map(({ file, target }) => `${file} imports ${target}; it takes a port, which the handler makes`),
  ).toEqual([]);
});

it('within lambdas only lambdas/aws imports the AWS SDK and Powertools', () => {
  const broken = imports.filter(
    ({ file, target }) =>
      file.startsWith('lambdas/') &&
      !file.startsWith('lambdas/aws/') &&
      isAmong(target, ['@aws-sdk/*', '@aws-lambda-powertools/*', '@smithy/*']),
  );
  expect(broken.map(({ file, target }) => `${file} imports ${target}; only lambdas/aws does`)).toEqual([]);
});

it('lambdas/aws imports ports, contract, learning, records, its packages and node only', () => {
  expectOnly('lambdas/aws/', [
    'lambdas/aws/',
    'lambdas/ports.ts',
    'lambdas/contract.ts',
    'learning/',
    'records/',
    '@aws-sdk/*',
    '@aws-lambda-powertools/*',
    'node:*',
  ]);
});

it('the shared files of lambdas import learning, records and each other only', () => {
  const shared = files.filter((file) => /^lambdas\/[^/]+\.ts$/.test(file));
  const allowed = [...shared, 'learning/', 'records/'];
  const broken = imports.filter(({ file, target }) => shared.includes(file) && !isAmong(target, allowed));
  expect(broken.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

it('simulation imports lambdas, learning, records, the parsers of arguments, the line of progress, commander and node only', () => {
  expectOnly('simulation/', [
    'simulation/',
    'lambdas/',
    'learning/',
    'records/',
    'cli/arguments.ts',
    'cli/progress.ts',
    'commander',
    'node:*',
  ]);
});

it('nothing but bin imports cli, save the parsers of arguments and the line of progress, and nothing imports bin', () => {
  const broken = imports.filter(
    ({ file, target }) =>
      (target.startsWith('cli/') &&
        !isAmong(file, ['cli/', 'bin/']) &&
        !['cli/arguments.ts', 'cli/progress.ts'].includes(target)) ||
      (target.startsWith('bin/') && !file.startsWith('bin/')),
  );
  expect(broken.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

it('cli does not import lib', () => {
  const broken = imports.filter(({ file, target }) => file.startsWith('cli/') && target.startsWith('lib/'));
  expect(broken.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

it('the environment is read in lambdas/aws/environment.ts, cli/environment.ts and bin only', () => {
  const readers = ['lambdas/aws/environment.ts', 'cli/environment.ts'];
  expect(placesOf(/process\.env\b/, (file) => !file.startsWith('bin/') && !readers.includes(file))).toEqual([]);
});

it('learning, records, exchange and report have no clock and no chance of their own', () => {
  const pure = (file: string) => /^(learning|records|exchange|report)\//.test(file);
  expect(
    placesOf(/Math\.random|Date\.now|new Date\(\s*\)|performance\.now|crypto\.|setTimeout|setInterval/, pure),
  ).toEqual([]);
});

it('no files import each other in a circle', () => {
  const values = imports.filter(({ typeOnly }) => !typeOnly);
  expect(circlesIn(values)).toEqual([]);
  // Two exceptions, of types. A definition has the options of gates and learners, which take their definition. In the
  // simulated world whoever acts knows the world, and the world all who act.
  const types = imports.filter(
    ({ file, target, typeOnly }) =>
      !(typeOnly && file.startsWith('learning/') && target === 'learning/definition.ts') &&
      !file.startsWith('simulation/'),
  );
  expect(circlesIn(types)).toEqual([]);
});

/** Sets of files each of which imports all others, at last (Tarjan 1972: strongly connected components). */
function circlesIn(edges: readonly Import[]): string[][] {
  const targets = Map.groupBy(edges, ({ file }) => file);
  const numbers = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  /** The lowest number of an open file that is reached from a file. */
  const lowestFrom = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    open.push(file);
    let lowest = number;
    for (const { target } of targets.get(file) ?? []) {
      const known = numbers.get(target);
      if (known === undefined) lowest = Math.min(lowest, lowestFrom(target));
      else if (open.includes(target)) lowest = Math.min(lowest, known);
    }
    if (lowest === number) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) circles.push(circle);
    }
    return lowest;
  };
  for (const file of files) if (!numbers.has(file)) lowestFrom(file);
  return circles;
}

it('no file is a barrel, or named for what it is not about', () => {
  expect(files.filter((file) => /(^|\/)(index|utils?|common|helpers?|misc)\.ts$/.test(file))).toEqual([]);
});

it('imports of our own end in .ts, and those of node begin with node:', () => {
  const bare = imports.filter(
    ({ target }) =>
      builtinModules.includes(target) || (target.includes('/') && /^[a-z]+\//.test(target) && !target.endsWith('.ts')),
  );
  expect(bare.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});
