package dev.unfold.driver.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.FileEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of the micro-batches of streaming queries: {@code streams/QUERY/000000}, … in a
 * store.
 *
 * @param store the folder of the store
 */
record StreamRecords(CommitFolder store) {
  private static final String STREAMS = "streams";
  private static final String FILE = "batch.json";

  /**
   * Returns the records of a query.
   *
   * @param query the identifier of the query, which its checkpoint keeps
   */
  CommittedRecords<BatchVersion> of(String query) {
    return new CommittedRecords<>(
        store.child(STREAMS).child(query), FILE, new TypeReference<BatchVersion>() {});
  }

  /**
   * Returns the versions that read the last micro-batch of a query, which it may repeat when it is
   * started again, with the queries that need them.
   */
  SortedMap<Long, List<String>> lastVersions() throws IOException {
    SortedMap<Long, List<String>> versions = new TreeMap<>();
    for (FileEntry query : store.child(STREAMS).list()) {
      if (query.folder()) {
        lastOf(query.name())
            .ifPresent(
                last ->
                    versions
                        .computeIfAbsent(last.version(), version -> new ArrayList<>())
                        .add(query.name()));
      }
    }
    return versions;
  }

  private Optional<BatchVersion> lastOf(String query) throws IOException {
    CommittedRecords<BatchVersion> records = of(query);
    List<Long> numbers = records.numbers();
    Optional<BatchVersion> last = Optional.empty();
    for (int i = numbers.size() - 1; i >= 0 && last.isEmpty(); i--) {
      last = records.find(numbers.get(i));
    }
    return last;
  }
}
