package dev.unfold.driver.store;

import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * The versions that read the micro-batches of a streaming query: write-once folders {@code
 * streams/QUERY/000000}, … in the store. All tasks of a micro-batch, also when it is repeated after
 * a failure, find the version that the first of them recorded. Instances are not thread-safe.
 */
public final class BatchVersions {
  /** The number of micro-batches that Spark can repeat by default. */
  private static final int KEPT = 100;

  private final ModelStore store;
  private final CommittedRecords<BatchVersion> records;
  private long lastPromotion;
  private long champion;

  /**
   * @param query the identifier of the query, which its checkpoint keeps
   */
  public BatchVersions(ModelStore store, String query) {
    this.store = store;
    records = new StreamRecords(store.folder()).of(query);
  }

  /** Returns the version that was recorded for a micro-batch; empty before {@link #record}. */
  public OptionalLong find(long batch) throws IOException {
    return records.has(batch)
        ? OptionalLong.of(records.read(batch).version())
        : OptionalLong.empty();
  }

  /** Returns the version that is the champion now. */
  public long champion() throws IOException {
    long promotion = store.lastPromotion();
    if (champion == 0 || promotion != lastPromotion) {
      champion = store.requireChampion().promotion().version();
      lastPromotion = promotion;
    }
    return champion;
  }

  /**
   * Records the version of a micro-batch, unless another task did so before.
   *
   * @return the version that is recorded
   */
  public long record(long batch, long version) throws IOException {
    try {
      records.commit(new BatchVersion(StoreRecord.CURRENT, batch, version));
    } catch (AlreadyCommittedException e) {
      return records.read(batch).version();
    }
    if (batch >= KEPT) {
      records.delete(batch - KEPT);
    }
    return version;
  }
}
