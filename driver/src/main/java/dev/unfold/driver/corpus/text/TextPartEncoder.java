package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.execution.OwnedBroadcast;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Pass 2 of the encoding of text, and the encoding of audio: one task per split writes a file with
 * a unique name, since Spark may run a task twice; the driver renames the files of the successful
 * tasks.
 */
public final class TextPartEncoder {
  private static final String TEMPORARY = ".part-";

  private final JavaSparkContext spark;

  /** A file in the folder with the description of its content. */
  record Written(String name, EncodedTextPart part) {}

  /**
   * The result of encoding a split: a file, or the fault of its text. It is an ordinary class of
   * strings, which Kryo can read, because applications that call this may use Kryo.
   */
  private static final class Result implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String part;
    private final String fault;

    private Result(String name, String part, String fault) {
      this.name = name;
      this.part = part;
      this.fault = fault;
    }

    static Result of(String name, EncodedTextPart part) throws IOException {
      return new Result(name, EncodedTextManifest.encodePart(part), null);
    }

    static Result of(CorpusException e) {
      return new Result(null, null, e.getMessage());
    }

    Optional<String> fault() {
      return Optional.ofNullable(fault);
    }

    Written written() throws IOException {
      return new Written(name, EncodedTextManifest.decodePart(part));
    }
  }

  public TextPartEncoder(JavaSparkContext spark) {
    this.spark = spark;
  }

  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY);
  }

  /**
   * Encodes the splits and returns their files in order.
   *
   * @throws CorpusException with the first fault of every split if the text cannot be used
   */
  public List<Written> encode(String folder, TokenSplits splits, Vocabulary vocabulary)
      throws IOException {
    boolean documents = splits.document() != Document.NONE;
    SerializedHadoopConfiguration shipped = splits.configuration();
    try (OwnedBroadcast<Vocabulary> owned = OwnedBroadcast.of(spark, vocabulary)) {
      Broadcast<Vocabulary> broadcast = owned.broadcast();
      List<Result> results =
          SparkJobs.run(
              spark,
              "encoding the text",
              () ->
                  PartitionElements.collect(
                      SparkJobs.parts(spark, splits.parts())
                          .map(
                              split ->
                                  encodeSplit(
                                      folder,
                                      split,
                                      documents && TaskContext.getPartitionId() == 0,
                                      broadcast.value(),
                                      shipped.open()))));
      MessageSummary.sorted(
              results.stream().flatMap(result -> result.fault().stream()).distinct().toList())
          .requireNone();
      List<Written> written = new ArrayList<>();
      for (Result result : results) {
        written.add(result.written());
      }
      return written;
    }
  }

  /**
   * @param bounded whether the corpus begins with the split and has a boundary there
   */
  private static Result encodeSplit(
      String folder,
      TokenSplits.Split split,
      boolean bounded,
      Vocabulary vocabulary,
      Configuration configuration)
      throws IOException {
    String name = TEMPORARY + UUID.randomUUID();
    EncodedTextPart part;
    try (OutputStream out =
        new PartFileFormat.Output(
            CommitFolder.open(folder, configuration).createInExisting(name))) {
      EncodingSink sink = new EncodingSink(vocabulary, out);
      if (bounded) {
        sink.boundary();
      }
      try (TokenSplits.Reader reader = split.reader(sink, configuration)) {
        boolean more = true;
        while (more) {
          more = reader.advance();
        }
        part = sink.finish(reader.size());
      }
    } catch (CorpusException e) {
      return Result.of(e);
    }
    return Result.of(name, part);
  }
}
