/** What is measured of one synthesis. */
export interface Measurement {
  /** From the first construct to the last template, modules loaded. */
  readonly seconds: number;

  /** The same in time of the processor, which other work on the machine disturbs less. */
  readonly cpuSeconds: number;

  /** The most memory that the process ever had. */
  readonly peakBytes: number;

  readonly resources: number;
  readonly roles: number;
  readonly templateBytes: number;
}

/** The median of each figure. */
export function medianOf(measurements: Measurement[]): Measurement {
  const median = (key: keyof Measurement): number => {
    const sorted = measurements.map((measurement) => measurement[key]).sort((left, right) => left - right);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  };
  return {
    seconds: median('seconds'),
    cpuSeconds: median('cpuSeconds'),
    peakBytes: median('peakBytes'),
    resources: median('resources'),
    roles: median('roles'),
    templateBytes: median('templateBytes'),
  };
}
