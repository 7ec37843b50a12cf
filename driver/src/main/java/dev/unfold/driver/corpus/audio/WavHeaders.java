package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Reads the headers of wav files on the cluster. */
final class WavHeaders {
  private static final int FILES_PER_TASK = 64;
  private static final String DESCRIPTION = "reading the headers of the wav files";

  private WavHeaders() {}

  /**
   * The headers of files, or their faults.
   *
   * @param files the files with their headers, in order
   * @param faults the messages about the other files
   */
  private record Headers(ArrayList<WavFile> files, MessageSummary faults) implements Serializable {}

  /**
   * Returns the files with their headers, in the same order.
   *
   * @param rate the number of samples per second that the files must have; 0 means that of the
   *     first
   * @throws CorpusException with the first faults if files cannot be used, or differ in their rate
   */
  static List<WavFile> read(JavaSparkContext spark, List<SourceFile> files, int rate)
      throws IOException {
    SerializedHadoopConfiguration configuration =
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    List<List<SourceFile>> groups = new ArrayList<>();
    for (int start = 0; start < files.size(); start += FILES_PER_TASK) {
      int end = Math.min(start + FILES_PER_TASK, files.size());
      groups.add(new ArrayList<>(files.subList(start, end)));
    }
    List<Headers> headers =
        SparkJobs.run(
            spark,
            DESCRIPTION,
            () ->
                JavaSerialized.collect(
                    SparkJobs.parts(spark, groups)
                        .map(group -> read(group, configuration.open()))));
    MessageSummary.of(headers.stream().map(Headers::faults).toList()).requireNone();
    List<WavFile> all = headers.stream().flatMap(group -> group.files().stream()).toList();
    requireRate(all, rate);
    return all;
  }

  private static Headers read(List<SourceFile> files, Configuration configuration)
      throws IOException {
    Headers headers = new Headers(new ArrayList<>(), new MessageSummary());
    for (SourceFile file : files) {
      try {
        headers.files().add(WavFile.read(file, configuration));
      } catch (CorpusException e) {
        headers.faults().add(e.getMessage());
      }
    }
    return headers;
  }

  private static void requireRate(List<WavFile> files, int rate) throws CorpusException {
    WavFile first = files.get(0);
    int expected = rate == 0 ? first.header().format().rate() : rate;
    MessageSummary faults = new MessageSummary();
    for (WavFile file : files) {
      int found = file.header().format().rate();
      if (found != expected) {
        faults.add(
            String.format(
                Locale.ROOT,
                "%s: expected %d samples per second, as %s, found %d: convert it, as with"
                    + " ffmpeg -i a.wav -ar %d b.wav",
                file.file().path(),
                expected,
                rate == 0 ? first.file().path() + " has" : "in training or by corpus.audio.rate",
                found,
                expected));
      }
    }
    faults.requireNone();
  }
}
