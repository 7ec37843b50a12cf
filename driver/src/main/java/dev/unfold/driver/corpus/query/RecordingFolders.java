package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of folders as a table with a row for each file, in the order of their paths.
 *
 * @param files the paths of the wav files
 */
public record RecordingFolders(List<String> files) {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingFolders.class);

  /** The number of recordings of a part of the table, which one task reads. */
  private static final int RECORDINGS_PER_TASK = 64;

  /** The place of the folder of a file among the names of its path, from the end. */
  private static final int FOLDER = -2;

  private static final Pattern WAV = Pattern.compile(".*\\.wav(\\.gz|\\.bz2)?");

  public RecordingFolders {
    files = List.copyOf(files);
  }

  /**
   * Lists the wav files of folders and those beneath them; other files are left out.
   *
   * @param paths files, folders or globs on any Hadoop file system
   * @throws CorpusException if one of them is missing, or there is no wav file
   */
  public static RecordingFolders of(List<String> paths, Configuration configuration)
      throws IOException {
    List<String> all =
        SourceFiles.list(paths, configuration).stream().map(SourceFile::path).toList();
    List<String> files = all.stream().filter(RecordingFolders::isRecording).sorted().toList();
    if (files.isEmpty()) {
      throw new CorpusException(
          String.join(", ", paths)
              + ": expected files whose names end in .wav, .wav.gz or .wav.bz2, found "
              + all.size()
              + " others, such as "
              + all.get(0));
    }
    if (files.size() < all.size()) {
      LOG.info("left out {} files whose names do not end in .wav", all.size() - files.size());
    }
    return new RecordingFolders(files);
  }

  private static boolean isRecording(String path) {
    return WAV.matcher(path.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Returns the table.
   *
   * @param column the name of the column of the paths
   */
  public Dataset<Row> rows(JavaSparkContext spark, String column) {
    int partitions = (files.size() + RECORDINGS_PER_TASK - 1) / RECORDINGS_PER_TASK;
    return SparkSession.builder()
        .sparkContext(spark.sc())
        .getOrCreate()
        .createDataset(spark.parallelize(files, partitions).rdd(), Encoders.STRING())
        .toDF(column);
  }

  /**
   * Returns the table with the name of the folder of each recording as its label.
   *
   * @param column the name of the column of the paths
   * @param label the name of the column of the labels
   */
  public Dataset<Row> labeled(JavaSparkContext spark, String column, String label) {
    Dataset<Row> rows = rows(spark, column);
    Column folders = functions.split(rows.col(SparkTable.quoted(column)), "/");
    return rows.withColumn(label, functions.element_at(folders, FOLDER));
  }
}
