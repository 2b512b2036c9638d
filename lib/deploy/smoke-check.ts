/**
 * What a smoke test sends to a function.
 */
export interface InvokeCheckOptions {
  /**
   * The event that the new version gets: JSON text, at most 3000 characters.
   *
   * @default '{}'
   */
  readonly payload?: string;
}

/**
 * What a smoke test sends to an address.
 */
export interface UrlCheckOptions {
  /**
   * The method of the request.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * Headers of the request. They stand in the configuration of the function, so that they are no place for secrets.
   *
   * @default - none of your own
   */
  readonly headers?: Record<string, string>;

  /**
   * The body of the request, at most 3000 characters.
   *
   * @default - no body
   */
  readonly body?: string;

  /**
   * The name that the certificate must be for, and that is sent as the host: for an address whose certificate has another name, e.g. the test
   * listener of a load balancer.
   *
   * @default - the host of the address
   */
  readonly hostName?: string;
}

/** What a smoke test does, in one form. */
export interface CheckParts {
  readonly kind: 'invoke' | 'url';
  readonly url?: string;
  readonly invoke?: InvokeCheckOptions;
  readonly request?: UrlCheckOptions;
}

/**
 * What a smoke test does to find out whether a release works.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export class SmokeCheck {
  /**
   * Invokes the new version of the Lambda function that is released, whichever function that is. An invocation that ends with an error fails the test.
   */
  public static invoke(options: InvokeCheckOptions = {}): SmokeCheck {
    return new SmokeCheck({ kind: 'invoke', invoke: options });
  }

  /**
   * Calls an address. Redirections are not followed.
   *
   * @param url beginning with `https://` or `http://`.
   * @param options what is sent.
   */
  public static url(url: string, options: UrlCheckOptions = {}): SmokeCheck {
    return new SmokeCheck({ kind: 'url', url, request: options });
  }

  private constructor(
    /** @internal */
    public readonly _parts: CheckParts,
  ) {}
}
