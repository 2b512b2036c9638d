import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

/** A stack of a cloud assembly. */
export interface SynthesizedStack {
  readonly stackName: string;
  readonly templateFile: string;
  readonly resources: Record<string, Resource>;
}

/** Something that a validator said of a template. */
export interface Finding {
  readonly validator: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly where: string[];
}

interface Manifest {
  readonly artifacts?: Record<
    string,
    {
      readonly type: string;
      readonly displayName?: string;
      readonly properties?: {
        readonly templateFile?: string;
        readonly directoryName?: string;
        readonly stackName?: string;
      };
    }
  >;
}

interface Report {
  readonly pluginReports?: {
    readonly pluginName?: string;
    readonly summary?: { readonly pluginName?: string };
    readonly violations?: {
      readonly ruleName: string;
      readonly description: string;
      readonly severity?: string;
      readonly violatingConstructs?: { readonly constructPath?: string }[];
      readonly violatingResources?: { readonly resourceLogicalId?: string; readonly constructPath?: string }[];
    }[];
  }[];
}

/** The stacks of a cloud assembly, those of its nested assemblies included, in the order of their names. */
export function stacksOf(directory: string): SynthesizedStack[] {
  const manifest = readJson(join(directory, 'manifest.json')) as Manifest;
  const stacks = Object.values(manifest.artifacts ?? {}).flatMap((artifact) => {
    const { templateFile, directoryName, stackName } = artifact.properties ?? {};
    if (artifact.type === 'cdk:cloud-assembly' && directoryName !== undefined) {
      return stacksOf(join(directory, directoryName));
    }
    if (artifact.type !== 'aws:cloudformation:stack' || templateFile === undefined) return [];
    const path = join(directory, templateFile);
    const { Resources: resources = {} } = readJson(path) as { Resources?: Record<string, Resource> };
    return [{ stackName: stackName ?? artifact.displayName ?? templateFile, templateFile: path, resources }];
  });
  return stacks.sort((left, right) => (left.stackName < right.stackName ? -1 : 1));
}

/** What the validators of aws-cdk-lib left in the assembly. */
export function findingsOf(directory: string): Finding[] {
  const path = join(directory, 'validation-report.json');
  if (!existsSync(path)) return [];
  return ((readJson(path) as Report).pluginReports ?? []).flatMap((report) =>
    (report.violations ?? []).map((violation) => ({
      validator: report.pluginName ?? report.summary?.pluginName ?? 'validator',
      rule: violation.ruleName,
      severity: violation.severity ?? 'error',
      message: violation.description,
      where: [...(violation.violatingConstructs ?? []), ...(violation.violatingResources ?? [])].map(
        (place: { constructPath?: string; resourceLogicalId?: string }) =>
          place.constructPath ?? place.resourceLogicalId ?? '',
      ),
    })),
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
