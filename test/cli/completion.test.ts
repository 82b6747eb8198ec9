import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** An interactive zsh with its own completion system, on a terminal of its own; each line is typed, then Tab is pressed. */
const typeInZsh = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "TERM=dumb LISTMAX=1000; unsetopt prompt_sp beep; PS1=''; fpath=($1 \\$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell 'tell() { zle -I; print -r -- "<$BUFFER>"; BUFFER= }; zle -N tell; bindkey "^X" tell; print ready-$((1 + 1))'
zpty -r shell seen '*ready-2*'
for line in "\${@:2}"; do
  zpty -w -n shell "$line"$'\\t\\x18'
  zpty -r shell seen '*<*>*'
  print -rn -- "$seen"$'\\0'
done
zpty -d shell
`;

interface Completed {
  /** What stands on the line after Tab. */
  readonly line: string;
  /** What is listed below it. */
  readonly offered: readonly string[];
}

function inZsh(script: string, ...typed: string[]): Completed[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-zsh-'));
  writeFileSync(join(folder, '_sluice'), script);
  const asked = ['-f', '-c', typeInZsh, 'zsh', folder, ...typed.map((words) => `sluice ${words}`)];
  const seen = execFileSync('zsh', asked, { encoding: 'utf8', timeout: 20_000 });
  rmSync(folder, { recursive: true });
  return seen.split('\0').slice(0, -1).map(completedIn);
}

/** The line as it was typed and mended, the list below it with a description behind each name, and in brackets the line again. */
function completedIn(seen: string): Completed {
  const shown = seen.replaceAll('\r', '').split('\n');
  const listed = shown.filter((text) => !/^<|sluice |^\s*$/.test(text));
  const offered = listed.flatMap((text) => text.split(' -- ')[0].trim().split(/\s+/));
  return { line: /<sluice (.*)>/.exec(seen)?.[1] ?? '', offered };
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

const has = (shell: Shell, module = '') => spawnSync(shell, ['-c', module && `zmodload ${module}`]).status === 0;

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

describe.skipIf(!has('zsh', 'zsh/zpty'))('in zsh (skipped where there is none)', () => {
  let script = '';
  beforeAll(() => {
    script = scriptOf('zsh');
  });

  it('offers the same, by its own completion system', { timeout: 30_000 }, () => {
    const [commands, command, inner, inWords, choices, options, seed, files, file] = inZsh(
      script,
      '',
      'ex',
      'models ',
      'models rese',
      'export clicks --format ',
      'export clicks --',
      'start --seed ',
      'send packag',
      'report --out LIC',
    );
    expect(commands.offered).toEqual(expect.arrayContaining(['start', 'models', 'completion', '--version']));
    expect(command).toEqual({ line: 'export ', offered: [] });
    expect(inner.offered).toEqual(expect.arrayContaining(['restore', 'reset']));
    expect(inWords.line).toBe('models reset ');
    expect(choices.offered).toEqual(['json', 'onnx', 'sklearn']);
    expect(options.offered).toEqual(expect.arrayContaining(['--format', '--member', '--out']));
    expect(seed).toEqual({ line: 'start --seed ', offered: [] });
    expect(files.line).toBe('send package'); // .json and -lock.json
    expect(file.line).toBe('report --out LICENSE ');
  });
});
