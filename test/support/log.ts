import type { TestArchive } from './archive.js';

/**
 * Has the log take in whatever was committed, in the order of sequences, and sign its tree.
 * @returns the size of the tree
 */
export async function takeIntoLog(archive: TestArchive): Promise<string> {
  const [signed] = await archive.sql<{ size: string }>(`
    WITH so_far AS (
      SELECT coalesce(max(next_leaf), 0) AS size, coalesce(max(sequence), 0) AS last FROM log_sequenced
    ), taken AS (
      INSERT INTO log_sequenced (activity_id, sequence, first_leaf, next_leaf, is_late)
      -- An activity and one more: as many leaves as one that writes one row.
      SELECT a.id, a.sequence, size + 2 * (row_number() OVER in_order - 1), size + 2 * row_number() OVER in_order, a.sequence < last
      FROM activity a, so_far WHERE a.id NOT IN (SELECT activity_id FROM log_sequenced)
      WINDOW in_order AS (ORDER BY a.sequence)
      RETURNING next_leaf, sequence
    ), gone AS (
      DELETE FROM log_pending
    )
    INSERT INTO log_checkpoint (tree_size, root, note, last_sequence)
    SELECT greatest(size, max(next_leaf)), sha256(''), '', greatest(last, max(sequence)) FROM taken, so_far GROUP BY size, last
    RETURNING tree_size AS size`);
  return signed!.size;
}

/** What was committed waits to be taken in. */
export async function awaitLog(archive: TestArchive): Promise<void> {
  await archive.sql(`
    INSERT INTO log_pending (activity_id, sequence)
    SELECT id, sequence FROM activity WHERE id NOT IN (SELECT activity_id FROM log_sequenced)`);
}
