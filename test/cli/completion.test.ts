import { execFileSync, spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { completion } from '../../cli/completion.ts';
import { createProgram } from '../../cli/program.ts';
import type { Shell } from '../../cli/shells.ts';

function scriptOf(shell: Shell): string {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  completion(createProgram(), shell);
  write.mockRestore();
  return written.join('');
}

/** What bash offers behind words, the last of which is being typed. */
function inBash(script: string, ...typed: string[]): string[] {
  const words = ['sluice', ...typed].map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${words}); COMP_CWORD=${typed.length}; _sluice; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return lines(execFileSync('bash', ['--noprofile', '--norc', '-c', `${script}\n${ask}`], { encoding: 'utf8' }));
}

/** The same of zsh, its own functions in place of which say what they were asked for. */
function inZsh(script: string, ...typed: string[]): string[] {
  const words = ['sluice', ...typed].map((word) => `'${word}'`).join(' ');
  const own = [
    'compdef() { :; }',
    '_files() { print FILES; }',
    'compadd() { shift; print -l -- "$@"; }',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is zsh's
    '_describe() { for one in "${(@P)2}"; do print -- "${one%%:*}"; done }',
  ].join('\n');
  const ask = `words=(${words}); CURRENT=${typed.length + 1}; _sluice`;
  return lines(execFileSync('zsh', ['-f', '-c', `${own}\n${script}\n${ask}`], { encoding: 'utf8' }));
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

const has = (shell: Shell) => spawnSync(shell, ['--version']).status === 0;

describe.skipIf(!has('bash'))('in bash (skipped where there is none)', () => {
  let script = '';
  beforeAll(() => {
    script = scriptOf('bash');
  });

  it('offers the commands, and those of a command', () => {
    expect(inBash(script, '')).toEqual(expect.arrayContaining(['start', 'send', 'models', 'export', 'completion']));
    expect(inBash(script, 'ex')).toEqual(['export']);
    expect(inBash(script, 'models', 'rese')).toEqual(['reset']);
    expect(inBash(script, 'completion', '')).toEqual(['bash', 'zsh', '--help']);
  });

  it('offers the options of a command, whatever was typed between', () => {
    expect(inBash(script, 'export', 'clicks', '--out', 'f', '--f')).toEqual(['--format']);
    expect(inBash(script, 'models', 'restore', 'clicks', '--v')).toEqual(['--version']);
    expect(inBash(script, '--v')).toEqual(['--version']);
  });

  it('offers what an option may be, and nothing where that is anybody’s guess', () => {
    expect(inBash(script, 'export', 'clicks', '--format', '')).toEqual(['json', 'onnx', 'sklearn']);
    expect(inBash(script, 'backtest', '--learner', 'ba')).toEqual(['bayes']);
    expect(inBash(script, 'start', '--seed', '')).toEqual([]);
  });

  it('offers files where a file is expected', () => {
    expect(inBash(script, 'send', 'packag')).toEqual(['package-lock.json', 'package.json']);
    expect(inBash(script, 'report', '--out', 'LICEN')).toEqual(['LICENSE']);
    expect(inBash(script, 'send', '--m')).toEqual(['--model']);
  });
});

describe.skipIf(!has('zsh'))('in zsh (skipped where there is none)', () => {
  let script = '';
  beforeAll(() => {
    script = scriptOf('zsh');
  });

  it('offers the same', () => {
    expect(inZsh(script, '')).toEqual(expect.arrayContaining(['start', 'models', 'completion']));
    expect(inZsh(script, 'models', '')).toEqual(expect.arrayContaining(['restore', 'reset']));
    expect(inZsh(script, 'export', 'clicks', '-')).toEqual(expect.arrayContaining(['--format', '--member', '--out']));
    expect(inZsh(script, 'export', 'clicks', '--format', '')).toEqual(['json', 'onnx', 'sklearn']);
    expect(inZsh(script, 'send', '')).toEqual(['FILES']);
    expect(inZsh(script, 'report', '--out', '')).toEqual(['FILES']);
  });
});
