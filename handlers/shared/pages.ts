/** All answers of a service that answers in pages; `tokenOf` tells what to ask the next one with. */
export async function allPages<Page>(
  ask: (token: string | undefined) => Promise<Page>,
  tokenOf: (page: Page) => string | undefined,
): Promise<Page[]> {
  const pages: Page[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    pages.push(page);
    token = tokenOf(page);
  } while (token !== undefined && token !== '');
  return pages;
}
