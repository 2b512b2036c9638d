import type { Measurement } from './measurement';

const COLUMNS: readonly [title: string, of: (measurement: Measurement) => number, digits: number][] = [
  ['time s', ({ seconds }) => seconds, 2],
  ['CPU s', ({ cpuSeconds }) => cpuSeconds, 2],
  ['peak MB', ({ peakBytes }) => peakBytes / 1e6, 0],
  ['resources', ({ resources }) => resources, 0],
  ['roles', ({ roles }) => roles, 0],
  ['templates KB', ({ templateBytes }) => templateBytes / 1000, 0],
];

/** A table for people: each figure, and its ratio to that of the way which all are compared with. */
export function describeSize(size: number, measured: Record<string, Measurement>, base: string): string[] {
  const rows = Object.entries(measured).map(([way, measurement]) => [
    way,
    ...COLUMNS.map(
      ([, of, digits]) => `${of(measurement).toFixed(digits)} (${ratio(of, measurement, measured[base])})`,
    ),
  ]);
  const title = [`${String(size)} pipelines`, ...COLUMNS.map(([name]) => name)];
  return [title, title.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).concat('');
}

/** What the library promises, beside what was measured. */
export function describeTargets(sizes: number[], measured: { l2: Measurement; library: Measurement }[]): string[] {
  const lines = sizes.map((size, index) => {
    const { l2, library } = measured[index];
    const [time, cpu, resources] = [COLUMNS[0], COLUMNS[1], COLUMNS[3]].map(([, of]) => ratio(of, library, l2));
    const each = (library.cpuSeconds / size) * 1000;
    return `${String(size)}: time ${time}, CPU ${cpu} of the L2s (target 0.70 at 100), resources ${resources} (target 0.55), ${each.toFixed(1)} ms of CPU a pipeline`;
  });
  return lines;
}

function ratio(of: (measurement: Measurement) => number, measurement: Measurement, base: Measurement): string {
  return (of(measurement) / of(base)).toFixed(2);
}
