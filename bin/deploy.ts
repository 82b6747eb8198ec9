import { deploy } from '../cli/deploy.ts';

process.exitCode = await deploy(process.argv.slice(2));
