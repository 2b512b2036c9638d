// Compares the workload in three ways of writing it. Options: --sizes 1,10,100,500  --rounds 5  --profile FOLDER
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from './compiled';
import { medianOf } from './measurement';
import type { Measurement } from './measurement';
import { describeSize, describeTargets } from './table';

const WAYS = ['l2', 'l1', 'library'] as const;
type Way = (typeof WAYS)[number];

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,10,100,500' },
    rounds: { type: 'string', default: '5' },
    profile: { type: 'string' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);
if (![...sizes, rounds].every((count) => Number.isInteger(count) && count > 0)) {
  throw new Error('--sizes and --rounds must be whole numbers from 1');
}

const compiled = compile();
try {
  const medians = sizes.map((size) => {
    const measured = measureAll(size);
    console.log(describeSize(size, measured, 'l2').join('\n'));
    return measured;
  });
  console.log(describeTargets(sizes, medians).join('\n'));
} finally {
  rmSync(compiled, { recursive: true, force: true });
}

/** The ways one after the other, and again, so that what disturbs the machine disturbs all of them. */
function measureAll(size: number): Record<Way, Measurement> {
  const all: Record<Way, Measurement[]> = { l2: [], l1: [], library: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of WAYS) all[way].push(measure(way, size, round));
  }
  return { l2: medianOf(all.l2), l1: medianOf(all.l1), library: medianOf(all.library) };
}

function measure(way: Way, size: number, round: number): Measurement {
  const outdir = join(compiled, 'out');
  const profile =
    values.profile === undefined || round > 0
      ? []
      : [
          '--cpu-prof',
          `--cpu-prof-dir=${resolve(values.profile)}`,
          `--cpu-prof-name=${way}-${String(size)}.cpuprofile`,
        ];
  const program = join(compiled, 'bench', 'measure.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...profile, program, way, String(size), outdir], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, CDK_VALIDATION: 'false' },
  });
  rmSync(outdir, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${way} with ${String(size)} pipelines failed:\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measurement;
}
