/** Computes each value once, and refuses values that depend on themselves. */
export class Memory<Value> {
  private readonly values = new Map<string, Value>();
  private readonly pending = new Set<string>();

  /** @throws when the value is needed to compute itself */
  public once(key: string, compute: () => Value): Value {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    if (this.pending.has(key)) throw new Error(`${key} depends on itself`);
    this.pending.add(key);
    try {
      const value = compute();
      this.values.set(key, value);
      return value;
    } finally {
      this.pending.delete(key);
    }
  }
}
