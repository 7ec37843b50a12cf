package dev.unfold.driver.corpus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.CorpusException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredRowsTest {
  @Test
  void aMessageNamesTheTableOfItsFile() {
    StoredRows rows =
        new StoredRows(
            List.of(), List.of(stored("first", "rows-1"), stored("eleventh", "rows-10")));
    for (String scheme : List.of("file:", "file://", "")) {
      assertThat(
              rows.renamed(
                  new CorpusException(scheme + "/cache/rows-10/part-0.parquet: row 3: no label")))
          .hasMessage("eleventh: no label");
      assertThat(rows.renamed(new CorpusException("no rows in " + scheme + "/cache/rows-1")))
          .hasMessage("no rows in first");
    }
  }

  private static StoredTable stored(String table, String folder) {
    return new StoredTable(
        new SparkTable(table, null, Map.of()), "file:/cache/" + folder, List.of());
  }
}
