import { published } from './fixture';
import { checkInterfaceNames, checkReadonly } from './interfaces';
import { report } from './violation';

const misnamed = (names: string, text: string): string[] => report(checkInterfaceNames(published(names, text)));

test('structs without an I and behaviour with one are right', () => {
  const text = `
    import type { IResource, StackProps } from 'aws-cdk-lib';
    export interface Input { readonly name: string }
    export interface DeliveryProps extends StackProps { readonly input: Input }
    export interface ISource { bind(): void }
    export interface IFeed extends ISource { readonly name: string }
    export interface IRepository extends IResource { readonly name: string }`;

  expect(misnamed('Input, DeliveryProps, ISource, IFeed, IRepository', text)).toEqual([]);
});

test('a struct with an I is found', () => {
  expect(misnamed('IOptions', 'export interface IOptions { readonly name: string }')).toEqual([
    'lib/core/file.ts:1 IOptions is a struct; call it without the I, or give it a method',
  ]);
});

test('behaviour without an I is found, also where it is inherited', () => {
  const text = `
    import type { IResource } from 'aws-cdk-lib';
    interface IHidden { bind(): void }
    export interface Source { bind(): void }
    export interface Feed extends IHidden {}
    export interface Repository extends IResource {}`;

  expect(misnamed('Source, Feed, Repository', text)).toEqual([
    'lib/core/file.ts:4 Source has behaviour; call it ISource, or leave only readonly properties',
    expect.stringContaining(':5 Feed has behaviour'),
    expect.stringContaining(':6 Repository has behaviour'),
  ]);
});

test('properties of structs that can be set are found, of props and options also where they are not public', () => {
  const text = `
    export interface Report { files: string[]; readonly name: string }
    export interface SourceProps { name: string }
    export interface SourceOptions { name?: string }
    interface InnerOptions { name?: string }
    export interface ISource { name: string; bind(): void }`;

  expect(report(checkReadonly(published('Report, ISource', text)))).toEqual([
    'lib/core/file.ts:2 Report.files can be set; make it readonly',
    'lib/core/file.ts:3 SourceProps.name can be set; make it readonly',
    'lib/core/file.ts:4 SourceOptions.name can be set; make it readonly',
  ]);
});
