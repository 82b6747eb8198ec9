import { destroy } from '../cli/deploy.ts';

process.exitCode = await destroy(process.argv.slice(2));
