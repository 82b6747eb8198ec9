import type { Patch } from './patched-sources.ts';
import type { Rules } from './rules.ts';

/** A bug to be found: a few lines of a source that read otherwise, or a rule of infrastructure or operation that is broken. */
export interface Plant {
  readonly words: string;
  readonly patches?: readonly Patch[];
  readonly rules?: Partial<Rules>;
}

const commit = (find: string, replace: string): Patch => ({ file: 'lambdas/trainer/commit.ts', find, replace });
const operation = (find: string, replace: string): Patch => ({ file: 'lambdas/trainer/operation.ts', find, replace });
const cache = (find: string, replace: string): Patch => ({ file: 'lambdas/trainer/snapshot-cache.ts', find, replace });
const advance = (find: string, replace: string): Patch => ({ file: 'lambdas/trainer/advance.ts', find, replace });
const join = (find: string, replace: string): Patch => ({ file: 'lambdas/trainer/join-labels.ts', find, replace });
const claims = (find: string, replace: string): Patch => ({ file: 'lambdas/trainer/claim-rows.ts', find, replace });
const checkpoints = (find: string, replace: string): Patch => ({
  file: 'learning/snapshot/checkpoints.ts',
  find,
  replace,
});
const snapshot = (find: string, replace: string): Patch => ({ file: 'learning/snapshot/snapshot.ts', find, replace });

const PUT = 'const outcome = await store.put(model, bytes, etag);';
const COVERS = 'return last !== undefined && sequenceNumber <= last;';
const QUARANTINE = 'const quarantined = await quarantineAll(ports.quarantine, fresh);';

export const plants = {
  'put-without-condition': {
    words: 'the PUT has no condition',
    patches: [commit(PUT, 'const outcome = await store.put(model, bytes, (await store.get(model))?.etag);')],
  },
  'ledger-before-commit': {
    words: 'the ledger row is written before the commit',
    patches: [
      commit(
        'const outcome = await putSnapshot(batch.model,',
        'await ports.ledger.put(next.row);\n      const outcome = await putSnapshot(batch.model,',
      ),
    ],
  },
  'sequence-as-number': {
    words: 'sequence numbers are compared as Number',
    patches: [checkpoints(COVERS, 'return last !== undefined && Number(sequenceNumber) <= Number(last);')],
  },
  'sequence-as-text': {
    words: 'sequence numbers are compared as strings',
    patches: [checkpoints(COVERS, 'return last !== undefined && String(sequenceNumber) <= String(last);')],
  },
  'goes-on-after-failure': {
    words: 'the records behind one that could not be quarantined are taken',
    patches: [
      {
        file: 'lambdas/trainer/quarantine-all.ts',
        find: 'return { safe: group[failed].index,',
        replace: 'return { safe: records.length,',
      },
    ],
  },
  'unknown-as-failure': {
    words: 'an unknown outcome is taken as failure: the records are applied again',
    patches: [
      commit(
        'const fresh = batch.records.filter(',
        "const fresh = failed.at(-1)?.outcome.kind === 'unknown' ? batch.records : batch.records.filter(",
      ),
    ],
  },
  'unknown-as-success': {
    words: 'an unknown outcome is taken as success',
    patches: [
      commit(
        "if (outcome.kind !== 'committed') {",
        "if (outcome.kind !== 'committed' && outcome.kind !== 'unknown') {",
      ),
    ],
  },
  'stale-cache-after-412': {
    words: 'after a 412 the stale snapshot is put once more, under the new ETag',
    patches: [
      commit(
        "if (outcome.kind !== 'busy') return outcome;",
        "if (outcome.kind === 'conflict') return store.put(model, bytes, (await store.get(model))?.etag);\n    if (outcome.kind !== 'busy') return outcome;",
      ),
    ],
  },
  'order-from-the-batch': {
    words: 'records are taken in an order that depends on the batch',
    patches: [
      advance(
        'for (const { source, decoded, joined } of records) {',
        'for (const { source, decoded, joined } of records.length % 3 === 2 ? records.toReversed() : records) {',
      ),
    ],
  },
  'quarantined-moves-nothing': {
    words: 'a quarantined record does not advance the checkpoint',
    patches: [advance('counts.quarantined += 1;', 'counts.quarantined += 1;\n      continue;')],
  },
  latest: {
    words: 'the mapping begins to read a new shard at LATEST',
    rules: { startingPosition: 'LATEST' },
  },
  'restore-moves-back': {
    words: 'a restore takes the version before the last good one, and its checkpoints with it',
    patches: [
      {
        file: 'lambdas/trainer/restore.ts',
        find: "if (read.kind === 'bad' || (version",
        replace: "if (read.kind === 'bad' || head === newest || (version",
      },
    ],
  },
  'gone-back-with-checkpoints': {
    words: 'going back to an earlier version moves the checkpoints back',
    patches: [
      {
        file: 'lambdas/trainer/steps.ts',
        find: 'checkpoints: Checkpoints.joined(earlier.checkpoints, current.checkpoints),',
        replace: 'checkpoints: Checkpoints.joined(earlier.checkpoints, earlier.checkpoints),',
      },
    ],
  },
  'gone-back-without-ids': {
    words: 'going back to an earlier version forgets the ids taken since',
    patches: [
      {
        file: 'lambdas/trainer/steps.ts',
        find: 'recentIds: RecentIds.joined(earlier.recentIds, current.recentIds),',
        replace: 'recentIds: RecentIds.joined(earlier.recentIds, earlier.recentIds),',
      },
    ],
  },
  'operation-without-condition': {
    words: 'a restore or a reset is put on the condition of what is there when it is put',
    patches: [operation('prepared.etag, ports);', '(await ports.store.get(model))?.etag, ports);')],
  },
  'operation-by-the-ledger-alone': {
    words: 'a restore or a reset takes the last version from the ledger, where a crash may have left it out',
    patches: [operation('newest.version <= inLedger', 'newest.version > 0')],
  },
  'operation-forgets-ledger-row': {
    words: 'a restore or a reset does not write the ledger row of the version that it replaces',
    patches: [operation('if (newest.lastCommit !== undefined) await ledger.put(newest.lastCommit);', '')],
  },
  'cache-kept-after-throw': {
    words: 'the snapshot stays in the cache while it is worked on, and so after a throw',
    patches: [cache('    this.#held.delete(model);\n', '')],
  },
  'ledger-key-with-chance': {
    words: "the ledger's key has a random part",
    rules: { ledgerKey: 'version and a random part' },
  },
  'ids-not-in-snapshot': {
    words: 'the ids of records taken are not read from the snapshot',
    patches: [snapshot("  loadState(sections, 'recentIds', snapshot.recentIds.state);\n", '')],
  },
  'pending-not-in-snapshot': {
    words: 'rows that wait for their segment are not read from the snapshot',
    patches: [
      snapshot(
        'pending: PendingRows.fromState(pending, definition.features.length),',
        'pending: new PendingRows(definition.features.length),',
      ),
    ],
  },
  'redrive-without-id': {
    words: 'a record without an id is redriven without that of its place',
    patches: [
      {
        file: 'lambdas/producer/waiting-records.ts',
        find: 'data: hasId ? data : wrapRedriven({ id: originId(record), record: data })',
        replace: 'data: hasId || !hasId ? data : wrapRedriven({ id: originId(record), record: data })',
      },
    ],
  },
  'marked-before-sent': {
    words: 'an object is marked as sent again before the stream has taken it',
    patches: [
      {
        file: 'lambdas/producer/redrive.ts',
        find: '  let retried = 0;\n  for (const batch',
        replace:
          '  let retried = 0;\n  for (const { object, model } of chunk) await failed.markRedriven(object.key, model);\n  for (const batch',
      },
    ],
  },
  'redriven-for-all-models': {
    words: 'an object is left out when the records of one of its models have been sent again',
    patches: [
      {
        file: 'lambdas/producer/waiting-records.ts',
        find: "kind === 'batch' || redriven.size === 0",
        replace: 'redriven.size === 0',
      },
    ],
  },
  'one-checkpoint-for-all-shards': {
    words: 'the checkpoint is of the model, not of its shards',
    patches: [checkpoints('const last = this.#last.get(shardId);', 'const last = [...this.#last.values()].at(-1);')],
  },
  'twice-in-a-batch': {
    words: 'a record that is in a batch twice is taken twice, if it has no id',
    patches: [
      { file: 'lambdas/trainer/train.ts', find: 'const batch = eachOnce(records);', replace: 'const batch = records;' },
    ],
  },
  'model-holds-up-others': {
    words: 'a model that cannot go on keeps the others of its shard from committing',
    patches: [{ file: 'lambdas/trainer/train.ts', find: 'failed.set(model, error);', replace: 'throw error;' }],
  },
  'quarantine-not-awaited': {
    words: 'the quarantine is written without waiting for it',
    patches: [
      commit(
        QUARANTINE,
        'void quarantineAll(ports.quarantine, fresh);\n    const quarantined: QuarantineResult = { safe: fresh.length, failure: undefined };',
      ),
    ],
  },
  'time-up-is-silent': {
    words: 'a call whose time ran out returns as if all were in',
    patches: [
      commit(
        'if (done === fresh.length) return;',
        'if (done === fresh.length || (joined.stopped === undefined && done < quarantined.safe)) return;',
      ),
    ],
  },
  'claim-of-anybody': {
    words: 'a row is not claimed for the record whose label it is: whoever comes gets it',
    patches: [join('const claimant = { id, place,', "const claimant = { id: 'anybody', place,")],
  },
  'claim-of-each-call': {
    words: 'a row is claimed for a call, and not for the record whose label it is',
    patches: [
      join('export async function joinLabels(', 'let calls = 0;\nexport async function joinLabels('),
      join('const claimant = { id, place,', "const claimant = { id: id + '/' + ++calls, place,"),
    ],
  },
  'features-without-claim': {
    words: 'the features of a row that was claimed once are kept, and read without a claim',
    patches: [
      claims('/** Claims rows in order', 'const read = new Map<string, ClaimedRow>();\n/** Claims rows in order'),
      claims(
        'const nowMs = clock.nowMs();\n',
        'const known = read.get(id);\n    if (known !== undefined) return known;\n    const nowMs = clock.nowMs();\n',
      ),
      claims(
        'rows.set(group[i], answer.value);',
        "rows.set(group[i], answer.value);\n      if (answer.value.outcome === 'joined') read.set(group[i].id, answer.value);",
      ),
    ],
  },
  'failed-claim-as-unknown': {
    words: 'a claim that fails is taken as a row that is not remembered',
    patches: [
      claims(
        "if (answer.status === 'rejected') {",
        "if (answer.status === 'rejected') rows.set(group[i], { outcome: 'unknown' });\n      if (answer.status === 'rejected' && rows.size < 0) {",
      ),
      claims(
        'rows.set(group[i], answer.value);',
        "if (answer.status !== 'rejected') rows.set(group[i], answer.value);",
      ),
    ],
  },
  'damage-starts-afresh': {
    words: 'a damaged snapshot is replaced by an empty one',
    patches: [
      cache(
        'const snapshot = readSnapshot(model, stored.bytes, definition);',
        'let snapshot: Snapshot;\n    try {\n      snapshot = readSnapshot(model, stored.bytes, definition);\n    } catch {\n      snapshot = emptySnapshot(definition);\n    }',
      ),
    ],
  },
  'ledger-row-forgotten': {
    words: 'whoever loads a snapshot does not write its ledger row',
    patches: [cache('if (snapshot.lastCommit !== undefined) await this.#ledger.put(snapshot.lastCommit);', '')],
  },
  'kept-before-the-ledger': {
    words: 'the snapshot is kept before its ledger row is written',
    patches: [
      commit(
        '      await ports.ledger.put(next.row);\n      cache.keep(batch.model, { snapshot: next.snapshot, etag: outcome.etag });',
        '      cache.keep(batch.model, { snapshot: next.snapshot, etag: outcome.etag });\n      await ports.ledger.put(next.row);',
      ),
    ],
  },
  'rival-reported-as-own': {
    words: "a rival's commit of the same version is reported as one's own",
    patches: [commit('return JSON.stringify(row) === JSON.stringify(stored);', 'return true;')],
  },
  'refused-entries-dropped': {
    words: 'the producer does not send again what PutRecords refused',
    patches: [
      {
        file: 'lambdas/put-all.ts',
        find: 'if (refused.length === 0) return retried;',
        replace: 'if (refused.length < left.length) return retried;',
      },
    ],
  },
  'id-of-each-try': {
    words: 'the producer gives a record another id each time that it sends it',
    patches: [
      {
        file: 'lambdas/producer/send.ts',
        find: 'function* entriesOf(',
        replace: 'let tries = 0;\nfunction* entriesOf(',
      },
      {
        file: 'lambdas/producer/send.ts',
        find: `id: \`\${scenario}-\${seed}-\${run}-\${index}\``,
        replace: `id: \`\${scenario}-\${seed}-\${run}-\${index}-\${tries++}\``,
      },
    ],
  },
  'other-shards-forgotten': {
    words: 'the checkpoints of other shards are dropped when a shard advances',
    patches: [checkpoints('this.#last.delete(shardId);', 'this.#last.clear();')],
  },
} satisfies Readonly<Record<string, Plant>>;

export type PlantName = keyof typeof plants;
export const plantNames = Object.keys(plants) as readonly PlantName[];
