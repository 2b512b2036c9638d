/**
 * What the value of a variable must be.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html
 */
export class VariableCheck {
  /** The variable is this text. */
  public static equalTo(value: string): VariableCheck {
    return new VariableCheck('EQ', value);
  }

  /** The variable is another text than this. */
  public static notEqualTo(value: string): VariableCheck {
    return new VariableCheck('NE', value);
  }

  /** The variable has this text in it. */
  public static containing(value: string): VariableCheck {
    return new VariableCheck('CONTAINS', value);
  }

  /** The variable matches this regular expression of Java. */
  public static matching(expression: string): VariableCheck {
    return new VariableCheck('MATCHES', expression);
  }

  private constructor(
    private readonly operator: string,
    private readonly value: string,
  ) {}

  /** @internal */
  public _check(): { readonly operator: string; readonly value: string } {
    return { operator: this.operator, value: this.value };
  }
}
