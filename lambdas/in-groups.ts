/** Does something with each item, so many at once. What fails is thrown when its group is done; no further group begins. */
export async function inGroups<Item>(
  items: readonly Item[],
  size: number,
  each: (item: Item) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < items.length; i += size) {
    const ends = await Promise.allSettled(items.slice(i, i + size).map(each));
    const failed = ends.find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }
}
