/** The account that a literal ARN says; nothing of what is none. */
export function accountOfArn(arn: string): string {
  return arn.split(':').at(4) ?? '';
}

/** Where the key of a literal ARN is; nothing where the ARN is not that of a key, as that of an alias is not. */
export function placeOfKey(arn: string): { readonly account: string; readonly region: string } | undefined {
  const found = /^arn:[\w-]+:kms:([a-z0-9-]+):(\d{12}):key\/[\w-]+$/.exec(arn);
  return found === null ? undefined : { region: found[1], account: found[2] };
}
