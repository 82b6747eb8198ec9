import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from './environment.ts';

/** What was used, by name, for a report that can be read a year later. */
export function versionsUsed(): Readonly<Record<string, string>> {
  const { version, devDependencies } = readPackage();
  return {
    sluice: version,
    node: process.versions.node,
    'aws-cdk': devDependencies['aws-cdk'],
    'aws-cdk-lib': devDependencies['aws-cdk-lib'],
  };
}

export function readPackage(): { version: string; devDependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(folders.root, 'package.json'), 'utf8'));
}
