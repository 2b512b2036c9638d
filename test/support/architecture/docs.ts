import ts from 'typescript';

/** The description in the documentation of a declaration; empty where there is none. */
export function descriptionOf(node: ts.Node): string {
  return (ts.getTextOfJSDocComment(docOf(node)?.comment) ?? '').trim();
}

/** The texts of the tags of one name, e.g. of every `@see`. */
export function tagsOf(node: ts.Node, name: string): string[] {
  const tags = docOf(node)?.tags ?? [];
  return tags.filter(({ tagName }) => tagName.text === name).map(textOf);
}

export function isInternal(node: ts.Node): boolean {
  return tagsOf(node, 'internal').length > 0;
}

/** Whether a page is named by `@see`. */
export function hasPage(node: ts.Node): boolean {
  return tagsOf(node, 'see').some((text) => /^https:\/\/\S/.test(text));
}

function docOf(node: ts.Node): ts.JSDoc | undefined {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter((doc) => ts.isJSDoc(doc))
    .filter((doc) => doc.parent === node)
    .at(-1);
}

/** The text as it is written: the compiler reads a URL as the name of a declaration. */
function textOf(tag: ts.JSDocTag): string {
  return tag
    .getText()
    .replace(/^@\w+/, '')
    .replace(/\s*\n\s*\*?\s*/g, ' ')
    .trim();
}
