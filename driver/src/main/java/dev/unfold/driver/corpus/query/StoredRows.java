package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import java.util.List;

/**
 * The rows that tables had at one time, stored so that every use reads the same.
 *
 * @param hashes the tables with their versions and the hashes of their rows
 * @param tables the stored rows of each table
 */
public record StoredRows(List<HashedFile> hashes, List<StoredTable> tables) {
  public StoredRows {
    hashes = List.copyOf(hashes);
    tables = List.copyOf(tables);
  }

  /** Returns settings that read the stored rows of all tables as the training table. */
  public CorpusSettings settings(CorpusSettings settings) {
    List<String> folders = tables.stream().map(StoredTable::folder).toList();
    return settings.from(folders, CorpusFormat.PARQUET, SourceSettings.none(), "");
  }

  /** Returns an error whose message names the tables in place of the stored files. */
  public CorpusException renamed(CorpusException error) {
    CorpusException renamed = error;
    for (StoredTable table : tables) {
      renamed = table.renamed(renamed);
    }
    return renamed;
  }
}
