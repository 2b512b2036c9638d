import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import type { AppSpec } from '../../../lib';
import { Problems } from '../../../lib/core/problems';
import type { DeploymentTraits } from '../../../lib/deploy/app-spec/app-spec-kind';
import { newStack } from '../../support/fixtures';

/** The fixtures: one folder an AppSpec, with its scripts. */
export const FILES = join(__dirname, 'files');

export interface Outcome {
  readonly errors: string[];
  readonly warnings: string[];
}

/** What a deployment that is given the AppSpec as its prop `appSpec` says of it. */
export function check(appSpec: AppSpec, traits: Partial<DeploymentTraits> = {}): Outcome {
  const scope = new Construct(newStack(), 'Fleet');
  const problems = Problems.of(scope, 'ServerDeployment').within('appSpec');
  appSpec._check(scope, problems, { platform: 'server', loadBalancer: true, blueGreen: false, ...traits });
  const strip = (text: string): string => text.replace('Fleet (ServerDeployment) appSpec', '').trim();
  return {
    errors: scope.node.validate().map(strip),
    warnings: scope.node.metadata
      .filter(({ type }) => type === 'aws:cdk:warning')
      .map(({ data }) => strip(String(data)).replace(/ \[ack: .*\]$/, '')),
  };
}

/** A script that Linux can start. */
export const SCRIPT = '#!/bin/sh\nexit 0\n';

/** Runs with a folder of these files, each executable unless its text is in a list with a mode. */
export function withFiles<T>(files: Record<string, string | [string, number]>, run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'app-spec-'));
  try {
    for (const [name, given] of Object.entries(files)) {
      const [text, mode] = typeof given === 'string' ? [given, 0o755] : given;
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      chmodSync(path, mode);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
