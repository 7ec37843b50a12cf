package dev.unfold.driver.corpus;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Pass 2: a task for every split writes a file of a name of its own, since Spark may run a task
 * twice; the driver names the files of the tasks that count.
 */
final class PartEncoder {
  private static final String TEMPORARY = ".part-";

  /** In place of a file's name, where a complaint stands in place of the part. */
  private static final String NO_FILE = "";

  private final JavaSparkContext spark;

  /** A file in the folder and what is in it. */
  record Written(String name, EncodedPart part) {}

  PartEncoder(JavaSparkContext spark) {
    this.spark = spark;
  }

  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY);
  }

  /**
   * The files of the splits, in their order.
   *
   * @throws CorpusException with every split's first complaint, if the text cannot be used
   */
  List<Written> encode(String folder, TextSplits splits, Vocabulary vocabulary) throws IOException {
    Broadcast<Vocabulary> broadcast = spark.broadcast(vocabulary);
    try {
      List<Tuple2<String, String>> results =
          SparkJobs.run(
              spark,
              "encoding the text",
              () ->
                  SparkJobs.parts(spark, VocabularyCounter.indices(splits))
                      .map(split -> encodeSplit(folder, splits, split, broadcast.value()))
                      .collect());
      CorpusException.requireNone(
          results.stream()
              .filter(result -> result._1().equals(NO_FILE))
              .map(Tuple2::_2)
              .distinct()
              .toList());
      List<Written> written = new ArrayList<>();
      for (Tuple2<String, String> result : results) {
        written.add(new Written(result._1(), EncodedManifest.decodePart(result._2())));
      }
      return written;
    } finally {
      broadcast.destroy();
    }
  }

  /** The result is text: programs of others, which call this, may have set Spark's Kryo. */
  private static Tuple2<String, String> encodeSplit(
      String folder, TextSplits splits, int split, Vocabulary vocabulary) throws IOException {
    Configuration configuration = splits.configuration().open();
    String name = TEMPORARY + UUID.randomUUID();
    EncodedPart part;
    try (OutputStream out =
        new PartFile.Output(CommitFolder.open(folder, configuration).create(name))) {
      EncodingSink sink = new EncodingSink(vocabulary, out);
      if (split == 0 && splits.document() != Document.NONE) {
        sink.boundary();
      }
      try (SplitReader reader = splits.reader(split, sink, configuration)) {
        boolean more = true;
        while (more) {
          more = reader.advance();
        }
      }
      part = sink.finish();
    } catch (CorpusException e) {
      return new Tuple2<>(NO_FILE, e.getMessage());
    }
    return new Tuple2<>(name, EncodedManifest.encodePart(part));
  }
}
